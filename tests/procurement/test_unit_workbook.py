"""Hostile and broken workbooks are refused in words, fast, before openpyxl sees them."""

import time
import zipfile
from io import BytesIO

import openpyxl
import pytest

from procurement.buyers.unit_workbook import columns, parse
from procurement.workbooks import reading, safety

ROW = ["SY901", "测试小学", "小学", "事业单位", "无", 12, ""]


def parts():
    """Return the parts of an honest workbook, ``{name: bytes}``."""
    book = openpyxl.Workbook()
    book.active.append([column.header for column in columns.COLUMNS])
    book.active.append(ROW)
    out = BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(content, compression=zipfile.ZIP_DEFLATED):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return BytesIO(out.getvalue())


def with_part(name, change):
    content = parts()
    return pack({**content, name: change(content.get(name, b""))})


SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def declared(data):
    head, _, body = data.rpartition(b"?>")
    return head + (b"?>" if head else b"") + DOCTYPE + body


HOSTILE = {
    "empty": (lambda: BytesIO(b""), safety.NOT_XLSX),
    "text": (lambda: BytesIO(b"code,name\n"), safety.NOT_XLSX),
    "old xls": (lambda: BytesIO(safety.OLE_MAGIC + b"\xa1\xb1\x1a\xe1" + b"\0" * 512), safety.OLD_XLS),
    "too large": (lambda: BytesIO(safety.ZIP_MAGIC + b"\0" * safety.FILE_BYTES), safety.TOO_LARGE),
    "cut short": (lambda: BytesIO(pack(parts()).getvalue()[:2000]), safety.DAMAGED),
    "bomb": (lambda: with_part("xl/media/a.bin", lambda _: b"\0" * (safety.UNPACKED_BYTES + 1)), safety.TOO_MUCH),
    "many parts": (lambda: pack({**parts(), **{f"x{n}.bin": b"" for n in range(400)}}), safety.TOO_MUCH),
    "many cells": (lambda: with_part(SHEET, lambda _: b"<a>" + b"<c/>" * 200_000 + b"</a>"), safety.TOO_MUCH),
    "many styles": (
        lambda: with_part("xl/styles.xml", lambda _: b"<a>" + b"<xf/>" * 20_000 + b"</a>"),
        safety.TOO_MUCH,
    ),
    "many sheets": (
        lambda: with_part("xl/workbook.xml", lambda _: b"<a>" + b"<sheet/>" * 60 + b"</a>"),
        safety.TOO_MUCH,
    ),
    "many attributes": (
        lambda: with_part(SHEET, lambda _: b"<a " + b" ".join(b'a%d="1"' % n for n in range(90)) + b"/>"),
        safety.UNSAFE,
    ),
    "deep": (lambda: with_part(SHEET, lambda _: b"<a>" * 5000 + b"</a>" * 5000), safety.UNSAFE),
    "entities in the sheet": (lambda: with_part(SHEET, declared), safety.UNSAFE),
    "entities in the styles": (lambda: with_part("xl/styles.xml", declared), safety.UNSAFE),
    "entities in utf-16": (
        lambda: with_part(SHEET, lambda data: declared(data).decode().encode("utf-16")),
        safety.UNSAFE,
    ),
    "entities in a strange encoding": (
        lambda: with_part(SHEET, lambda data: b'<?xml version="1.0" encoding="gbk"?>' + declared(b"<a/>")),
        safety.DAMAGED,
    ),
    "entities in a part of another name": (lambda: with_part("xl/odd.bin", lambda _: declared(b"<a/>")), safety.UNSAFE),
    "macros": (lambda: with_part("xl/vbaProject.bin", lambda _: b"x"), safety.UNSAFE),
    "packed otherwise": (lambda: pack(parts(), zipfile.ZIP_LZMA), safety.UNSAFE),
    "same part twice": (lambda: pack({**parts(), SHEET.upper(): b"<a/>"}), safety.UNSAFE),
    "not a workbook": (lambda: pack({"readme.txt": b"hello"}), safety.DAMAGED),
    "broken xml": (lambda: with_part(SHEET, lambda data: data[:-20]), safety.DAMAGED),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_at_once(name):
    make, sentence = HOSTILE[name]
    file, start = make(), time.monotonic()

    with pytest.raises(safety.Refused) as refused:
        reading.read(file, columns.LAYOUT)

    assert str(refused.value) == sentence
    assert time.monotonic() - start < 5


def test_overlapping_entries_do_not_unpack_one_part_many_times():
    """Entries of the directory that all point at one part: more is announced than the file holds."""
    data = pack({"a.bin": b"x" * 3_000_000}, zipfile.ZIP_STORED).getvalue()
    at = data.index(b"PK\x01\x02")
    entry = data[at : data.index(b"PK\x05\x06")]
    many = b"".join(entry.replace(b"a.bin", f"{n}.bin".encode()) for n in range(5))
    end = bytearray(data[data.index(b"PK\x05\x06") :])
    end[8:12] = (5).to_bytes(2, "little") * 2
    end[12:16] = len(many).to_bytes(4, "little")

    with pytest.raises(safety.Refused):
        safety.check(BytesIO(data[:at] + many + bytes(end)))


def test_an_honest_workbook_is_read_as_text():
    table = reading.read(pack(parts()), columns.LAYOUT)

    assert table.letters == dict(zip((column.key for column in columns.COLUMNS), "ABCDEFG", strict=True))
    assert table.rows == [(2, dict(zip((column.key for column in columns.COLUMNS), map(str, ROW), strict=True)))]


def test_a_row_at_the_end_of_the_sheet_does_not_cost_a_million_rows():
    start = time.monotonic()
    file = with_part(SHEET, lambda data: data.replace(b'r="2"', b'r="1048576"').replace(b'A2"', b'A1048576"'))

    with pytest.raises(safety.Refused):
        reading.read(file, columns.LAYOUT)
    assert time.monotonic() - start < 5


def book(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = BytesIO()
    made.save(out)
    return out


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["姓名", "电话"], ["张三", "1"]], columns.LAYOUT.no_header),
        ([["单位编码", "单位名称", "性质"]], columns.LAYOUT.no_rows),
        ([["单位编码", "单位名称", "性质", "名称"], ["A1", "b", "机关", "c"]], "有两列都是“单位名称”"),
        (
            [["单位编码", "单位名称", "性质"], *[[f"A{n}", "b", "机关"] for n in range(2001)]],
            columns.LAYOUT.too_many_rows,
        ),
    ],
)
def test_a_sheet_that_is_no_list_of_units_is_refused(rows, sentence):
    with pytest.raises(safety.Refused, match=sentence[:12]):
        reading.read(book(*rows), columns.LAYOUT)


def test_the_list_may_stand_on_another_sheet():
    made = openpyxl.Workbook()
    made.active.append(["说明"])
    made.create_sheet("清单").append(["单位编码", "单位名称", "性质"])
    made["清单"].append(["A1", "一", "机关"])
    out = BytesIO()
    made.save(out)

    assert [number for number, _ in reading.read(out, columns.LAYOUT).rows] == [2]


@pytest.mark.parametrize(
    ("value", "text"),
    [(46.0, "46"), (None, ""), (" 县\u200b委 \n办 ", "县委 办"), (True, "True"), ("x" * 900, "x" * 200)],
)
def test_cells_become_text_as_people_read_them(value, text):
    assert reading.text(value) == text


def test_full_width_codes_are_taken():
    row = parse.row(2, {"code": "ｓｙ９０１", "name": "测试", "kind": "机关", "headcount": "４６"})

    assert (row.facts["code"], row.facts["headcount"], row.mistakes) == ("SY901", 46, [])
