"""The workbook that suppliers fill in."""

import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalogue_import import template
from catalogue_import.columns import COLUMNS

from .workbooks import image, jpeg

CATEGORIES, PLACES = ["水果", "水果 > 脐橙"], ["秭归县"]


def sheet_of(**parts):
    return load_workbook(io.BytesIO(template.as_bytes(**parts)))["商品"]


def test_headers_are_starred_noted_wide_and_frozen():
    sheet = sheet_of()

    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    assert sheet["A1"].comment.text.startswith("必填：")
    assert "品名" in sheet["B1"].comment.text
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["B"].width == 34


def test_what_has_few_answers_is_chosen_from_lists():
    book = load_workbook(io.BytesIO(template.as_bytes(categories=CATEGORIES, places=PLACES)))

    lists = {str(choice.sqref): choice.formula1 for choice in book["商品"].data_validations.dataValidation}
    assert lists["Q2:Q5000"] == '"常温,冷藏,冷冻"'
    assert lists["AA2:AA5000"] == lists["S2:S5000"] == '"是,否"'
    assert lists["K2:K5000"] == '"免税,0,1%,3%,6%,9%,13%"'
    assert lists["D2:D5000"] == "'可选内容'!$A$2:$A$3"
    assert lists["E2:E5000"] == "'可选内容'!$C$2:$C$2"
    units = lists["H2:H5000"].rpartition("$")[2]
    assert book["可选内容"][f"B{units}"].value == "L"
    assert [book["可选内容"][at].value for at in ("A2", "A3", "C2")] == ["水果", "水果 > 脐橙", "秭归县"]


def test_the_header_is_locked_and_everything_else_is_open():
    sheet = sheet_of(rows=[{"code": "A"}])

    protection = sheet.protection
    assert protection.sheet and not protection.password
    assert not (protection.objects or protection.deleteRows or protection.insertRows or protection.sort)
    assert all(cell.protection.locked for cell in sheet[1])
    assert not sheet["A2"].protection.locked
    assert not any(sheet.column_dimensions[letter].protection.locked for letter in ("A", "AA", "AB"))
    assert sheet.column_dimensions["AB"].max == 16_384


def test_codes_stay_text():
    sheet = sheet_of(rows=[{"code": "00123", "barcode": "6901234567892", "price": "58.00"}])

    assert (sheet["A2"].value, sheet["A2"].number_format, sheet["W2"].number_format) == ("00123", "@", "@")


def test_pictures_lie_inside_their_cell_and_the_row_is_high_enough():
    sheet = sheet_of(rows=[{"code": "A"}, {"code": "B"}], pictures={"B": [jpeg(size=(900, 300)), image()]})

    assert [(drawn.anchor._from.row, drawn.anchor._from.col) for drawn in sheet._images] == [(2, 25), (2, 25)]
    assert sheet.row_dimensions[3].height >= 60


@given(st.lists(st.sampled_from("=+-@'\t1A(中|!\""), min_size=1, max_size=12).map("".join))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_text_ever_becomes_a_formula(text):
    data = template.as_bytes(rows=[{"code": "A", "title": text, "description": text}])

    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<f " not in sheet
    assert load_workbook(io.BytesIO(data))["商品"]["B2"].value in {text, text.strip() or None, text.replace("\r", "\n")}


def test_what_the_template_says_is_what_the_reader_reads(read):
    row = {
        "code": "1001", "title": "=SUM(1)", "category": "水果 > 脐橙", "county": "秭归县", "spec": "5kg/箱",
        "unit": "箱", "price": "58.00", "stock": 3, "season": "10-3月", "pictures": "",
    }  # fmt: skip

    (parsed,) = read(template.as_bytes(rows=[row], pictures={"1001": [jpeg("red"), jpeg("blue")]})).rows

    assert not parsed.mistakes
    assert (parsed.code, parsed.values["title"], parsed.values["season"]) == ("1001", "=SUM(1)", [10, 3])
    assert len(parsed.values["pictures"]) == 2


def test_the_example_shows_every_column_and_is_passed_over(read):
    data = template.as_bytes(rows=[GOOD], categories=CATEGORIES, places=PLACES, with_example=True)

    sheet = load_workbook(io.BytesIO(data))["商品"]
    assert (sheet["A2"].value, sheet["D2"].value, sheet["E2"].value) == ("示例", "水果 > 脐橙", "秭归县")
    assert [row.code for row in read(data).rows] == ["1001"]


def test_the_example_row_is_right_in_itself(read):
    example = template.examples.row(CATEGORIES, PLACES) | {"code": "1"}

    (parsed,) = read(template.as_bytes(rows=[example])).rows

    assert not parsed.mistakes


def test_an_example_row_that_somebody_made_a_product_is_a_mistake_to_put_right(read):
    (parsed,) = read(template.as_bytes(rows=[GOOD | {"code": "示例"}])).rows

    assert "请填您自己的编码" in parsed.mistakes[0].message


GOOD = {
    "code": "1001", "title": "脐橙", "category": "水果 > 脐橙", "county": "秭归县", "spec": "5kg/箱", "unit": "箱",
    "price": 58, "stock": 3,
}  # fmt: skip
