"""One transfer for several orders: put together by the unit, confirmed by who is paid."""

from django.db import transaction

from procurement.delivery import purchase_orders
from procurement.moves import Refused
from shop.produce.money import ZERO, to_fen

from . import books, payees, references
from .models import Remittance


def reference_of(purchase_order):
    """Return the reference of one order."""
    return references.write(references.ORDER, purchase_order.pk)


@transaction.atomic
def make(*, unit, orders, by, at):
    """Put orders of a unit together into one transfer.

    :raises Refused: unless all of them owe money, to one account, and none stands in another remittance.
    """
    locked = [purchase_orders.lock(order) for order in sorted(orders, key=lambda order: order.pk)]
    if not locked:
        raise Refused("请至少选择一张订单。")
    for order in locked:
        _check(order)
    found = [payees.of(order.supplier) for order in locked]
    if len({payee.key for payee in found}) > 1:
        raise Refused("这些订单的收款账户不同，不能合在一笔汇款里。请按账户分开。")
    if not found[0].key:
        raise Refused("供应商还没有登记收款账户，请先联系供应商。")
    payee = {"payee_name": found[0].name, "bank_name": found[0].bank, "bank_account": found[0].account}
    made = Remittance.objects.create(unit=unit, made_by=by, made_at=at, **payee)
    made.orders.set(locked)
    return made


@transaction.atomic
def withdraw(*, remittance, at):
    """Take a remittance apart again; money that comes under its reference is then looked at by a person.

    :raises Refused: once a slip was uploaded for it, or it was withdrawn before.
    """
    locked = Remittance.objects.select_for_update().get(pk=remittance.pk)
    if locked.is_withdrawn:
        raise Refused("这张汇款单已经撤销。", is_repeated=True)
    if locked.slips.exists():
        raise Refused("已经上传了回单，不能撤销。如果上传错了，请先删除回单。")
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    return locked


def orders_of(remittance):
    """Return the orders of a remittance with their money, the oldest first."""
    rows = remittance.orders.with_money().select_related("order", "supplier__profile", "unit", "group_order")
    return list(rows.order_by("pk"))


def outstanding(orders):
    """Return what orders loaded with their money still owe in all, in CNY."""
    return sum((owed(order) for order in orders), ZERO)


def owed(order):
    """Return what one order loaded with its money still owes, in CNY."""
    return max(to_fen(order.due - order.received), ZERO)


def _check(order):
    if order.is_cancelled or not books.outstanding(order):
        raise Refused(f"订单 {order.number} 没有待付的款项。")
    other = order.remittances.standing().first()
    if other:
        raise Refused(f"订单 {order.number} 已经在汇款单 {other.reference} 里。")
