"""A custom table as a workbook; its sums are formulas."""

from io import BytesIO

from openpyxl import Workbook

from . import words
from .sheets import COUNT, MONEY, Formula, Sheet, letter

HEADING_ROWS = 4


def write(table, *, at):
    """Return the workbook as bytes.

    :param table: ``tables.Crossed``.
    :param at: when it is made.
    """
    book = Workbook(write_only=True)
    widths = [34, 18, *[15] * len(table.heads)]
    sheet = Sheet(book, "自定义表", widths, heading_rows=HEADING_ROWS)
    selection = table.total.selection
    sheet.span(words.table_title(table), "title", height=34)
    scope = words.scope(selection)
    within = f"　范围：{scope}" if scope else ""
    sheet.span(f"统计口径：{words.stage(selection)}　期间：{words.period(selection)}{within}", "note", height=30)
    sheet.span(f"{words.demo_mark()}制表时间：{words.made_at(at)}", "right")
    columns = [head.name for head in table.heads]
    sheet.add([table.rows.label, table.measure.label, *columns], "head", height=30)
    number_format = MONEY if table.measure.places else COUNT
    for line in table.lines:
        _add(sheet, line.name, line.total.amount, [cell.amount for cell in line.cells], number_format)
    _sums(sheet, len(table.heads), number_format)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _add(sheet, name, total, values, number_format):
    row = sheet.at + 1
    # Kilograms of cells are rounded one by one: their sum may differ from the rounded sum by a hundredth.
    whole = Formula(f"=SUM(C{row}:{letter(2 + len(values))}{row})") if values else total
    count = len(values) + 1
    sheet.add([name, whole, *values], ["text", *["number"] * count], [None, *[number_format] * count])


def _sums(sheet, columns, number_format):
    last = sheet.at
    letters = [letter(place) for place in range(2, columns + 3)]
    sums = [Formula(f"=SUM({one}{HEADING_ROWS + 1}:{one}{last})") if last > HEADING_ROWS else 0 for one in letters]
    sheet.add(["合计", *sums], ["sum_text", *["sum"] * len(sums)], [None, *[number_format] * len(sums)], height=22)
