"""The office has closed the months before last, and goods of the last closed one came back since."""

from datetime import datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from procurement.delivery import purchase_orders
from procurement.figures import closings
from procurement.models import Closing, PurchaseOrder
from shop.payments import bank_transfer

from .. import people

# The month before this one is left for whoever looks at the demo to close.
DAYS = timedelta(days=31)
SIGNER = "演示科长"


def load(until):
    """Close the months that are long over, then take a pack back of an order of the last one and refund it."""
    officer = people.by_number()[people.OFFICE]
    for month in reversed(closings.listed(until - DAYS)):
        if month.is_over:
            at = min(until, _after(month.period))
            closings.close(period=month.period, by=officer, at=at, signer=SIGNER, note="演示", is_acknowledged=True)
    last = Closing.objects.first()
    order = _settled_in(last.period) if last else None
    if order:
        facts = {"purchase_order": order, "at": until - timedelta(days=2), "by": order.supplier.users.first()}
        line = order.order.lines.order_by("pk").first()
        purchase_orders.take_back(packs={line.pk: 1}, reason="客户收到后发现变质，同意退货", **facts)
        bank_transfer.refund(reference=f"DEMO-R-{order.number}", reason="退货退款", **facts)


def _after(period):
    """Return the forenoon of the sixth of the month after."""
    day = closings.first_day_after(period) + timedelta(days=5)
    return timezone.make_aware(datetime.combine(day, time(10, 20)))


def _settled_in(period):
    """Return a unit's order that was paid and accepted in a month, without claims."""
    rows = PurchaseOrder.objects.filter(status=PurchaseOrder.Status.ACCEPTED, paid_at__isnull=False, claims=None)
    rows = rows.exclude(unit=None).filter(ledger_entries__period=period, ledger_entries__stage="COMPLETED")
    return rows.annotate(last=Max("ledger_entries__period")).filter(last=period).order_by("pk").first()
