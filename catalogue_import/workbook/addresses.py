"""Where a cell lies: letters of columns, numbers of rows."""

from . import refusals
from .refusals import Refused

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384


def letters(column):
    """Return a column's letters: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def whole_number(text, digits=8):
    """Return the number that a short text of plain digits is, or None; what ``isdigit`` takes may break ``int``."""
    return int(text) if text and len(text) <= digits and text.isascii() and text.isdigit() else None


class Columns(dict):
    """Column numbers by their letters, worked out once."""

    def __missing__(self, name):
        number = 0
        for char in name.upper():
            number = number * 26 + ord(char) - 64
        if not name.isalpha() or not name.isascii() or number > MAX_COLUMN:
            raise Refused(refusals.UNSAFE)
        self[name] = number
        return number


def row_number(text, last):
    """Return a row's number, which must be greater than the last one's."""
    number = last + 1
    if text is not None:
        number = whole_number(text) or 0
    if not last < number <= MAX_ROW:
        raise Refused(refusals.UNSAFE)
    return number
