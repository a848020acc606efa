"""Read a collection sheet back: find it in the workbook, and take its rows as texts."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from ...workbooks import reading
from ...workbooks.safety import Refused
from . import layout

NOT_OURS = "这不是从本页下载的征集表。请先下载征集表，在上面填写后再上传。"
TOO_MANY = f"征集表最多 {layout.MAX_PEOPLE} 行，请分成几次上传。"
MAX_ROWS = layout.FIRST_ROW + layout.MAX_PEOPLE + 200
MAX_COLUMNS = layout.FIRST_ITEM + layout.MAX_ITEMS + 10
PERSON = {layout.HEADERS[column]: name for column, name in ((2, "name"), (3, "department"), (4, "mobile"))}


@dataclass(frozen=True)
class Found:
    """A sheet as read: ``rows`` ``[[number, {column key: text}]]`` without empty ones, ``letters`` ``{key: letter}``.

    Keys are ``key``, ``name``, ``department``, ``mobile`` and those of the products, as text; ``packs`` has a letter
    only.
    """

    number: str
    seen: int
    sheet: str
    letters: dict
    rows: list


def read(file):
    """Return the collection sheet in a workbook.

    :raises Refused: for a harmful file, or one that holds no such sheet.
    """
    for name, rows in reading.named_sheets(file, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS):
        for place, row in enumerate(rows[: layout.HEAD_ROW + 5]):
            if row and (mark := layout.read_mark(row[0])):
                return Found(*mark, name, *_table(row, rows, place))
    raise Refused(NOT_OURS)


def _table(keys, rows, place):
    """Return the letters and rows below a row of keys; columns may have been moved, hidden cells not been changed."""
    head = next((at for at in range(place + 1, len(rows)) if "姓名" in rows[at]), None)
    if head is None:
        raise Refused(NOT_OURS)
    columns = {0: "key"} | {at: text for at, text in enumerate(keys) if at and text.isascii() and text.isdigit()}
    columns |= {at: PERSON[text] for at, text in enumerate(rows[head]) if text in PERSON}
    if len(set(columns.values())) < len(columns) or not {"name", "mobile"} <= set(columns.values()):
        raise Refused(NOT_OURS)
    texts = [[at + 1, _texts(columns, rows[at])] for at in range(head + 1, len(rows))]
    found = [[number, row] for number, row in texts if any(row.values())]
    if len(found) > layout.MAX_PEOPLE or (len(rows) == MAX_ROWS and any(rows[-1])):
        raise Refused(TOO_MANY)
    # What somebody asks for in all is never read, but mistakes about it are shown there.
    columns |= {at: "packs" for at, text in enumerate(rows[head]) if text == layout.HEADERS[layout.PACKS]}
    return {key: get_column_letter(at + 1) for at, key in columns.items()}, found


def _texts(columns, row):
    return {key: row[at] for at, key in columns.items() if at < len(row) and row[at]}
