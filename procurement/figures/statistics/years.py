"""The same months a year before, for what is shown beside them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ...models import Plan
from . import source
from .dimensions import MONTH
from .tables import Cell

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Beside:
    """A figure and the same a year before; ``before`` is None where that year has no plan for the month.

    What is not over yet is not compared with a whole month.
    """

    name: str
    now: Cell
    before: Cell | None
    is_over: bool = True

    @property
    def growth(self):
        """Percent more than the year before, to one decimal; None where there was nothing to grow from."""
        return growth(self.now.amount, self.before.amount if self.before and self.is_over else None)


def growth(now, before):
    """Return by how many percent an amount rose; None without a positive amount before."""
    if before is None or before <= 0:
        return None
    return ((now - before) / before * 100).quantize(TENTH, rounding=ROUND_HALF_UP)


def before(selection):
    """Return the selection of the same months a year before, as far as that year's plan has them; else None."""
    plan = Plan.objects.visible().filter(year=selection.plan.year - 1).first()
    months = [month for month in map(_year_before, selection.months) if plan and month in plan.months]
    if not months:
        return None
    return selection.narrowed(plan=plan, first_month=months[0], last_month=months[-1])


def months(selection, *, on, now=None):
    """Return a ``Beside`` for each month selected, empty months included. Three queries.

    :param on: today.
    :param now: ``{month: amount}`` of the selection, if that is known: one query less.
    """
    earlier = before(selection)
    now, then = _by_month(selection) if now is None else now, _by_month(earlier) if earlier else {}
    return [
        Beside(
            MONTH.words(month),
            Cell(now.get(month, source.AMOUNT.shown(0)), _only(selection, month)),
            _before(then, earlier, _year_before(month)),
            is_over=month < f"{on:%Y-%m}",
        )
        for month in selection.months
    ]


def _before(then, earlier, month):
    if earlier is None or month not in earlier.months:
        return None
    return Cell(then.get(month, source.AMOUNT.shown(0)), _only(earlier, month))


def _only(selection, month):
    return selection.narrowed(first_month=month, last_month=month)


def _by_month(selection):
    return {row["period"]: row["value"] for row in source.sums(selection, "period")}


def _year_before(month):
    return f"{int(month[:4]) - 1}{month[4:]}"
