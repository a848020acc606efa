"""Tables in sheets: headers, cells of every kind, and what refuses a file as a whole."""

import pytest

from catalogue_import.columns import COLUMNS, SPELLINGS
from catalogue_import.workbook import refusals
from catalogue_import.workbook.refusals import Refused

from .workbooks import GOOD, HEADERS, MAIN, RELATIONS, Raw, parts, relations, sheet, workbook, zipped


def with_price(cell):
    return [HEADERS, [*GOOD[:6], cell, *GOOD[7:]]]


def messages(reading):
    return [(mistake.cell, mistake.column, mistake.message) for row in reading.rows for mistake in row.mistakes]


def test_a_row_is_read_by_its_headers(read):
    (row,) = read(workbook([HEADERS, GOOD])).rows

    assert not row.mistakes
    assert row.values == {
        "code": "A-1", "title": "秭归脐橙", "category": "水果 > 脐橙", "county": "秭归县", "spec": "5kg/箱",
        "unit": "箱", "price": "58.00", "stock": 100,
    }  # fmt: skip


def test_the_header_may_stand_below_titles_in_other_words_and_order(read):
    headers = ["单价 (必填)", "SKU", "品名", "品类", "原产地", "产品规格", "销售单位", "数量", "备注"]
    row = ["￥58", "A-1", "脐橙", "脐橙", "秭归", "5kg", "箱", "1", "不认识的列"]

    (found,) = read(workbook([["秭归县2026年供货目录"], [], ["填表日期", "十一月"], headers, row])).rows

    assert found.number == 5
    assert (found.values["price"], found.values["code"], len(found.mistakes)) == ("58.00", "A-1", 0)


def test_every_header_of_the_contract_is_known():
    assert len(COLUMNS) == 27
    assert SPELLINGS["企业采购价(元)"] == "price"
    assert SPELLINGS["69码"] == "barcode"


def test_rows_blank_in_every_known_column_are_passed_over(read):
    rows = [[*HEADERS, "备注"], GOOD, [None] * 9 + ["只有备注"], ["  "], [*GOOD[:1], *GOOD[1:]]]

    assert [row.number for row in read(workbook(rows)).rows] == [2, 5]


def test_a_row_with_three_mistakes_lists_all_three_at_their_cells(read):
    row = [*GOOD[:5], "坨", "五十八", "-1"]

    assert [(cell, column) for cell, column, _ in messages(read(workbook([HEADERS, row])))] == [
        ("F2", "计量单位"),
        ("G2", "单价(元)"),
        ("H2", "库存"),
    ]


def test_required_cells_left_empty_or_cleared_are_mistakes(read):
    found = messages(read(workbook([HEADERS, ["A-1", None, "清空", *GOOD[3:]]])))

    assert [(cell, message) for cell, _, message in found] == [
        ("B2", "必须填写商品名称。"),
        ("C2", "分类必须填写，不能清空。"),
    ]


@pytest.mark.parametrize(
    "cell, price",
    [
        ('<c r="{at}"><v>58.299999999999997</v></c>', "58.30"),
        ('<c r="{at}" t="str"><f>1+1</f><v>58</v></c>', "58.00"),
        ('<c r="{at}"><f>A1*2</f><v>116</v></c>', "116.00"),
        ('<c r="{at}"><v>5.8E1</v></c>', "58.00"),
    ],
)
def test_numbers_and_calculated_values_count(read, cell, price):
    assert read(workbook(with_price(Raw(cell)))).rows[0].values["price"] == price


@pytest.mark.parametrize(
    "cell, sentence",
    [
        ('<c r="{at}"><f>A1*2</f></c>', "公式没有结果"),
        ('<c r="{at}" t="e"><v>#REF!</v></c>', "错误值"),
        ('<c r="{at}" t="d"><v>2026-01-01</v></c>', "日期"),
        ('<c r="{at}" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', "图片"),
    ],
)
def test_a_cell_without_a_usable_value_is_a_mistake_of_that_cell(read, cell, sentence):
    ((address, _, message),) = messages(read(workbook(with_price(Raw(cell)))))

    assert address == "G2"
    assert sentence in message


