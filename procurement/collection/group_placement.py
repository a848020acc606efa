"""From an approved group order to its purchase orders."""

from django.db import transaction

from shop.produce import products

from .. import messages, moves
from ..delivery import purchase_orders
from ..models import Channel, GroupOrder
from . import approval_steps, freight, settlement

Status = GroupOrder.Status


def place(*, group_order, by, at):
    """Place an approved group order: one purchase order per supplier, all or nothing.

    A second call finds it placed and returns the same purchase orders.

    :raises Refused: if a supplier has meanwhile changed what can be ordered.
    :raises approval_steps.Voided: if the lines are not those approved; then it went back to its handler.
    :raises shop.produce.stock.OutOfStock: if anything is missing; then nothing is placed.
    """
    with transaction.atomic():
        locked = moves.lock(group_order)
        if locked.is_placed:
            return list(locked.purchase_orders.order_by("pk"))
        is_void = locked.is_approved and approval_steps.void_if_changed(group_order=locked, by=by, at=at)
        if not is_void:
            return _place(locked, by=by, at=at)
    raise approval_steps.Voided


def _place(group_order, *, by, at):
    locked = moves.move(group_order=group_order, to=Status.PLACED, by=by, at=at)
    settlement.check(locked)
    placed = purchase_orders.place(
        number=locked.number,
        wanted=[_wanted(item) for item in settlement.wanted_items(locked)],
        address=purchase_orders.Address(
            name=locked.delivery_contact, mobile=locked.delivery_mobile, street=locked.delivery_street
        ),
        channel=Channel.DIRECT if locked.is_direct else Channel.GROUP,
        fund_source=locked.fund_source,
        by=by,
        at=at,
        unit=locked.unit,
        group_order=locked,
        is_demo=locked.is_demo,
        freights=freight.of(locked),
    )
    messages.group_orders.placed(locked, placed, by=by, at=at)
    return placed


def _wanted(item):
    return purchase_orders.Wanted(products.stock_record(item.product), item.quantity, item.unit_price)
