"""What is still under way in the county: orders to ship, to sign for, to pay, and collections of the units."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, DecimalField, Q, Sum

from shop.produce.money import to_fen

from ...models import GroupOrder, PurchaseOrder

Status = PurchaseOrder.Status
UNDER_WAY = [
    GroupOrder.Status.OPEN,
    GroupOrder.Status.CLOSED,
    GroupOrder.Status.SUBMITTED,
    GroupOrder.Status.RETURNED,
    GroupOrder.Status.APPROVED,
]
SHOWN = 6


@dataclass(frozen=True)
class Waiting:
    """One kind of orders that wait: how many, for how much (CNY due), and the query string of their list."""

    name: str
    hint: str
    count: int
    amount: Decimal
    query: str


KINDS = [
    ("待发货", "等供应商发货", Q(status=Status.PLACED), "state=placed"),
    ("部分发货", "等供应商发完或取消其余", Q(status=Status.PARTLY_SHIPPED), "state=partly_shipped"),
    ("待验收", "已发货，等单位验收签字", Q(status=Status.SHIPPED), "state=shipped"),
    (
        "已验收未付款",
        "货已收，款未付清",
        Q(status=Status.ACCEPTED, paid_at=None, due__gt=0),
        "state=accepted&payment=unpaid",
    ),
]


def purchase_orders(unit=None):
    """Return one ``Waiting`` for each kind, of the county or of one unit, in one query."""
    sums = {}
    for position, (_, _, wanted, _) in enumerate(KINDS):
        sums[f"count_{position}"] = Count("pk", filter=wanted)
        sums[f"amount_{position}"] = Sum("goods_due", filter=wanted, default=0, output_field=DecimalField())
    rows = PurchaseOrder.objects.exclude(status=Status.CANCELLED)
    rows = rows.filter(unit=unit) if unit else rows
    found = _of_this_site(rows).with_due().aggregate(**sums)
    return [
        Waiting(name, hint, found[f"count_{position}"], to_fen(Decimal(found[f"amount_{position}"])), query)
        for position, (name, hint, _, query) in enumerate(KINDS)
    ]


def group_orders():
    """Return ``(the collections whose deadline comes first, how many there are)``."""
    rows = _of_this_site(GroupOrder.objects.filter(status__in=UNDER_WAY))
    return list(rows.select_related("unit").order_by("deadline_at", "pk")[:SHOWN]), rows.count()


def _of_this_site(rows):
    return rows if settings.DEMO else rows.filter(is_demo=False)