@pytest.mark.parametrize("formula", ["[1]Sheet1!A1", "'[价格表.xlsx]Sheet 1'!$A$1*2", "SUM('C:\\价\\[b.xlsx]S'!A1:A9)"])
def test_a_used_cell_that_takes_its_value_from_another_file_refuses_the_file(read, formula):
    cell = Raw(f'<c r="{{at}}"><f>{formula}</f><v>58</v></c>')

    with pytest.raises(Refused, match="G2 引用了别的文件"):
        read(workbook(with_price(cell)))


def test_a_formula_over_a_table_column_is_no_external_link(read):
    cell = Raw('<c r="{at}"><f>SUM(表1[[#This Row],[单价]])</f><v>58</v></c>')

    assert read(workbook(with_price(cell))).rows[0].values["price"] == "58.00"


def test_missing_required_columns_are_named(read):
    with pytest.raises(Refused, match="第 1 行的表头里缺少：规格、库存"):
        read(workbook([[header for header in HEADERS if header not in {"规格*", "库存*"}], GOOD]))


def test_two_columns_of_the_same_name_refuse_the_file(read):
    with pytest.raises(Refused, match="两列都是“商品名称”"):
        read(workbook([[*HEADERS, "商品名称"], GOOD]))


@pytest.mark.parametrize("rows", [[["随便", "写的"]], [], [[f"第{n}行"] for n in range(25)] + [HEADERS, GOOD]])
def test_a_file_without_a_header_in_the_first_20_rows_is_refused(read, rows):
    with pytest.raises(Refused, match="没有找到表头"):
        read(workbook(rows))


def test_a_header_without_products_is_refused(read):
    with pytest.raises(Refused, match=refusals.NO_ROWS):
        read(workbook([HEADERS]))


def two_sheets(second, state=""):
    names = "".join(
        f'<sheet name="{name}" sheetId="{number}" {state if number == 2 else ""} r:id="rId{number}"/>'
        for number, name in enumerate(("商品", "第二张"), start=1)
    )
    links = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in (1, 2)]
    return zipped(
        parts([HEADERS, GOOD])
        | {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(*links),
            "xl/worksheets/sheet2.xml": sheet(second),
        }
    )


def test_another_sheet_counts_only_when_it_has_a_header_of_its_own(read):
    other = ["B-1", *GOOD[1:]]

    assert [row.sheet for row in read(two_sheets([["说明"], ["怎样填"]])).rows] == ["商品"]
    assert [row.sheet for row in read(two_sheets([HEADERS, other])).rows] == ["商品", "第二张"]
    assert [row.sheet for row in read(two_sheets([HEADERS[:4], other])).rows] == ["商品"]
    assert [row.sheet for row in read(two_sheets([HEADERS, other], 'state="hidden"')).rows] == ["商品"]


def test_more_rows_or_columns_than_allowed_refuse_the_file(read):
    with pytest.raises(Refused, match="超过 3 行"):
        read(workbook([HEADERS, *[GOOD] * 4]), rows=3)
    with pytest.raises(Refused, match="超过 200 列"):
        read(workbook([HEADERS, [*GOOD, Raw('<c r="KN2"><v>1</v></c>')]]))


def test_what_a_sheet_says_about_its_own_size_does_not_matter(read):
    data = parts([HEADERS, GOOD])
    lying = '<dimension ref="A1:XFD1048576"/><sheetData>'
    data["xl/worksheets/sheet1.xml"] = data["xl/worksheets/sheet1.xml"].replace("<sheetData>", lying)

    assert len(read(zipped(data)).rows) == 1


def test_a_row_number_beyond_all_sheets_is_refused(read):
    data = parts([HEADERS, GOOD])
    data["xl/worksheets/sheet1.xml"] = data["xl/worksheets/sheet1.xml"].replace('<row r="2">', '<row r="99999999">')

    with pytest.raises(Refused):
        read(zipped(data))
