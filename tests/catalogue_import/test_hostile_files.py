"""Files that mean harm, or are not what they say: refused in words before they are unpacked."""

import zipfile

import pytest

from catalogue_import.workbook import refusals
from catalogue_import.workbook.refusals import Refused

from .workbooks import GOOD, HEADERS, anchored, one_cell, parts, workbook, zipped
from .zip_entries import zipped_entries

FINE = parts([HEADERS, GOOD])
SHEET = "xl/worksheets/sheet1.xml"


def refused(read, data, name="目录.xlsx", **limits):
    with pytest.raises(Refused) as caught:
        read(data, name, **limits)
    return str(caught.value)


def entries(**more):
    return [(name, content.encode(), {}) for name, content in FINE.items()]


def test_the_hand_written_zip_is_fine_as_long_as_it_tells_the_truth(read):
    assert len(read(zipped_entries(*entries())).rows) == 1


@pytest.mark.parametrize(
    "data, name, sentence",
    [
        (b"", "a.xlsx", refusals.EMPTY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", refusals.OLD_XLS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 40, "a.xlsx", refusals.OLD_XLS),
        (zipped(FINE), "a.xlsm", refusals.MACROS),
        (zipped(FINE | {"xl/vbaProject.bin": b"x"}), "a.xlsx", refusals.MACROS),
        (b"code,title\r\nA-1,orange", "a.xlsx", refusals.NOT_XLSX),
        (b"<html><table></table></html>", "a.xlsx", refusals.NOT_XLSX),
        (zipped({"readme.txt": "a zip"}), "a.xlsx", refusals.NOT_XLSX),
        (zipped(FINE), "a.csv", refusals.WRONG_NAME),
        (zipped(FINE), "a.zip", refusals.ZIP_IS_XLSX),
        (zipped(FINE)[:-200], "a.xlsx", refusals.DAMAGED),
        (zipped({"1.jpg": b"x"}), "a.zip", refusals.ONE_WORKBOOK.format(count=0)),
        (zipped({"1.xlsx": workbook([]), "2.xlsx": workbook([])}), "a.zip", refusals.ONE_WORKBOOK.format(count=2)),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_with_what_to_do(read, data, name, sentence):
    assert refused(read, data, name) == sentence


def test_a_content_type_with_macros_is_refused_whatever_the_name(read):
    types = FINE["[Content_Types].xml"].replace("/>", '><Default ContentType="x.macroEnabled.main+xml"/></Types>')

    assert refused(read, zipped(FINE | {"[Content_Types].xml": types})) == refusals.MACROS


def test_a_zip_bomb_is_refused_by_its_ratio(read):
    assert refused(read, zipped(FINE | {"xl/media/1.bin": bytes(30 * 2**20)})) == refusals.UNSAFE


def test_an_honest_file_that_unpacks_to_too_much_is_refused(read):
    assert "400 MB" in refused(read, zipped_entries(*entries(), ("xl/x.bin", b"x", {"size": 401 * 2**20})))


def test_a_bomb_that_lies_about_its_size_is_refused(read):
    """The directory promises little; what unpacks is cut off there and fails its checksum."""
    bomb = FINE[SHEET].replace("<sheetData>", "<sheetData>" + " " * 30_000_000)
    data = bytearray(zipped(FINE | {SHEET: bomb}))
    at = data.rindex(SHEET.encode()) - 46
    data[at + 24 : at + 28] = (2000).to_bytes(4, "little")

    assert refused(read, bytes(data)) in {refusals.DAMAGED, refusals.UNSAFE}


def test_a_workbook_inside_a_zip_is_checked_like_any_other(read):
    bomb = zipped(FINE | {"xl/media/1.bin": bytes(30 * 2**20)})

    assert refused(read, zipped({"a.xlsx": bomb}), "a.zip") == refusals.UNSAFE


@pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil", "/etc/passwd", "C:\\evil", "xl\\..\\..\\evil"])
def test_entries_that_point_outside_are_refused(read, name):
    assert refused(read, zipped_entries(*entries(), (name, b"x", {}))) == refusals.UNSAFE


@pytest.mark.parametrize("name", [SHEET, SHEET.upper()])
def test_entries_of_the_same_name_are_refused(read, name):
    assert refused(read, zipped_entries(*entries(), (name, b"<x/>", {}))) == refusals.UNSAFE


def test_overlapping_entries_are_refused(read):
    assert refused(read, zipped_entries(*entries(), ("xl/again.xml", b"<x/>", {"at": 0}))) == refusals.UNSAFE


def test_data_before_the_first_entry_is_refused(read):
    data = zipped_entries(*entries())

    assert refused(read, b"PK\x03\x04" + bytes(60) + data) in {refusals.UNSAFE, refusals.DAMAGED}


def test_encrypted_entries_and_odd_methods_are_refused(read):
    assert refused(read, zipped_entries(*entries(), ("x", b"x", {"flags": 1}))) == refusals.OLD_XLS
    assert refused(read, zipped(FINE, zipfile.ZIP_BZIP2)) == refusals.UNSAFE


def test_too_many_entries_are_refused(read):
    many = FINE | {f"xl/{number}.bin": b"" for number in range(300)}

    assert "超过 200 项" in refused(read, zipped(many), zip_entries=200)


def test_a_file_too_large_is_refused_before_it_is_opened(read):
    assert "超过 1 MB" in refused(read, b"PK\x03\x04" + bytes(2**21), file_bytes=2**20)


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "_rels/.rels", "[Content_Types].xml", "xl/unused.xml"])
def test_document_types_and_entities_are_refused_in_any_part(read, part):
    content = DOCTYPE + FINE.get(part, "<x/>")

    assert refused(read, zipped(FINE | {part: content})) == refusals.ENTITIES


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_in_another_encoding_is_refused_too(read, encoding):
    content = (DOCTYPE + FINE[SHEET]).encode(encoding)

    assert refused(read, zipped(FINE | {SHEET: content})) in {refusals.ENTITIES, refusals.DAMAGED}


def test_an_encoding_that_could_hide_a_document_type_is_refused(read):
    content = ('<?xml version="1.0" encoding="utf-7"?>' + FINE[SHEET]).encode()

    assert refused(read, zipped(FINE | {SHEET: content})) == refusals.ENTITIES


def test_a_part_whose_name_kept_it_unchecked_is_never_parsed(read):
    moved = {name.replace("sheet1.xml", "sheet1.dat"): content for name, content in FINE.items()}
    moved["xl/worksheets/sheet1.dat"] = DOCTYPE + FINE[SHEET]
    links = "xl/_rels/workbook.xml.rels"
    moved[links] = FINE[links].replace("sheet1.xml", "sheet1.dat")

    assert refused(read, zipped(moved)) == refusals.UNSAFE


def test_deeply_nested_elements_are_refused(read):
    deep = anchored(one_cell(1, "<xdr:grpSp>" * 5000 + "</xdr:grpSp>" * 5000), media={})

    assert refused(read, workbook([HEADERS, GOOD], '<drawing r:id="rId1"/>', deep)) == refusals.DAMAGED


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])
def test_elements_opened_without_end_are_refused_before_they_fill_the_memory(read, part):
    links = "xl/_rels/workbook.xml.rels"
    styles = FINE[links].replace("</Rel", '<Relationship Id="s" Type="x/styles" Target="styles.xml"/></Rel')
    data = zipped(FINE | {links: styles, part: "<a>" * 300_000})

    assert refused(read, data) == refusals.DAMAGED


def test_a_sheet_that_is_no_xml_is_refused(read):
    assert refused(read, zipped(FINE | {SHEET: "not xml"})) == refusals.DAMAGED
    assert refused(read, zipped(FINE | {SHEET: FINE[SHEET][:-40]})) == refusals.DAMAGED


def test_300_columns_are_refused(read):
    wide = [[*HEADERS, *[f"列{number}" for number in range(17)]], GOOD]
    data = parts(wide)
    data[SHEET] = data[SHEET].replace('r="Z1"', 'r="KN1"')

    assert "超过 200 列" in refused(read, zipped(data))
