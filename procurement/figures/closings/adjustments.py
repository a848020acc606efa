"""What put closed months right after they were closed: entries of later months that name them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from shop.produce.money import to_fen

from ...models import LedgerEntry
from ...models.ledger import IsAdjustment
from ..statistics.selection import visible
from .months import label


@dataclass(frozen=True)
class Adjustment:
    """What the entries of one month add to (or take off) an earlier one that is closed."""

    month: str
    entries: int
    amount: Decimal

    @property
    def label(self):
        return label(self.month)


def to_earlier_months(condition):
    """Return an ``Adjustment`` for each earlier month that the entries under a condition put right. One query."""
    rows = LedgerEntry.objects.filter(condition, Q(IsAdjustment())).order_by("corrects_period")
    rows = rows.values_list("corrects_period").annotate(Count("pk"), Sum("amount"))
    return [Adjustment(month, entries, to_fen(amount)) for month, entries, amount in rows]


def of_month(period):
    """Return the entries that put a closed month right, in the order in which they were recorded."""
    rows = LedgerEntry.objects.filter(visible(), Q(IsAdjustment()), corrects_period=period)
    return rows.order_by("pk")
