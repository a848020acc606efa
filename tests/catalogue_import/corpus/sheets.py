"""Sheets whose rows, cells and texts mean harm."""

import random

from catalogue_import.workbook import refusals

from ..workbooks import GOOD, HEADERS, MAIN, Raw, filler, parts, relations, sheet, workbook, zipped
from . import accepted, refused

FINE = parts([HEADERS, GOOD])
SHEET, LINKS = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
SHARED = FINE | {
    LINKS: relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"))
}


def with_rows(rows):
    """Return a workbook with XML of more rows behind the good one."""
    return zipped(FINE | {SHEET: FINE[SHEET].replace("</sheetData>", f"{rows}</sheetData>")})


def with_cell(xml, place=1):
    return workbook([HEADERS, [*GOOD[:place], Raw(xml), *GOOD[place + 1 :]]])


def shared(strings, rows):
    part = f'<sst xmlns="{MAIN}">{strings}</sst>'
    return zipped(SHARED | {"xl/sharedStrings.xml": part, SHEET: sheet([HEADERS, GOOD, *rows])})


@accepted()
def lying_dimension():
    return zipped(FINE | {SHEET: FINE[SHEET].replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')})


@accepted()
def a_million_empty_styled_rows():
    form = '<row r="{}" spans="1:27" s="7" customFormat="1" ht="15.75" customHeight="1"/>'
    return with_rows("".join(form.format(number) for number in range(3, 1_048_577)))


@accepted()
def a_million_rows_of_empty_styled_cells():
    chance = random.Random(1)
    forms = ["".join(f'<c r="{c}{{0}}" s="{chance.randint(1, 99)}"/>' for c in "ABCDEFGH") for _ in range(50)]
    return with_rows("".join(f'<row r="{n}">{forms[n % 50].format(n)}</row>' for n in range(3, 1_048_577)))


@refused(refusals.UNSAFE)
def row_two_thousand_million():
    return with_rows('<row r="2000000000"><c><v>1</v></c></row>')


@refused(refusals.UNSAFE)
def rows_backwards():
    return with_rows('<row r="1"><c r="A1"><v>1</v></c></row>')


@refused(refusals.UNSAFE)
def a_row_number_that_is_none():
    return with_rows('<row r="-5"><c r="A5"><v>1</v></c></row>')


@refused(refusals.UNSAFE)
def a_row_number_in_other_digits():
    return with_rows('<row r="９"><c r="A9"><v>1</v></c></row>')


@refused(refusals.UNSAFE)
def a_column_beyond_all_columns():
    return with_rows('<row r="9"><c r="ZZZZZZ9"><v>1</v></c></row>')


@refused(refusals.UNSAFE)
def a_cell_address_that_is_none():
    return with_rows('<row r="9"><c r="$9"><v>1</v></c></row>')


@refused(refusals.TOO_MANY_COLUMNS)
def column_xfd():
    return with_rows('<row r="9"><c r="XFD9"><v>1</v></c></row>')


@refused(refusals.TOO_MANY_ROWS)
def fifty_thousand_and_one_rows():
    cells = "".join(f'<c r="{"ABCDEFGH"[place]}{{0}}" t="str"><v>{text}</v></c>' for place, text in enumerate(GOOD))
    rows = (f'<row r="{n}">{cells.replace("A-1", f"B-{n}").format(n)}</row>' for n in range(3, 50_003))
    return with_rows("".join(rows))


@refused(refusals.TOO_MANY_MISTAKES)
def fifty_thousand_rows_of_nonsense():
    row = "".join(f'<c r="{column}{{0}}" t="str"><v>!?{{0}}</v></c>' for column in "CDEFGH")
    return with_rows("".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(3, 49_000)))


@refused(refusals.UNSAFE)
def two_million_shared_strings():
    return shared("<si><t>a</t></si>" * 1_600_000, [])


@refused(refusals.DAMAGED, refusals.UNSAFE)
def one_shared_string_of_30_mb():
    return shared(f"<si><t>{filler(30_000_000)}</t></si>", [])


@accepted(rows=1001, mistakes=["太长"] * 1000)
def a_long_string_shared_by_a_thousand_rows():
    cell = Raw('<c r="{at}" t="s"><v>0</v></c>')
    rows = [[f"B-{number}", cell, *GOOD[2:]] for number in range(1000)]
    return shared(f"<si><t>{filler(2_000_000)}</t></si>", rows)


@refused(refusals.UNSAFE, refusals.DAMAGED)
def a_string_of_a_million_runs():
    return shared(f"<si>{'<r><t>a</t></r>' * 1_000_000}</si>", [])


@refused(refusals.DAMAGED)
def a_shared_string_that_is_not_there():
    return with_cell('<c r="{at}" t="s"><v>99</v></c>')


@accepted(mistakes=["必须填写"])
def a_shared_string_number_that_is_none():
    return with_cell('<c r="{at}" t="s"><v>-1</v></c>')


@accepted()
def formulas_as_texts():
    return workbook([[*HEADERS[:8], "简称", "产地乡镇", "关键词"], [*GOOD, "=cmd|'/C calc'!A0", "@SUM(1+1)", "+1+1"]])


@accepted()
def a_formula_that_would_run_a_program():
    return with_cell('<c r="{at}" t="str"><f>cmd|\'/C calc\'!A0</f><v>脐橙</v></c>')


@refused(refusals.EXTERNAL)
def a_value_from_another_file():
    return with_cell('<c r="{at}" t="str"><f>[1]Sheet1!A1</f><v>脐橙</v></c>')


@accepted()
def links_to_other_files_that_no_cell_uses():
    rels = relations(("rId1", "externalLinkPath", "file:///\\\\evil\\share\\x.xlsx"))
    link = f'<externalLink xmlns="{MAIN}"><externalBook/></externalLink>'
    return zipped(FINE | {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/a.xml.rels": rels})


@accepted(mistakes=["最多 120 字", "最多 4000 字"])
def a_text_of_thirty_thousand_openings():
    long = "&lt;!--" * 4000
    rows = [[*HEADERS[:8], "商品描述"], [GOOD[0], "长" * 121, *GOOD[2:], Raw(_inline(long))]]
    return workbook(rows)


@accepted(rows=2000, mistakes=["分类"] * 1999)
def thousands_of_categories_that_nobody_knows():
    rows = [["A-1", *GOOD[1:]]]
    rows += [[f"B-{number}", "甲", f"水果 > 品种{number}{'长' * 50}", *GOOD[3:]] for number in range(1999)]
    return workbook([HEADERS, *rows])


@accepted(mistakes=["数字"])
def numbers_out_of_this_world():
    rows = [HEADERS[:8] + ["净含量(克)"], [*GOOD[:6], "58", "1", Raw('<c r="{at}"><v>1e308</v></c>')]]
    return workbook(rows)


@accepted()
def texts_that_no_database_takes():
    rows = [[*HEADERS[:8], "商品描述"], [*GOOD, "甲_x0000_乙_xD800_丙_xFFFE_\u202e"]]
    return workbook(rows)


@accepted(rows=20_000, mistakes=())
def thousands_of_rows_with_the_same_code():
    return workbook([HEADERS, *[GOOD] * 20_000])


def _inline(text):
    return f'<c r="{{at}}" t="inlineStr"><is><t>{text}</t></is></c>'
