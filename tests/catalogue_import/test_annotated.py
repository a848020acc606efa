"""The supplier's own file back, marked: what changes in it, and above all what does not."""

import io
import shutil
import subprocess
import zipfile

import pytest
from django.core.files.base import ContentFile
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from catalogue_import import annotated, corrections, imports, template, work
from catalogue_import.annotated.comments import MARK
from catalogue_import.models import ImportRow

from .test_import import FULL
from .test_pictures import excel_in_cell, wps_in_cell
from .workbooks import GOOD, HEADERS, RELATIONS, Raw, image, jpeg, zipped
from .workbooks import parts as bare_parts

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What other programs than our reader insist on.
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEETS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEETS}.worksheet+xml"/></Types>'
)
BAD = [*GOOD[:6], "五十", "-1"]
RED = "FFFFC7CE"


def parts(rows, extra=None):
    return bare_parts(rows) | {"[Content_Types].xml": TYPES} | (extra or {})


def workbook(rows, extra=None):
    return zipped(parts(rows, extra))


@pytest.fixture
def marked(shop, seller, now):
    """Return a function that uploads a file, puts cells right and gives the marked file's bytes."""

    def run(data, name="目录.xlsx", correct=None):
        kept = ContentFile(data, "upload")
        options = {"supplier": shop, "publish": True, "unpublish_missing": False, "by": seller, "at": now}
        run.last = imports.upload(file=kept, name=name, **options)
        work.read_uploaded(catalogue_import=run.last, at=now)
        run.last.refresh_from_db()
        assert run.last.is_in_review, run.last.failure
        for number, texts in (correct or {}).items():
            row = run.last.rows.get(number=number)
            corrections.correct(row=row, texts=texts, by=seller, at=now)
        return annotated.write(run.last).read()

    return run


def changed_parts(before, after):
    """Return the names of parts that were changed or added; none may get lost."""
    before, after = (zipfile.ZipFile(io.BytesIO(data)) for data in (before, after))
    assert set(before.namelist()) <= set(after.namelist())
    return {name for name in after.namelist() if name not in before.namelist() or before.read(name) != after.read(name)}


def sheet_of(data):
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_bad_cells_are_coloured_with_a_comment_and_a_sentence_at_the_end_of_the_row(marked):
    sheet = sheet_of(marked(workbook([HEADERS, GOOD, ["A-2", *BAD[1:]]])))

    for address, sentence in (("G3", "请填数字"), ("H3", "不小于 0 的整数")):
        assert sheet[address].fill.fgColor.rgb == RED
        assert sentence in sheet[address].comment.text and MARK in sheet[address].comment.text
    assert sheet["G2"].fill.fgColor.rgb != RED
    assert sheet["I1"].value == "图片" and sheet["J1"].value == "错误说明"
    assert "G3 单价(元)：请填数字" in sheet["J3"].value and "H3 库存" in sheet["J3"].value
    assert sheet["J2"].value is None
    assert sheet["G3"].value == "五十"


def test_corrected_cells_are_written_in_and_no_longer_marked(marked):
    after = marked(workbook([HEADERS, ["A-2", *BAD[1:]]]), correct={2: {"price": "50"}})

    sheet = sheet_of(after)
    assert sheet["G2"].value == "50" and sheet["G2"].fill.fgColor.rgb != RED and sheet["G2"].comment is None
    assert sheet["H2"].fill.fgColor.rgb == RED
    assert "G2 单价(元)：已改，原来是“五十”" in sheet["J2"].value


def test_the_marked_file_is_read_again_with_its_corrections(marked):
    after = marked(workbook([HEADERS, ["A-2", *BAD[1:]]]), correct={2: {"price": "50", "stock": "8"}})

    marked(after)

    row = marked.last.rows.get()
    assert (row.outcome, row.values["price"], row.values["stock"]) == ("NEW", "50.00", 8)


