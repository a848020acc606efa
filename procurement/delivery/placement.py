"""Split what a buyer wants by supplier and order it, all or nothing."""

from collections import Counter

from django.db import transaction

from shop.produce import stock
from shop.produce.money import ZERO

from .. import messages
from ..figures import ledger
from ..models import PurchaseOrder, Stage
from ..moves import Refused
from . import oscar_orders

Status = PurchaseOrder.Status


class BadQuantities(Refused):
    """Packs that cannot be: none or less, more than ordered, more than accepted."""


@transaction.atomic
def place(
    *,
    number,
    wanted,
    address,
    channel,
    fund_source,
    by,
    at,
    unit=None,
    group_order=None,
    is_demo=False,
    status=Status.PLACED,
    freights=None,
):
    """Order everything wanted, one purchase order per supplier, all or nothing.

    :param number: the number that ``-01``, ``-02``… are added to, one a supplier.
    :param wanted: ``Wanted`` rows, at least one pack each.
    :param status: PENDING_PAYMENT for what is to be paid online first; its supplier is told once it is ``confirm``-ed.
    :param freights: ``{supplier pk: CNY}`` that sending costs; free where none is given.
    :return: the purchase orders, by supplier.
    :raises stock.OutOfStock: if anything is missing; then nothing was ordered.
    :raises BadQuantities: if a row wants less than one pack.
    """
    if any(row.quantity < 1 for row in wanted):
        raise BadQuantities("订购数量须为 1 或以上的整数。")
    facts = {
        "group_order": group_order,
        "unit": unit,
        "fund_source": fund_source,
        "channel": channel,
        "is_demo": is_demo,
        "status": status,
    }
    placed = []
    for position, rows in enumerate(_by_supplier(wanted), start=1):
        supplier = rows[0].stock_record.partner
        order, lines = oscar_orders.create(
            number=f"{number}-{position:02d}",
            supplier=supplier,
            rows=rows,
            address=address,
            by=by,
            at=at,
            status=status,
            freight=(freights or {}).get(supplier.pk, ZERO),
        )
        purchase_order = PurchaseOrder.objects.create(order=order, supplier=supplier, placed_at=at, **facts)
        purchase_order.moves.create(new=status, by=by, at=at)
        ledger.record(
            purchase_order=purchase_order,
            stage=Stage.ORDERED,
            quantities={line.pk: line.quantity for line in lines},
            at=at,
        )
        if status == Status.PLACED:
            messages.purchase_orders.ordered(purchase_order, by=by, at=at)
        placed.append(purchase_order)
    # Last, so that the rows every buyer wants are locked for as short as can be; a shortage undoes all of the above.
    stock.allocate(_packs(wanted))
    return placed


def _by_supplier(wanted):
    by_supplier = {}
    for row in sorted(wanted, key=lambda row: (row.stock_record.partner_id, row.stock_record.pk)):
        by_supplier.setdefault(row.stock_record.partner_id, []).append(row)
    return by_supplier.values()


def _packs(wanted):
    packs = Counter()
    for row in wanted:
        packs[row.stock_record.pk] += row.quantity
    return packs
