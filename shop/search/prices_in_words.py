"""A price somebody typed among the words: 50元以下, 20到50元, 不超过100元."""

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"(\d{1,6}(?:\.\d{1,2})?)"
_MONEY = r"\s*(?:元|块钱?|¥)"
_BETWEEN = re.compile(rf"{_NUMBER}{_MONEY}?\s*(?:到|至|-|—|~|～)\s*{_NUMBER}{_MONEY}")
_BELOW = re.compile(rf"{_NUMBER}{_MONEY}\s*(?:以下|以内|之内|内)")
_AT_MOST = re.compile(rf"(?:低于|不超过|少于|小于)\s*{_NUMBER}{_MONEY}?")
_ABOVE = re.compile(rf"{_NUMBER}{_MONEY}\s*以上")
_AT_LEAST = re.compile(rf"(?:高于|不低于|超过|大于)\s*{_NUMBER}{_MONEY}?")


@dataclass(frozen=True)
class PriceRange:
    """Prices in CNY from ``low`` to ``high``, both included; None is open."""

    low: Decimal | None = None
    high: Decimal | None = None

    def __bool__(self):
        return self.low is not None or self.high is not None

    @property
    def words(self):
        if self.low is not None and self.high is not None:
            return f"{self.low}–{self.high} 元"
        return f"{self.high} 元以下" if self.low is None else f"{self.low} 元以上"

    def keep(self, rows):
        """Narrow products to this range."""
        if self.low is not None:
            rows = rows.filter(stockrecords__price__gte=self.low)
        return rows if self.high is None else rows.filter(stockrecords__price__lte=self.high)


ANY = PriceRange()


def read(text):
    """Return ``(text without the price, PriceRange)``; ``ANY`` when no price is said."""
    found = _BETWEEN.search(text)
    if found:
        low, high = sorted(Decimal(number) for number in found.groups())
        return _without(text, found), PriceRange(low, high)
    for pattern in (_AT_MOST, _BELOW):
        found = pattern.search(text)
        if found:
            return _without(text, found), PriceRange(high=Decimal(found[1]))
    for pattern in (_AT_LEAST, _ABOVE):
        found = pattern.search(text)
        if found:
            return _without(text, found), PriceRange(low=Decimal(found[1]))
    return text, ANY


def _without(text, found):
    return f"{text[: found.start()]} {text[found.end() :]}".strip()