def test_marking_a_marked_file_again_adds_no_second_column_and_no_second_sentence(marked):
    once = marked(workbook([HEADERS, ["A-2", *BAD[1:]], ["A-3", *BAD[1:]]]))
    twice = marked(once, correct={3: {"price": "50", "stock": "1"}})
    thrice = marked(twice)

    sheet = sheet_of(thrice)
    assert [cell.value for cell in sheet[1]].count("错误说明") == 1
    assert sheet["G2"].comment.text.count(MARK) == 1
    assert "五十" not in (sheet["J2"].value or "") and "请填数字" in sheet["J2"].value
    assert sheet["J3"].value is None, "what was put right is not said again"
    assert sheet["G3"].comment is None or MARK not in sheet["G3"].comment.text


def styled(rows=(["A-2", *BAD[1:]],)):
    """A workbook as people make them: a title over the header, fonts, widths, comments, another sheet, a picture."""
    book = Workbook()
    sheet = book.active
    sheet.title = "商品"
    sheet.append(["二〇二六年目录"])
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(row)
    sheet["A1"].font = Font(bold=True, size=20)
    sheet["G3"].font, sheet["G3"].number_format = Font(italic=True), "0.00"
    sheet["G3"].comment = Comment("去年是 48", "老张")
    sheet["B2"].comment = Comment("写全名", "老张")
    sheet.column_dimensions["B"].width, sheet.freeze_panes = 41, "A3"
    sheet.merge_cells("A1:D1")
    book.create_sheet("说明")["A1"] = "不要动我"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_everything_else_in_the_workbook_stays_as_it_was(marked):
    before = styled()
    after = marked(before)

    assert changed_parts(before, after) <= {
        "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
        "xl/worksheets/_rels/sheet1.xml.rels", "[Content_Types].xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    sheet, book = sheet_of(after), load_workbook(io.BytesIO(after))
    assert (sheet["A1"].font.size, sheet["G3"].font.italic, sheet["G3"].number_format) == (20, True, "0.00")
    assert (sheet.column_dimensions["B"].width, sheet.freeze_panes) == (41, "A3")
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]
    assert book["说明"]["A1"].value == "不要动我"
    assert "去年是 48" in sheet["G3"].comment.text and MARK in sheet["G3"].comment.text
    assert sheet["B2"].comment.text == "写全名"
    assert sheet["J2"].value == "错误说明"


@pytest.mark.parametrize(
    "extra, cell",
    [
        (wps_in_cell(ID_A=image("lime")), '<c r="{at}" t="str"><f>_xlfn.DISPIMG("ID_A",1)</f><v>x</v></c>'),
        (excel_in_cell([jpeg("red")]), '<c r="{at}" t="e" vm="1"><v>#VALUE!</v></c>'),
    ],
)
def test_pictures_in_cells_survive(marked, extra, cell):
    before = workbook([HEADERS, [*BAD, Raw(cell)]], extra=extra)
    after = marked(before)

    assert changed_parts(before, after).isdisjoint(extra)
    marked(after)
    assert len(marked.last.rows.get().values["pictures"]) == 1


def test_pictures_over_cells_survive(marked):
    before = template.as_bytes(rows=[FULL | {"price": "五十"}], pictures={"A-1": [jpeg("red")]})
    after = marked(before)

    assert not {name for name in changed_parts(before, after) if "media" in name or "/drawing1.xml" in name}
    marked(after)
    assert len(marked.last.rows.get().values["pictures"]) == 1


def test_a_zip_comes_back_as_a_zip_with_its_pictures(marked):
    picture = jpeg("red")
    before = zipped({"目录.xlsx": workbook([HEADERS, BAD]), "图/A-1.jpg": picture, "读我.txt": b"x"})

    after = zipfile.ZipFile(io.BytesIO(marked(before, "目录.zip")))

    assert after.namelist() == ["目录.xlsx", "图/A-1.jpg", "读我.txt"]
    assert after.read("图/A-1.jpg") == picture
    assert sheet_of(after.read("目录.xlsx"))["J1"].value == "错误说明"


