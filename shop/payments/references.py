"""Short references for the note of a bank transfer, such as ``DD0001235``: whose it is, a number, a check digit.

``DD`` stands for one order, ``HK`` for a remittance of several. The last digit (Damm's quasigroup of order ten) tells
every single wrong digit and every two neighbours exchanged, which are nine in ten typing mistakes. Touches no database.
"""

import re
import unicodedata
from dataclasses import dataclass, field

ORDER, REMITTANCE = "DD", "HK"
DIGITS = 6
# The kind counts in the check digit, so that an order's number is no remittance's.
_KIND = {ORDER: "1", REMITTANCE: "2"}
_DAMM = (
    "0317598642 7092154863 4206871359 1750983426 6123045978 3674209581 5869720134 8945362017 9438617205 2581436790"
).split()
_WRITTEN = re.compile(r"(?<![A-Z0-9])(DD|HK)[\s:#№.-]*(\d{7,12})(?!\d)")


@dataclass
class Found:
    """What a note names: ``(kind, pk)`` of those that are whole, and the texts whose check digit is wrong."""

    whole: list = field(default_factory=list)
    broken: list = field(default_factory=list)


def write(kind, pk):
    """Return the reference of an order or a remittance."""
    digits = f"{pk:0{DIGITS}d}"
    return f"{kind}{digits}{_check(_KIND[kind] + digits)}"


def read(text):
    """Return ``(kind, pk)`` of one reference.

    :raises ValueError: if it is none, or its check digit is wrong.
    """
    found = find(text)
    if len(found.whole) != 1 or found.broken:
        raise ValueError(text)
    return found.whole[0]


def find(note):
    """Return what a note names, in full-width or half-width letters, with or without spaces between."""
    plain = unicodedata.normalize("NFKC", note).upper()
    found = _find(plain)
    if found.whole or found.broken:
        return found
    return _find("".join(plain.split()))


def _find(plain):
    found = Found()
    for kind, digits in _WRITTEN.findall(plain):
        if _check(_KIND[kind] + digits[:-1]) != digits[-1]:
            found.broken.append(kind + digits)
        elif (named := (kind, int(digits[:-1]))) not in found.whole:
            found.whole.append(named)
    return found


def _check(digits):
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)
