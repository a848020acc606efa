"""Lines of a supplier's code and a number of packs, as people paste them from a spreadsheet or type them."""

import re
import unicodedata
from dataclasses import dataclass

from . import packs as numbers

MAX_LINES, MAX_LETTERS, LONGEST_LINE = 200, 20_000, 300
HEADERS = {"货号", "商品货号", "供应商货号", "编码", "商品编码", "编号", "商品编号", "代码", "商品代码", "code", "sku"}
# A code may hold spaces itself; the number is what stands last, behind a space or a mark.
_LINE = re.compile(r"(?P<code>.+?)(?:\s*[,;、:*×]\s*|\s+)(?P<packs>[-+]?\d[\d,.]*\s?[^\W\d_]{0,3})\Z")
_MARKS = re.compile(r"[\s,;、:]+")
NO_PACKS = "没有数量，请写成“货号 数量”，如：ZG01-001 12。"


@dataclass(frozen=True)
class Line:
    """One line: its number from 1, and the code as it is compared."""

    number: int
    text: str
    code: str
    packs: int


@dataclass(frozen=True)
class Mistake:
    """A line that cannot be taken, with a sentence on what to do."""

    number: int
    text: str
    message: str


def read(text, *, most, may_lack_packs=False):
    """Return ``(lines, mistakes)`` of a pasted text; empty lines and a header are passed over.

    :param may_lack_packs: a line without a number is taken as 0 packs.
    """
    rows = [(number, row) for number, row in enumerate(text[:MAX_LETTERS].splitlines(), start=1) if row.strip()]
    lines, mistakes = [], []
    if rows and _is_header(rows[0][1]):
        del rows[0]
    for number, row in rows[:MAX_LINES]:
        try:
            code, packs = _split(row)
            lines.append(Line(number, row.strip(), code, _packs(packs, most, may_lack_packs)))
        except ValueError as wrong:
            mistakes.append(Mistake(number, row.strip()[:60], str(wrong)))
    if len(rows) > MAX_LINES or len(text) > MAX_LETTERS:
        number, row = rows[min(len(rows), MAX_LINES + 1) - 1]
        mistakes.append(Mistake(number, row.strip()[:60], f"一次最多 {MAX_LINES} 行，从这一行起请另外粘贴。"))
    return lines, mistakes


def plain_code(text):
    """Return a code as it is compared: half-width, upper case, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).upper()


def _is_header(row):
    return _MARKS.split(unicodedata.normalize("NFKC", row).strip())[0].casefold() in HEADERS


def _split(row):
    """Return ``(code, text of the packs)``; of more than two cells the second number, or else the last cell, counts."""
    if len(row) > LONGEST_LINE:
        raise ValueError(f"这一行太长，货号和数量合起来不超过 {LONGEST_LINE} 个字。")
    cells = [cell.strip() for cell in row.split("\t")]
    while cells and not cells[0]:
        del cells[0]
    if len(cells) > 1:
        rest = [cell for cell in cells[1:] if cell]
        number = next((cell for cell in rest if cell[0].isdigit()), rest[-1] if rest else "")
        return plain_code(cells[0]), number
    plain = " ".join(unicodedata.normalize("NFKC", row).split())
    found = _LINE.match(plain)
    return (plain_code(found["code"]), found["packs"]) if found else (plain_code(plain), "")


def _packs(text, most, may_lack_packs):
    if not text and not may_lack_packs:
        raise ValueError(NO_PACKS)
    packs = numbers.read(text, most=most)
    if not packs and not may_lack_packs:
        raise ValueError("数量须从 1 起；不要的请删掉这一行。")
    return packs
