"""Invoices of the last accepted orders: accepted, waiting, returned; one stands for two orders."""

from datetime import timedelta
from decimal import Decimal

from procurement.invoices import amounts, registry
from procurement.invoices.checks import Said
from procurement.models import PurchaseOrder
from shop.produce.money import ZERO, tax_in

RATE = Decimal("0.09")
ACCEPTED, WAITING, RETURNED = "accepted waiting returned".split()
FATES = (WAITING, RETURNED, WAITING, *(ACCEPTED,) * 9)


def load(cast, until):
    """Register invoices through the functions that the pages call."""
    accepted = PurchaseOrder.objects.filter(is_demo=True, status=PurchaseOrder.Status.ACCEPTED).exclude(unit=None)
    rows = accepted.with_due().filter(due__gt=0).select_related("unit", "supplier__profile", "order")
    groups = {}
    for order in rows.order_by("-placed_at", "pk"):
        groups.setdefault((order.unit_id, order.supplier_id), []).append(order)
    for place, (orders, fate) in enumerate(zip(groups.values(), FATES, strict=False)):
        _issue(place, orders[:2], fate, cast, until - timedelta(hours=30 - place))


def _issue(place, orders, fate, cast, at):
    first = orders[0]
    total = sum(amounts.open_amounts(orders).values(), ZERO)
    said = Said(
        number=f"98{place:018d}",
        issued_on=at.date(),
        seller_name=first.supplier.name,
        seller_code=first.supplier.profile.credit_code,
        buyer_name=first.unit.name,
        buyer_code="",
        total=total,
        tax=tax_in(total, RATE),
    )
    made = registry.issue(orders=orders, said=said, checked=[], by=cast.seller(first), at=at)
    who = {"invoice": made, "by": cast.handler(first.unit), "at": at + timedelta(hours=2)}
    if fate == ACCEPTED:
        registry.accept(**who)
    elif fate == RETURNED:
        registry.send_back(reason="税额与合同不符，请核对后重开", **who)
