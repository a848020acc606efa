"""What was bought beside what was aimed at. Targets are voluntary: who has none is not measured."""

from copy import copy
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ...models import QUARTERS, Target

NONE_SET = "未设目标"
TENTH = Decimal("0.1")


def percent_of(amount, aim):
    """Return an amount in percent of another, to one decimal; a little below nothing is 0.0, not -0.0."""
    return (amount / aim * 100).quantize(TENTH, rounding=ROUND_HALF_UP) + 0


@dataclass(frozen=True)
class Comparison:
    """An amount in CNY beside a target; without a target there is no percentage and no difference."""

    amount: Decimal
    target: Target | None

    @property
    def percentage(self):
        """Percent of the target reached, to one decimal; None without a target."""
        if self.target is None:
            return None
        return percent_of(self.amount, self.target.amount)

    @property
    def words(self):
        return NONE_SET if self.target is None else f"{self.percentage}%"

    @property
    def difference(self):
        """What is bought beyond the target (negative: still short of it); None without a target."""
        return None if self.target is None else self.amount - self.target.amount

    @property
    def difference_words(self):
        if self.target is None:
            return ""
        return f"超出 {self.difference:,.2f}" if self.difference >= 0 else f"还差 {-self.difference:,.2f}"

    @property
    def bar(self):
        """The percentage within 0 and 100, for a bar."""
        return max(Decimal(0), min(self.percentage, Decimal(100)))

    @property
    def basis(self):
        if self.target is None:
            return ""
        quarter = f"，{self.target.get_quarter_display()}" if self.target.quarter else ""
        return f"{self.target.get_basis_display()}{quarter}"


class Targets:
    """The targets in force at a selection's end, looked up by whom they are for. One query.

    Where the selection is one quarter, and anybody has a target for that quarter, those count; else those of the whole
    plan: the two are never mixed. A unit's pledge goes before what the office set for it.

    :param yearly: keep to those of the whole plan.
    """

    def __init__(self, selection, *, yearly=False):
        self.all = selection.plan.targets.visible().in_force(selection.judged_on)
        quarter = 0 if yearly else selection.quarter
        self.quarter = quarter if any(row.quarter == quarter for row in self.all) else 0
        self.rows = self._rows(self.quarter)

    @property
    def period_words(self):
        """For which time they are: ``全年`` or ``第三季度``."""
        return QUARTERS[self.quarter]

    def at(self, quarter):
        """Return the same for one quarter only, whether anybody has a target for it or not."""
        other = copy(self)
        other.quarter, other.rows = quarter, self._rows(quarter)
        return other

    def _rows(self, quarter):
        rows = [row for row in self.all if row.quarter == quarter]
        rows.sort(key=lambda row: row.is_pledged)
        return {(row.unit_id, row.region_id): row for row in rows}

    def of(self, selection, amount):
        """Compare with the target of the selection's unit, region, both together, or the county (neither).

        The public, a category, a supplier or a channel has no target. A region unknown to the table has none either.
        """
        if selection.is_measurable:
            key = getattr(selection.sole_unit, "pk", None), getattr(selection.region, "pk", None)
            return Comparison(amount, self.rows.get(key))
        return Comparison(amount, None)

    def units(self):
        """Return the units with a target of their own or for a region."""
        return {row.unit_id: row.unit for row in self.rows.values() if row.unit}
