"""How a collection sheet behaves: what may be typed where, what stays in sight, how it prints."""

from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from ...workbooks.writing import TEXT
from ..pledges import MAX_QUANTITY
from . import formulas, layout

WIDTHS = {layout.NAME: 11, layout.DEPARTMENT: 14, layout.MOBILE: 14, layout.PACKS: 10, layout.AMOUNT: 12}
HEIGHTS = {layout.TITLE_ROW: 26, layout.HEAD_ROW: 22}
ITEM_WIDTH, LINE_LENGTH, LINE_HEIGHT, LONGEST_HEIGHT = 17, 11, 13, 84
# So many products are read on one page across.
ITEMS_A_PAGE, A4 = 10, 9
OPEN = Protection(locked=False)


def set_up(sheet, last_column, last_row):
    """Widths, heights, frozen panes, locks, checks and print of a sheet whose cells are written."""
    _open_columns(sheet, last_column)
    for row, height in HEIGHTS.items():
        sheet.row_dimensions[row].height = height
    for row in (layout.PRODUCT_ROW, layout.PRICES_ROW, layout.MINIMUM_ROW):
        sheet.row_dimensions[row].height = _height(sheet, row, last_column)
    sheet.row_dimensions[layout.NEXT_ROW].height = 2 * LINE_HEIGHT
    sheet.row_dimensions[layout.KEY_ROW].hidden = True
    sheet.freeze_panes = sheet.cell(layout.FIRST_ROW, layout.DEPARTMENT)
    _protect(sheet)
    _check(sheet, last_column)
    _set_up_print(sheet, last_column, last_row)


def _height(sheet, row, last_column):
    """Return the height that the texts of a row need, which Excel does not work out by itself."""
    texts = [sheet.cell(row, column).value for column in range(layout.FIRST_ITEM, last_column + 1)]
    lines = max((sum(1 + (len(part) - 1) // LINE_LENGTH for part in text.split("\n")) for text in texts), default=1)
    return min(LONGEST_HEIGHT, LINE_HEIGHT * lines + 4)


def open_for_packs(cell):
    """Let a number be typed into a cell that has one already; an empty cell takes after its column."""
    cell.protection, cell.number_format, cell.alignment = OPEN, "0", Alignment("center")


def _open_columns(sheet, last_column):
    """Unlock whole columns: cells that are not written take after them, so an empty sheet stays small."""
    sheet.column_dimensions[get_column_letter(layout.KEY)].hidden = True
    for column, width in WIDTHS.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    for column in (layout.NAME, layout.DEPARTMENT, layout.MOBILE):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.protection, dimension.number_format = OPEN, TEXT
    for column in range(layout.FIRST_ITEM, last_column + 1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = ITEM_WIDTH
        dimension.protection, dimension.number_format, dimension.alignment = OPEN, "0", Alignment("center")
    _lock_head(sheet, last_column)


def _lock_head(sheet, last_column):
    """Lock every cell above the people, also the empty ones, which would be as open as their column."""
    for row in sheet.iter_rows(max_row=layout.HEAD_ROW, min_col=layout.KEY, max_col=last_column):
        for cell in row:
            cell.protection = Protection(locked=True)


def _protect(sheet):
    """Keep headers and formulas from slips of the hand; there is no password, as the upload checks everything anew."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False


def _check(sheet, last_column):
    first, last = get_column_letter(layout.FIRST_ITEM), get_column_letter(last_column)
    packs = DataValidation(
        "whole", operator="between", formula1="0", formula2=str(MAX_QUANTITY), allow_blank=True, showErrorMessage=True
    )
    packs.errorTitle, packs.error = "数量", f"请填 0 到 {MAX_QUANTITY} 的整数；不要就留空。"
    packs.add(f"{first}{layout.FIRST_ROW}:{last}{formulas.LAST_ROW}")
    mobile = DataValidation("textLength", operator="equal", formula1="11", allow_blank=True, showErrorMessage=True)
    mobile.errorTitle, mobile.error = "手机号", "请填 11 位手机号。"
    letter = get_column_letter(layout.MOBILE)
    mobile.add(f"{letter}{layout.FIRST_ROW}:{letter}{formulas.LAST_ROW}")
    sheet.add_data_validation(packs)
    sheet.add_data_validation(mobile)


def _set_up_print(sheet, last_column, last_row):
    page = sheet.page_setup
    page.orientation, page.paperSize = "landscape", A4
    page.fitToWidth, page.fitToHeight = -(-(last_column - layout.AMOUNT) // ITEMS_A_PAGE) or 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{layout.CODE_ROW}:{layout.HEAD_ROW}"
    sheet.print_title_cols = f"{get_column_letter(layout.NAME)}:{get_column_letter(layout.DEPARTMENT)}"
    sheet.print_area = f"{get_column_letter(layout.NAME)}1:{get_column_letter(last_column)}{last_row}"
    sheet.print_options.gridLines = sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
