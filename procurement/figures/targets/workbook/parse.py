"""Turn the texts of a row into a target, saying at the cell what is wrong. Touches no database."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from ....models import QUARTERS, TargetBasis
from ....workbooks.rows import Row

CANCELLED = "取消"
BY_WORDS = {words: number for number, words in QUARTERS.items()} | {str(number): number for number in range(1, 5)}
BASES = {basis.label: basis.value for basis in TargetBasis}
DAY = re.compile(r"^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
LONGEST_REFERENCE = 80
MOST = Decimal(10**12)


def row(number, texts):
    """Return the row of a number and its texts ``{key: text}``; an ``amount`` of None takes the target back."""
    parsed = Row(number, {}, texts).read(READERS, required={"amount"})
    is_pledged = parsed.facts.get("basis") == TargetBasis.PLEDGED
    if not is_pledged and not texts.get("reference"):
        parsed.blame("reference", "请填写依据的文号。")
    return parsed


def _amount(text):
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").removesuffix("元")
    if plain == CANCELLED:
        return None
    if not plain:
        raise ValueError("请填写金额；没有目标的不用列出。")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise ValueError("请填写数字，如 50000，单位是元。") from None
    if not amount.is_finite() or amount >= MOST:
        raise ValueError("金额太大，请核对。")
    if amount <= 0:
        raise ValueError("金额须大于 0；不再有这项目标请填“取消”。")
    if amount != round(amount, 2):
        raise ValueError("金额最多到分，即两位小数。")
    return round(amount, 2)


def _quarter(text):
    if text not in BY_WORDS:
        raise ValueError(f"请填写 {'、'.join(QUARTERS.values())} 之一。")
    return BY_WORDS[text]


def _basis(text):
    if text not in BASES:
        raise ValueError(f"请填写 {'、'.join(BASES)} 之一，或不填。")
    return BASES[text]


def _reference(text):
    if len(text) > LONGEST_REFERENCE:
        raise ValueError(f"最多 {LONGEST_REFERENCE} 个字，现在 {len(text)} 个。")
    return text


def _day(text):
    found = DAY.match(unicodedata.normalize("NFKC", text))
    try:
        return date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise ValueError("请按 2026-07-01 的样子填写。") from None


READERS = {
    "unit": lambda text: unicodedata.normalize("NFKC", text).upper(),
    "region": str,
    "quarter": _quarter,
    "amount": _amount,
    "basis": _basis,
    "reference": _reference,
    "effective_on": _day,
}
