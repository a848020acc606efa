"""The months of the ledger, closed ones and open ones."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min
from django.utils import timezone

from ...models import Closing, LedgerEntry, Stage
from .. import rollups
from ..book import following
from ..statistics.selection import visible


@dataclass(frozen=True)
class Month:
    """One month: its closing if it has one, whether its turn has come, and what was ordered and completed in it."""

    period: str
    closing: Closing | None
    is_next: bool
    is_over: bool
    ordered: Decimal
    completed: Decimal

    @property
    def label(self):
        return label(self.period)

    @property
    def is_closable(self):
        return self.is_next and self.is_over


def listed(at):
    """Return all months from the first with entries to the present one, the newest first; three queries."""
    closings = {closing.period: closing for closing in Closing.objects.select_related("closed_by")}
    upcoming, present = _next_after(max(closings, default="")), present_month(at)
    if upcoming is None:
        return []
    amounts = {(row["period"], row["stage"]): row["amount"] for row in rollups.sums(visible(), by=("period", "stage"))}
    periods = sorted(closings)
    month = upcoming
    while month <= present:
        periods.append(month)
        month = following(month)
    return [
        Month(
            period,
            closings.get(period),
            is_next=period == upcoming,
            is_over=period < present,
            ordered=amounts.get((period, Stage.ORDERED), Decimal("0.00")),
            completed=amounts.get((period, Stage.COMPLETED), Decimal("0.00")),
        )
        for period in reversed(periods)
    ]


def next_month():
    """Return the month that is to be closed next, over or not; None while the ledger is empty."""
    return _next_after(Closing.objects.values_list("period", flat=True).first() or "")


def present_month(at):
    """Return the month of a moment, here."""
    return f"{timezone.localtime(at):%Y-%m}"


def first_day_after(period):
    """Return the first day of the next month."""
    return date.fromisoformat(f"{following(period)}-01")


def label(period):
    """``2026-03`` → ``2026年3月``."""
    return f"{int(period[:4])}年{int(period[5:])}月"


def _next_after(closed):
    if closed:
        return following(closed)
    return LedgerEntry.objects.aggregate(first=Min("period"))["first"]
