"""Find the header of a statement: known names, over one row or two with merged cells, or as somebody mapped it once."""

import hashlib
import re
from dataclasses import dataclass

from . import columns

HEADER_WITHIN = 25
_ACCOUNT = re.compile(r"(?:账号|账户|卡号)\D{0,8}(\d[\d\s-]{7,40}\d)(?!\.?\d*E)")


@dataclass(frozen=True)
class Header:
    """``keys`` is ``{column index: key}``, ``below`` the index of the first row under the header."""

    keys: dict
    below: int


def find(rows, remembered=None):
    """Return the header of a sheet, or None.

    :param remembered: ``{signature: {column index: key}}`` of headers that somebody mapped.
    """
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        if remembered and (keys := remembered.get(signature(row))):
            return Header({int(index): key for index, key in keys.items()}, place + 1)
        one = _keys([[cell] for cell in row])
        two = _keys(_stacked(row, rows[place + 1])) if place + 1 < len(rows) else {}
        if columns.is_enough(two.values()) and len(two) > len(one):
            return Header(two, place + 2)
        if columns.is_enough(one.values()):
            return Header(one, place + 1)
    return None


def signature(row):
    """Return what a header row is known by: the texts of its cells."""
    return hashlib.sha256("|".join(columns.plain(cell) for cell in row).rstrip("|").encode()).hexdigest()


def account(rows):
    """Return the account that the lines above a header name, or an empty text."""
    for row in rows[:HEADER_WITHIN]:
        if found := _ACCOUNT.search(" ".join(row)):
            return re.sub(r"\D", "", found[1])
    return ""


def _stacked(upper, lower):
    """Return the names that each column may have when its header takes two rows: a merged cell names the columns under.

    Only its first cell holds the text, so it goes on to the right as long as something stands below.
    """
    names, last = [], ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        last = above or (last if below else "")
        names.append([last + below, below, above] if below else [above])
    return names


def _keys(names):
    found = {}
    for index, several in enumerate(names):
        key = next((key for name in several if name and (key := columns.key_of(name))), None)
        if key and (key in columns.SEVERAL or key not in found.values()):
            found[index] = key
    return found
