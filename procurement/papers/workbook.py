"""A paper as a worksheet that prints on A4."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.drawing.image import Image

from ..figures.reports.sheets import COUNT, MONEY, Formula, Sheet, letter
from . import seals

FORMATS = {"text": None, "count": COUNT, "money": MONEY}
FACTS_A_ROW = 2
QR_SIDE = 84


def write(paper, issued):
    """Return a workbook with one paper as bytes."""
    book = Workbook(write_only=True)
    widths = [column.width for column in max((table.columns for table in paper.tables), key=len, default=())]
    sheet = Sheet(book, paper.title, widths or [40, 40, 20, 20], heading_rows=1)
    sheet.span(paper.title, "title", height=42)
    _add_facts(sheet, paper)
    for table in paper.tables:
        _add_table(sheet, table)
    for note in paper.notes:
        sheet.span(note, "note")
    sheet.span("", "note")
    sheet.span("　　　　　　　　　".join(f"{name}：" for name in paper.signatures), "note", height=36)
    sheet.span(f"核验：{seals.address(issued)}", "note")
    _lay_code(sheet, issued)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _add_facts(sheet, paper):
    for start in range(0, len(paper.facts), FACTS_A_ROW):
        pairs = paper.facts[start : start + FACTS_A_ROW]
        sheet.span("　　　　".join(f"{label}：{value}" for label, value in pairs), "note", height=18)


def _add_table(sheet, table):
    sheet.span(table.title, "note", height=22 if table.title else 8)
    styles = ["number" if column.is_number else "text" for column in table.columns]
    formats = [FORMATS[column.kind] for column in table.columns]
    _add_row(sheet, [column.heading for column in table.columns], ["head"] * len(styles), [None] * len(styles))
    first = sheet.at + 1
    for row in table.rows:
        _add_row(sheet, row, styles, formats)
    if table.sums:
        _add_row(sheet, _sums(table, first, sheet.at), ["sum"] * len(styles), formats)


def _add_row(sheet, values, styles, formats):
    """Append a row of a table; the last column of a narrow table takes what is left of the sheet."""
    rest = sheet.width - len(values)
    blank = [""] * rest
    row = sheet.add([*values, *blank], [*styles, *styles[-1:] * rest], [*formats, *formats[-1:] * rest], height=20)
    if rest:
        sheet.sheet.merged_cells.add(f"{letter(len(values))}{row}:{letter(sheet.width)}{row}")


def _sums(table, first, last):
    """Add up with formulas, so that whoever edits the sheet keeps a true sum."""
    return [_sum(place, value, first, last) for place, value in enumerate(table.sums, start=1)]


def _sum(place, value, first, last):
    if isinstance(value, str) or last < first:
        return value
    return Formula(f"=SUM({letter(place)}{first}:{letter(place)}{last})")


def _lay_code(sheet, issued):
    picture = BytesIO()
    seals.qr(issued).save(picture, kind="png", scale=4, border=1)
    image = Image(picture)
    image.width = image.height = QR_SIDE
    sheet.sheet.add_image(image, f"{letter(sheet.width)}1")