def test_rows_without_mistakes_keep_their_very_bytes(marked):
    rows = [HEADERS, *[[f"A-{number}", *GOOD[1:]] for number in range(5)], ["A-9", *BAD[1:]]]
    before, after = workbook(rows), None
    after = marked(before)

    part = "xl/worksheets/sheet1.xml"
    old, new = (zipfile.ZipFile(io.BytesIO(data)).read(part) for data in (before, after))
    start, end = old.index(b'<row r="2"'), old.index(b'<row r="7"')
    assert old[start:end] in new


def test_a_prefixed_sheet_in_another_encoding_is_marked_too(marked):
    sheet = parts([HEADERS, BAD])["xl/worksheets/sheet1.xml"]
    root = etree.fromstring(sheet)
    space = root.nsmap[None]
    moved = etree.Element(f"{{{space}}}worksheet", nsmap={"x": space, "r": RELATIONS})
    moved.extend(root)
    data = etree.tostring(moved, encoding="utf-16", xml_declaration=True)

    after = marked(workbook([], extra={"xl/worksheets/sheet1.xml": data}))

    assert sheet_of(after)["G2"].fill.fgColor.rgb == RED
    marked(after)
    assert len(marked.last.rows.get().mistakes) == 2


def test_a_number_stays_a_number_and_a_formula_gives_way_to_the_correction(marked):
    rows = [HEADERS, [*GOOD[:6], Raw('<c r="{at}"><f>1/0</f><v/></c>'), Raw('<c r="{at}"><v>-5</v></c>')]]
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="G2" i="1"/></calcChain>'
    before = parts(rows) | {"xl/calcChain.xml": chain}
    rels = "xl/_rels/workbook.xml.rels"
    link = f'<Relationship Id="rId9" Type="{RELATIONS}/calcChain" Target="calcChain.xml"/></Relationships>'
    before[rels] = before[rels].replace("</Relationships>", link)

    after = marked(zipped(before), correct={2: {"price": "=1+1", "stock": "5"}})
    after = marked(after, correct={2: {"price": "50"}})

    sheet = sheet_of(after)
    assert (sheet["G2"].value, sheet["H2"].value, sheet["H2"].data_type) == ("50", 5, "n")
    assert "xl/calcChain.xml" not in zipfile.ZipFile(io.BytesIO(after)).namelist()


def test_text_that_looks_like_a_formula_is_written_as_text(marked):
    after = marked(workbook([HEADERS, BAD]), correct={2: {"price": '=HYPERLINK("http://x")\x01'}})

    part = zipfile.ZipFile(io.BytesIO(after)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in part and b"=HYPERLINK" in part


def test_a_formula_that_other_cells_share_is_left_to_its_owner(marked):
    shared = Raw('<c r="{at}"><f t="shared" ref="G2:G3" si="0">NA()</f><v>#N/A</v></c>'.replace("<c ", '<c t="e" '))
    after = marked(workbook([HEADERS, [*GOOD[:6], shared, "1"]]), correct={2: {"price": "50"}})

    assert sheet_of(after)["G2"].data_type == "f"
    assert "请自己改成“50”" in sheet_of(after)["J2"].value


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_opens_the_marked_file_and_keeps_its_marks(marked, tmp_path):
    source = tmp_path / "marked.xlsx"
    source.write_bytes(marked(styled(), correct={3: {"stock": "5"}}))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "out", source]
    subprocess.run(command, check=True, capture_output=True, timeout=180)

    again = (tmp_path / "out" / "marked.xlsx").read_bytes()
    sheet = sheet_of(again)
    assert sheet["G3"].fill.fgColor.rgb == RED
    assert MARK in sheet["G3"].comment.text
    assert "单价" in sheet["J3"].value
    marked(again)
    assert [mistake["key"] for mistake in ImportRow.objects.latest("pk").mistakes] == ["price"]
