"""A supervising unit together with those below it, beside the sum of their targets."""

from dataclasses import dataclass
from decimal import Decimal

from .targets import NONE_SET, Comparison, percent_of


@dataclass(frozen=True)
class Together:
    """What some units bought, and what they aimed at; measured only if every one of them set a target."""

    amount: Decimal
    aim: Decimal | None
    with_target: int
    units: int

    @classmethod
    def of(cls, amount, comparisons):
        """Put comparisons of units (None: not to be measured here) together."""
        aims = [one.target.amount for one in comparisons if one and one.target]
        return cls(amount, sum(aims) if aims else None, len(aims), len(comparisons))

    @property
    def percentage(self):
        """Percent of the targets reached, to one decimal; None unless every unit set one."""
        if self.aim is None or self.with_target < self.units:
            return None
        return percent_of(self.amount, self.aim)

    @property
    def words(self):
        if self.aim is None:
            return NONE_SET
        return f"{self.percentage}%" if self.percentage is not None else f"{self.with_target} 个单位有目标"

    @property
    def bar(self):
        return max(Decimal(0), min(self.percentage, Decimal(100)))

    @property
    def basis(self):
        return "" if self.aim is None else f"{self.with_target} 个单位目标合计"

    @property
    def difference_words(self):
        return ""


def aim_of(reached):
    """Return the amount aimed at by a ``Comparison`` or ``Together``; None without a target."""
    if isinstance(reached, Comparison):
        return reached.target.amount if reached.target else None
    return reached.aim if reached else None
