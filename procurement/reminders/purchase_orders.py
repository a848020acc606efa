"""What suppliers are reminded to ship, and buyers to sign for."""

from django.db.models import F

from ..messages import people
from ..models import PurchaseOrder, Role, Shipment
from . import waiting

Status = PurchaseOrder.Status


def to_ship(at):
    """Yield the orders of which nothing has been sent yet."""
    rows = PurchaseOrder.objects.filter(status=Status.PLACED).annotate(since=F("placed_at"))
    for purchase_order in waiting.due(rows.select_related("order", "supplier", "unit"), at):
        yield {
            "people": people.sellers(purchase_order),
            "link": people.seller_link(purchase_order),
            "step": "请发货",
            "thing": people.buyer_of(purchase_order),
            **waiting.facts(purchase_order.number, purchase_order.status, purchase_order.since, at),
        }


def to_sign(at):
    """Yield the shipments that nobody has signed for: the unit's acceptors do, or the shopper."""
    rows = Shipment.objects.filter(acceptance=None).annotate(since=F("shipped_at"))
    rows = rows.select_related("purchase_order__order__user", "purchase_order__supplier", "purchase_order__unit")
    for shipment in waiting.due(rows, at):
        purchase_order = shipment.purchase_order
        yield {
            "people": [purchase_order.order.user] if purchase_order.is_public else [],
            "unit": purchase_order.unit,
            "role": Role.ACCEPTOR,
            "link": people.buyer_link(purchase_order),
            "step": "收到后请验收",
            "thing": purchase_order.supplier.name,
            **waiting.facts(purchase_order.number, f"shipment {shipment.position}", shipment.since, at),
        }
