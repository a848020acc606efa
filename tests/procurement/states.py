"""Group orders in any state, brought there the way people bring them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from procurement.collection import group_orders
from procurement.delivery import purchase_orders
from procurement.models import FundSource, GroupOrder
from shop.payments import bank_transfer
from tests.factories import UserFactory

Status = GroupOrder.Status


@dataclass
class Cast:
    """Who acts, and when."""

    handler: object
    approver: object
    at: datetime


def draft(unit, cast, products, *, deadline_at=None, title="春节慰问"):
    return group_orders.create(
        unit=unit,
        title=title,
        fund_source=FundSource.UNION,
        deadline_at=deadline_at or cast.at + timedelta(days=1),
        delivery=("测试路 1 号", "收货人", "10000000000"),
        items=[(product, 0) for product in products],
        by=cast.handler,
        at=cast.at,
    )


def join(group_order, packs, cast, *, number=0, **person):
    """Let one more person pledge ``packs`` of every item, or of the items in ``{item: packs}``."""
    wishes = packs if isinstance(packs, dict) else dict.fromkeys(group_order.items.all(), packs)
    return group_orders.join(
        group_order=group_order,
        name=person.get("name", f"职工{number}"),
        mobile=f"100900{number:05d}",
        department=person.get("department", ""),
        quantities={item.pk: quantity for item, quantity in wishes.items()},
        by=person.get("by"),
        at=cast.at,
    )


STEPS = {
    "open": lambda row, cast: group_orders.open(group_order=row, by=cast.handler, at=cast.at),
    "close": lambda row, cast: group_orders.close(group_order=row, by=cast.handler, at=cast.at),
    "reopen": lambda row, cast: group_orders.reopen(
        group_order=row, deadline_at=cast.at + timedelta(days=3), by=cast.handler, at=cast.at
    ),
    "submit": lambda row, cast: group_orders.submit(group_order=row, by=cast.handler, at=cast.at),
    "approve": lambda row, cast: group_orders.approve(group_order=row, by=cast.approver, at=cast.at),
    "send_back": lambda row, cast: group_orders.send_back(
        group_order=row, by=cast.approver, at=cast.at, reason="超出预算"
    ),
    "recall": lambda row, cast: group_orders.recall(group_order=row, by=cast.handler, at=cast.at),
    "cancel": lambda row, cast: group_orders.cancel(group_order=row, by=cast.handler, at=cast.at, reason="不办了"),
    "place": lambda row, cast: group_orders.place(group_order=row, by=cast.handler, at=cast.at),
    "pledge": lambda row, cast: join(row, 12, cast),
    "receive_one": lambda row, cast: receive(row.purchase_orders.order_by("pk").first(), cast),
    "receive_rest": lambda row, cast: [receive(each, cast) for each in row.purchase_orders.filter(status="PLACED")],
    "pay": lambda row, cast: [pay(each, cast) for each in row.purchase_orders.filter(paid_at=None)],
    "cancel_orders": lambda row, cast: [
        purchase_orders.cancel(purchase_order=each, by=cast.handler, at=cast.at, reason="断货")
        for each in row.purchase_orders.filter(status="PLACED")
    ],
}
ROADS = {
    Status.DRAFT: "",
    Status.OPEN: "open pledge",
    Status.CLOSED: "open pledge close",
    Status.SUBMITTED: "open pledge close submit",
    Status.RETURNED: "open pledge close submit send_back",
    Status.APPROVED: "open pledge close submit approve",
    Status.PLACED: "open pledge close submit approve place",
    Status.PARTLY_RECEIVED: "open pledge close submit approve place receive_one",
    Status.RECEIVED: "open pledge close submit approve place receive_one receive_rest",
    Status.SETTLED: "open pledge close submit approve place pay receive_one receive_rest",
    Status.CANCELLED: "cancel",
}


def bring(group_order, status, cast):
    """Walk a draft along the road to a status; return it read anew."""
    for step in ROADS[status].split():
        STEPS[step](group_order, cast)
    return GroupOrder.objects.get(pk=group_order.pk)


def receive(purchase_order, cast):
    purchase_orders.ship(purchase_order=purchase_order, carrier="顺丰", waybill="SF1", by=cast.handler, at=cast.at)
    # Whoever handled or approved it may not sign for it.
    purchase_orders.accept(purchase_order=purchase_order, refused={}, by=UserFactory(), at=cast.at)


def pay(purchase_order, cast):
    bank_transfer.record(
        purchase_order=purchase_order,
        amount=purchase_orders.amount_due(purchase_order),
        reference=f"B{purchase_order.pk}",
        by=cast.handler,
        at=cast.at,
    )
