"""What the texts of one row say, and what is wrong with them, cell by cell."""

import re
import unicodedata
from dataclasses import dataclass, field

from shop.produce import packs as numbers

from ..pledges import MAX_QUANTITY
from . import layout

MOBILE = re.compile(r"1[0-9]{10}\Z")


@dataclass(frozen=True)
class Mistake:
    """What is wrong at the cell of a column (``key`` as in ``read.Found``)."""

    key: str
    value: str
    message: str


@dataclass
class Row:
    """One row: ``person`` is the key of who is in the sheet already, ``packs`` ``{item_pk: packs}`` of its columns."""

    number: int
    texts: dict
    person: int | None
    name: str
    department: str
    mobile: str
    packs: dict
    mistakes: list = field(default_factory=list)

    def blame(self, key, message):
        self.mistakes.append(Mistake(str(key), self.texts.get(str(key), ""), message))


def row(number, texts, items):
    """Return the row of some texts.

    :param items: keys of the products that have a column; a blank cell asks for nothing.
    """
    parsed = Row(number, texts, None, texts.get("name", ""), texts.get("department", ""), "", {})
    key = texts.get("key", "")
    if key:
        parsed.person = int(key) if key.isascii() and key.isdigit() and len(key) < 16 else 0
    for item in items:
        try:
            parsed.packs[item] = numbers.read(texts.get(str(item), ""), most=MAX_QUANTITY)
        except ValueError as wrong:
            parsed.blame(item, str(wrong))
    parsed.mobile = plain_mobile(texts.get("mobile", ""))
    if not key and (any(parsed.packs.values()) or parsed.mistakes):
        _check_person(parsed)
    return parsed


def plain_mobile(text):
    """Return a mobile number as people type it, without spaces, dashes and +86."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^(\+?86)(?=1\d{10}$)", "", digits)


def _check_person(parsed):
    if not parsed.name:
        parsed.blame("name", "请填写姓名。")
    elif len(parsed.name) > layout.NAME_LENGTH:
        parsed.blame("name", f"姓名请控制在 {layout.NAME_LENGTH} 字以内。")
    if len(parsed.department) > layout.DEPARTMENT_LENGTH:
        parsed.blame("department", f"部门请控制在 {layout.DEPARTMENT_LENGTH} 字以内。")
    if not MOBILE.match(parsed.mobile):
        hint = "Excel 把它当成了数字，请把格子设成文本后重填。" if "E+" in parsed.mobile.upper() else ""
        parsed.blame("mobile", hint or "请填写 11 位手机号，本人凭它查找自己的认购。")
