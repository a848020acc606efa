"""The quarters of a plan beside their targets."""

from dataclasses import dataclass

from shop.produce.money import ZERO

from ...models import QUARTERS
from .tables import Cell
from .targets import Comparison


@dataclass(frozen=True)
class Quarter:
    """One quarter: what was bought in it, and what was aimed at."""

    number: int
    total: Cell
    comparison: Comparison

    @property
    def name(self):
        return QUARTERS[self.number]


def read(selection, months, targets):
    """Return a ``Quarter`` for each that lies wholly within the selection. No query.

    :param months: ``{month: amount}`` of the selection.
    :param targets: its ``Targets``.
    """
    found = []
    for number, first, last in selection.plan.quarters:
        if selection.first_month <= first and last <= selection.last_month:
            within = selection.narrowed(first_month=first, last_month=last)
            amount = sum((months.get(month, ZERO) for month in within.months), ZERO)
            found.append(Quarter(number, Cell(amount, within), targets.at(number).of(within, amount)))
    return found
