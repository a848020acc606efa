"""Read the cells of a checked workbook as text."""

from dataclasses import dataclass
from datetime import date, datetime

import openpyxl
from openpyxl.utils import get_column_letter

from . import safety
from .safety import Refused

MAX_COLUMNS = 40
# The header may stand below a title and a few notes.
HEADER_WITHIN = 10
LONGEST = 200
EXACT_DIGITS = 15


@dataclass(frozen=True)
class Table:
    """``letters`` is ``{key: column letter}``, ``rows`` ``[(row number, {key: text})]`` without empty rows."""

    letters: dict
    rows: list


def read(file, layout):
    """Return the table of a workbook that has the columns of a ``Layout``.

    :raises Refused: for a harmful file, or one without such a table.
    """
    for rows in sheets(file, max_rows=layout.max_rows + HEADER_WITHIN + 1, max_columns=MAX_COLUMNS):
        for place, row in enumerate(rows[:HEADER_WITHIN]):
            keys = [layout.key_of(cell) for cell in row]
            if layout.required <= set(keys):
                return _below(layout, keys, rows[place + 1 :], place + 2)
    raise Refused(layout.no_header)


def sheets(file, *, max_rows, max_columns):
    """Return the texts of the cells of the first ten sheets, row by row; the size a sheet claims is not believed.

    :raises Refused: for a harmful or broken file.
    """
    return [rows for _, rows in named_sheets(file, max_rows=max_rows, max_columns=max_columns)]


def named_sheets(file, *, max_rows, max_columns):
    """Return the first ten sheets like ``sheets``, each as ``(its name, its rows)``."""
    safety.check(file)
    bounds = {"max_row": max_rows, "max_col": max_columns}
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        return [
            (text(sheet.title), [[text(value) for value in row] for row in sheet.iter_rows(values_only=True, **bounds)])
            for sheet in book.worksheets[:HEADER_WITHIN]
        ]
    except Exception as error:  # openpyxl fails in many ways on a file that Excel itself would not open.
        raise Refused(safety.DAMAGED) from error


def _below(layout, keys, rows, first):
    doubled = next((key for key in keys if key and keys.count(key) > 1), None)
    if doubled:
        raise Refused(f"有两列都是“{layout.by_key[doubled].header}”，请删掉一列再上传。")
    letters = {key: get_column_letter(place) for place, key in enumerate(keys, start=1) if key}
    found = [(number, _values(keys, row)) for number, row in enumerate(rows, start=first)]
    found = [(number, values) for number, values in found if any(values.values())]
    if not found:
        raise Refused(layout.no_rows)
    if len(found) > layout.max_rows or found[-1][0] > layout.max_rows + HEADER_WITHIN:
        raise Refused(layout.too_many_rows)
    return Table(letters, found)


def _values(keys, row):
    return {key: value for key, value in zip(keys, row, strict=False) if key}


def text(value):
    """Return a cell's value as a person reads it; 46.0 is 46.

    Excel keeps 15 digits of a number: a longer one, such as an invoice's, has lost its end and must not look whole.
    """
    if value is None:
        return ""
    if isinstance(value, (int, float)) and abs(value) >= 10**EXACT_DIGITS:
        return f"{value:.{EXACT_DIGITS - 1}E}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (date, datetime)):
        value = value.strftime("%Y-%m-%d")
    return " ".join(str(value).replace("\0", "").replace("\u200b", "").split())[:LONGEST]
