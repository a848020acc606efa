"""Amounts in 元 or 万元, as a report is asked to show them."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Scale:
    """What one shown unit is worth in CNY, and what it is called."""

    key: str
    label: str
    worth: int

    def value(self, amount):
        """Return an amount in this unit, exact to the last fen."""
        return amount if self.worth == 1 or amount is None else Decimal(amount) / self.worth

    def words(self, amount):
        """``1280.5`` → ``1,280.50`` or ``0.13``."""
        return f"{self.value(amount):,.2f}"

    def full(self, amount):
        """``1280.5`` → ``1,280.50元``."""
        return f"{self.words(amount)}{self.label}"


YUAN = Scale("yuan", "元", 1)
WAN = Scale("wan", "万元", 10_000)
SCALES = {scale.key: scale for scale in (YUAN, WAN)}
