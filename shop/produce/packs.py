"""A number of packs as people type or paste it: full-width digits, thousands marks, a unit behind it."""

import re
import unicodedata
from decimal import Decimal

# Digits in groups of three or all together, perhaps with the .0 of a spreadsheet, perhaps with 箱 or 盒 behind.
_NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<rest>\d+))?[^\W\d_]{0,3}\Z")
# How a spreadsheet writes what is too long for its cell: 1E+30.
_SCIENTIFIC = re.compile(r"[-+]?\d(?:\.\d+)?[eE][-+]?\d{1,3}\Z")


def read(text, *, most):
    """Return the packs that a text stands for, 0 for an empty one.

    :raises ValueError: with a sentence that says what to do.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("−", "-")
    if not plain:
        return 0
    if _SCIENTIFIC.match(plain):
        plain = f"{Decimal(plain):f}"
    found = _NUMBER.match(plain)
    if not found:
        raise ValueError("请填整数，如 12。")
    if (found["rest"] or "").strip("0"):
        raise ValueError("要买整件，请改成整数。")
    packs = int(found["digits"].replace(",", "")[:12])
    if found["sign"] == "-" and packs:
        raise ValueError("数量不能是负数，不要就填 0 或留空。")
    if packs > most:
        raise ValueError(f"数量最多 {most}，请改小。")
    return packs
