"""Rows of a worksheet in the look of an office form, written as a stream: memory does not grow with the rows."""

import re

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

MONEY = "#,##0.00"
PERCENT = "0.0%"
COUNT = "#,##0"
DAY = "yyyy-mm-dd"
DANGEROUS = re.compile(r"^[=+\-@\t\r]")

_thin = Side(style="thin", color="808080")
_box = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)
_song, _hei = "宋体", "黑体"
STYLES = {
    "title": {"font": Font(name=_hei, size=18, bold=True), "alignment": Alignment("center", "center")},
    "note": {"font": Font(name=_song, size=10), "alignment": Alignment(vertical="center", wrap_text=True)},
    "right": {"font": Font(name=_song, size=10), "alignment": Alignment("right", "center")},
    "head": {
        "font": Font(name=_hei, size=10, bold=True),
        "alignment": Alignment("center", "center", wrap_text=True),
        "fill": PatternFill("solid", fgColor="E6F0EA"),
        "border": _box,
    },
    # Shrunk rather than wrapped: a streamed row has no height of its own to grow.
    "text": {"font": Font(name=_song, size=10), "alignment": Alignment(vertical="center", shrink_to_fit=True)},
    "centre": {"font": Font(name=_song, size=10), "alignment": Alignment("center", "center", shrink_to_fit=True)},
    "number": {"font": Font(name=_song, size=10), "alignment": Alignment("right", "center")},
    "sum": {"font": Font(name=_song, size=10, bold=True), "alignment": Alignment("right", "center")},
    "sum_text": {"font": Font(name=_hei, size=10, bold=True), "alignment": Alignment("center", "center")},
}
for _name in ("text", "centre", "number", "sum", "sum_text"):
    STYLES[_name]["border"] = _box


class Formula(str):
    """A formula of ours; every other text stays text, whatever it begins with."""


class Sheet:
    """One worksheet: ``add`` appends a row; merges are told by the number of columns to span."""

    def __init__(self, book, title, widths, *, heading_rows):
        self.sheet = book.create_sheet(title)
        self.width = len(widths)
        self.at = 0
        self.styles = {}
        for position, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(position)].width = width
        self.sheet.freeze_panes = f"A{heading_rows + 1}"
        self._set_up_print(heading_rows)

    def add(self, values, style="text", formats=None, height=None):
        """Append a row; values are text, numbers, dates or ``Formula``; ``style`` is one name or one per value.

        :return: the number of the row.
        """
        self.at += 1
        styles = [style] * len(values) if isinstance(style, str) else style
        formats = formats or [None] * len(values)
        if height:
            self.sheet.row_dimensions[self.at].height = height
        self.sheet.append([self._cell(*parts) for parts in zip(values, styles, formats, strict=True)])
        return self.at

    def span(self, text, style, height=None):
        """Append one text over the whole width."""
        row = self.add([text] + [""] * (self.width - 1), style, height=height)
        self.sheet.merged_cells.add(f"A{row}:{get_column_letter(self.width)}{row}")
        return row

    def _cell(self, value, style, number_format):
        is_text = isinstance(value, str) and not isinstance(value, Formula)
        if is_text:
            value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell = WriteOnlyCell(self.sheet, value=value)
        if is_text:
            cell.data_type = "s"
        # A quote prefix keeps Excel and WPS from calculating such a text after somebody edits its cell.
        is_quoted = is_text and bool(DANGEROUS.match(value))
        key = style, number_format, is_quoted
        if key not in self.styles:
            self._dress(cell, *key)
            self.styles[key] = cell._style
        cell._style = self.styles[key]
        return cell

    def _dress(self, cell, style, number_format, is_quoted):
        for name, part in STYLES[style].items():
            setattr(cell, name, part)
        if number_format:
            cell.number_format = number_format
        if is_quoted:
            cell.quotePrefix = True

    def _set_up_print(self, heading_rows):
        setup = self.sheet.page_setup
        setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheet.print_title_rows = f"{heading_rows}:{heading_rows}"
        self.sheet.print_options.horizontalCentered = True
        margins = self.sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom = 0.6, 0.8
        self.sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def letter(position):
    """Return the column letter of a position counted from 1."""
    return get_column_letter(position)
