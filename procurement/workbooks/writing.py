"""Write a list as a workbook with its header: to look at, or to fill in and upload."""

import re
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_FILL = PatternFill("solid", fgColor="E6F0EA")
TEXT = "@"
# What Excel and WPS take for the beginning of a formula once somebody edits the cell.
DANGEROUS = re.compile(r"^\s*[=+\-@\t\r]")


def sheet(title, layout, rows):
    """Return a workbook's sheet with the header of a ``Layout`` and rows of values in the order of its columns."""
    made = Workbook().active
    made.title, made.freeze_panes = title, "C2"
    for place, column in enumerate(layout.columns, start=1):
        made.column_dimensions[get_column_letter(place)].width = column.width
    made.append([_head(made, column) for column in layout.columns])
    for row in rows:
        made.append([_cell(made, value) for value in row])
    return made


def as_bytes(made):
    """Return the bytes of the workbook that a sheet belongs to."""
    out = BytesIO()
    made.parent.save(out)
    return out.getvalue()


def _head(made, column):
    cell = Cell(made, row=1, column=1, value=column.header + ("*" if column.is_required else ""))
    cell.font, cell.fill = Font(bold=True), HEAD_FILL
    cell.alignment = Alignment(horizontal="center", vertical="center")
    if column.note:
        cell.comment = Comment(column.note, "填写说明", width=260, height=60)
    return cell


def put_text(cell, value):
    """Write a text that stays text, whatever it begins with and whoever edits it later."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type, cell.number_format = "s", TEXT
    cell.quotePrefix = bool(DANGEROUS.match(value))


def _cell(made, value):
    if not isinstance(value, str):
        return Cell(made, row=1, column=1, value=value)
    cell = Cell(made, row=1, column=1)
    put_text(cell, value)
    return cell
