"""Write the workbook that suppliers fill in: empty for download, or with rows and pictures in their cells.

Rows are written as they come, so that a catalogue of any length takes little memory.
"""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.protection import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension

from . import examples, template_choices, template_pictures
from .columns import COLUMNS
from .template_notes import write_notes

SHEET = "商品"
TEXT_KEYS = {"code", "barcode", "licence_number", "season", "spec", "tiers", "net_weight_g", "county", "tax_rate"}
WRAPPED = {"title", "description", "tiers", "keywords"}
# Texts that a spreadsheet would calculate when somebody edits the cell.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEADER_FILL = {True: "1E6B52", False: "6C8F80"}
HEADER_HEIGHT = 30
LAST_COLUMN = 16_384
LINE = Side(style="thin", color="E2DDD0")
UNLOCKED = Protection(locked=False)
NOTE_WIDTH, NOTE_LINE = 240, 22


def write(path, rows=(), pictures=None, categories=(), places=(), *, with_example=False):
    """Write a workbook.

    :param path: a path or a binary file.
    :param rows: dicts by ``columns.Column.key``, values as a person types them.
    :param pictures: ``{code: [bytes of a JPEG or PNG, …]}``, laid over the 图片 cell of the row with that code.
    :param categories: paths to choose from; ``places``: names of counties to choose from.
    :param with_example: whether the first row shows how a row is filled in; it is never imported.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(SHEET)
    _set_up(sheet)
    template_choices.add(sheet, categories, places)
    sheet.append([_header(sheet, column) for column in COLUMNS])
    rows = [examples.row(categories, places), *rows] if with_example else rows
    styles = {column.key: _style(sheet, column) for column in COLUMNS}
    for number, row in enumerate(rows, start=2):
        # A row's height has to be known before the row is written.
        template_pictures.lay(sheet, number, (pictures or {}).get(row.get("code"), ()))
        sheet.append([_cell(sheet, column, row.get(column.key), styles) for column in COLUMNS])
    write_notes(workbook)
    template_choices.write(workbook, categories, places)
    workbook.save(path)


def as_bytes(**parts):
    """Return a workbook as bytes; takes what ``write`` takes."""
    file = io.BytesIO()
    write(file, **parts)
    return file.getvalue()


def _set_up(sheet):
    """Give the columns their widths and formats, and lock the header but nothing else."""
    for number, column in enumerate(COLUMNS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.protection = column.width, UNLOCKED
        if column.key in TEXT_KEYS:
            # The whole column is text: a code keeps its zeros, a season does not become a date.
            dimension.number_format = "@"
    # Rows can only be deleted when every cell of them is open, also right of the last column.
    rest = ColumnDimension(sheet, index=get_column_letter(len(COLUMNS) + 1), min=len(COLUMNS) + 1, max=LAST_COLUMN)
    rest.protection = UNLOCKED
    sheet.column_dimensions[rest.index] = rest
    sheet.row_dimensions[1].height = HEADER_HEIGHT
    # The header and the two columns that name a product stay in view.
    sheet.freeze_panes = "C2"
    _protect(sheet.protection)


def _protect(protection):
    """Protect the header against slips, without a password; in these attributes False means allowed."""
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(protection, allowed, False)
    protection.objects = protection.scenarios = False


def _header(sheet, column):
    cell = WriteOnlyCell(sheet, column.title)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=HEADER_FILL[column.is_required])
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = Border(right=LINE)
    lines = [f"{'必填' if column.is_required else '选填'}：{column.note}"]
    lines += [f"表头也可以写：{'、'.join(column.aliases)}"] if column.aliases else []
    cell.comment = Comment("\n".join(lines), "模板", width=NOTE_WIDTH, height=NOTE_LINE * (2 + len(lines)))
    return cell


def _style(sheet, column):
    """Return the style of a column's cells, and the same for texts that look like formulas."""
    cell = WriteOnlyCell(sheet)
    cell.alignment = Alignment(vertical="center", wrap_text=column.key in WRAPPED)
    cell.protection = UNLOCKED
    if column.key in TEXT_KEYS:
        cell.number_format = "@"
    elif column.key == "price":
        cell.number_format = "0.00"
    quoted = WriteOnlyCell(sheet)
    quoted._style = cell._style.__copy__()
    quoted.quotePrefix = True
    return cell._style, quoted._style


def _cell(sheet, column, value, styles):
    """Return a cell whose text no program ever takes for a formula."""
    if value in (None, ""):
        return None
    plain, quoted = styles[column.key]
    cell = WriteOnlyCell(sheet, str(value) if column.key in TEXT_KEYS else value)
    cell._style = plain
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell._style = quoted if cell.value.startswith(FORMULA_STARTS) else plain
    return cell
