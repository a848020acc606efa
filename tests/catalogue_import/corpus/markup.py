"""Parts that are XML, but too deep, too long or too many of something."""

from catalogue_import.workbook import refusals

from ..workbooks import GOOD, HEADERS, MAIN, RELATIONS, filler, parts, relations, zipped
from . import accepted, refused

FINE = parts([HEADERS, GOOD])
SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLED = FINE | {
    LINKS: relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")),
}


def styles(inside):
    return zipped(STYLED | {"xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{inside}</styleSheet>'})


def with_sheet(before="", inside="", behind=""):
    sheet = FINE[SHEET].replace("<sheetData>", before + "<sheetData>")
    return zipped(FINE | {SHEET: sheet.replace("</sheetData>", inside + "</sheetData>" + behind)})


@refused(refusals.DAMAGED, refusals.UNSAFE)
def a_comment_of_64_mb():
    return with_sheet(before=f"<!--{filler(64_000_000)}-->")


@refused(refusals.UNSAFE)
def many_comments_of_64_mb():
    return with_sheet(before=f"<!--{filler(400_000)}-->" * 160)


@refused(refusals.UNSAFE)
def many_instructions_of_64_mb():
    return with_sheet(before=f"<?x {filler(70_000)}?>" * 900)


@refused(refusals.DAMAGED, refusals.UNSAFE)
def three_million_open_elements():
    return zipped(FINE | {SHEET: "<a>" * 3_000_000})


@refused(refusals.DAMAGED)
def nested_without_end():
    return with_sheet(before="<x>" * 20_000 + "</x>" * 20_000)


@refused(refusals.UNSAFE)
def a_million_names():
    names = "".join(f"<n{number}/>" for number in range(1_000_000))
    return with_sheet(inside=names)


@refused(refusals.UNSAFE, refusals.DAMAGED)
def a_million_attributes():
    names = " ".join(f'a{number}="1"' for number in range(1_000_000))
    return with_sheet(inside=f"<row r='9' {names}/>")


@refused(refusals.UNSAFE)
def a_million_namespaces():
    names = "".join(f'<row r="{number}" xmlns:p="urn:{number}"/>' for number in range(3, 800_000))
    return with_sheet(inside=names)


@accepted()
def an_attribute_of_20_mb():
    return with_sheet(inside=f'<row r="9" spans="{filler(20_000_000)}"/>')


@refused(refusals.UNSAFE)
def a_row_of_a_million_cells():
    return with_sheet(inside=f'<row r="9">{"<c/>" * 3_000_000}</row>')


@refused(refusals.UNSAFE)
def a_million_columns_described():
    return with_sheet(before="<cols>" + "".join(f'<col min="{n}" max="{n}"/>' for n in range(1_000_000)) + "</cols>")


@refused(refusals.UNSAFE)
def one_and_a_half_million_cell_formats():
    forms = "".join(f'<xf numFmtId="{number % 400}" fontId="0"/>' for number in range(1_500_000))
    return styles(f"<cellXfs>{forms}</cellXfs>")


@refused(refusals.UNSAFE)
def a_million_number_formats():
    forms = "".join(f'<numFmt numFmtId="{number}" formatCode="0.{number}"/>' for number in range(1_000_000))
    return styles(f"<numFmts>{forms}</numFmts>")


@accepted()
def defined_names_nested_without_end():
    names = "".join(f'<definedName name="n{n}">n{n + 1}+n{n + 1}</definedName>' for n in range(300_000))
    return zipped(FINE | {BOOK: FINE[BOOK].replace("</sheets>", f"</sheets><definedNames>{names}</definedNames>")})


@accepted()
def merges_over_the_whole_grid():
    merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(2, 500_000))
    return with_sheet(behind=f"<mergeCells>{merges}</mergeCells>")


@accepted()
def a_million_rules_behind_the_rows():
    rules = "".join(f'<dataValidation sqref="A{n}"><formula1>{n}</formula1></dataValidation>' for n in range(500_000))
    return with_sheet(behind=f"<dataValidations>{rules}</dataValidations>")


@refused(refusals.UNSAFE)
def two_hundred_thousand_sheets_described():
    junk = "<x/>" * 1_500_000
    return zipped(FINE | {BOOK: FINE[BOOK].replace("<sheets>", junk + "<sheets>")})


@accepted()
def a_hundred_thousand_relations():
    many = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    many += [(f"x{n}", "hyperlink", f"http://example.org/{n}") for n in range(100_000)]
    return zipped(FINE | {LINKS: relations(*many)})


@refused(refusals.DAMAGED)
def no_xml_at_all():
    return zipped(FINE | {SHEET: "商品编码\t商品名称"})


@refused(refusals.DAMAGED)
def a_sheet_that_breaks_off():
    return zipped(FINE | {SHEET: FINE[SHEET][: len(FINE[SHEET]) * 2 // 3]})


@refused(refusals.DAMAGED, refusals.NOT_XLSX, refusals.NO_HEADER)
def a_sheet_that_is_missing():
    return zipped({name: content for name, content in FINE.items() if name != SHEET})


@refused(refusals.NO_HEADER, refusals.DAMAGED)
def a_workbook_that_points_at_itself():
    return zipped(FINE | {LINKS: relations(("rId1", "worksheet", "workbook.xml"))})


@accepted(rows=100)
def two_hundred_sheets():
    many = FINE.copy()
    names = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, 201))
    many[BOOK] = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>'
    many[LINKS] = relations(*((f"r{n}", "worksheet", f"worksheets/s{n}.xml") for n in range(1, 201)))
    for n in range(1, 201):
        row = GOOD[0] if n % 2 else ""
        many[f"xl/worksheets/s{n}.xml"] = FINE[SHEET].replace(GOOD[0], f"{row}-{n}") if row else _padded(n)
    return zipped(many)


def _padded(number):
    cells = "".join(f'<c r="A{row}"><v>{row}</v></c></row><row r="{row + 1}">' for row in range(1, 3000))
    return f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
