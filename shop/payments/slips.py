"""Slips of banks that units upload to say that they have paid: kept privately, each once, told to who is paid."""

from django.db import IntegrityError, transaction

from procurement.delivery import purchase_orders
from procurement.messages import people
from procurement.messages.purchase_orders import unless_silenced
from procurement.moves import Refused
from procurement.proofs import files
from shop.inbox.kinds import Kind
from shop.inbox.messages import tell

from . import books, payees
from .models import BankSlip

KINDS = {files.JPEG, files.PDF, files.OFD}


@transaction.atomic
def upload(*, orders, checked, amount, serial, paid_on, by, at, remittance=None):
    """Keep the slip of a transfer for some orders of one buyer, and tell who is paid.

    :param checked: a ``files.Checked``.
    :param amount: CNY, as on the slip.
    :param serial: the bank's serial number, or an empty text.
    :raises Refused: if the orders owe nothing, or the slip was uploaded before; the orders it stands for are named when
        they are this unit's own.
    """
    if checked.content_type not in KINDS:
        raise Refused("回单请上传照片、PDF 或 OFD。")
    locked = [purchase_orders.lock(order) for order in sorted(orders, key=lambda order: order.pk)]
    if not any(books.outstanding(order) for order in locked):
        raise Refused("没有待付的款项，不用上传回单。")
    account = payees.of(locked[0].supplier).key
    facts = {"amount": amount, "serial": serial.strip(), "paid_on": paid_on, "account": account}
    if twin := _twin(checked, facts):
        raise Refused(_taken(twin, locked))
    try:
        with transaction.atomic():
            slip = BankSlip.objects.create(remittance=remittance, by=by, at=at, **facts, **files.store(checked))
    except IntegrityError:
        raise Refused("这张回单刚刚已经上传。") from None
    slip.orders.set(locked)
    for order in locked:
        note = f"上传银行回单 {amount:.2f} 元" + (f"，流水号 {facts['serial']}" if facts["serial"] else "")
        purchase_orders.remark(purchase_order=order, by=by, at=at, reason=note)
    _tell(slip, locked, by=by, at=at)
    return slip


@transaction.atomic
def remove(*, slip, by, at):
    """Take a slip back that was uploaded by mistake.

    :raises Refused: once its orders are paid.
    """
    orders = [purchase_orders.lock(order) for order in slip.orders.order_by("pk")]
    if not any(books.outstanding(order) for order in orders):
        raise Refused("款项已经到账，回单不能删除。")
    name = slip.name
    slip.delete()
    for order in orders:
        purchase_orders.remark(purchase_order=order, by=by, at=at, reason="删除银行回单")
    transaction.on_commit(lambda: files.remove(name))


def _twin(checked, facts):
    found = BankSlip.objects.filter(digest=checked.digest).first()
    if not found and facts["serial"]:
        found = BankSlip.objects.filter(account=facts["account"], serial=facts["serial"]).first()
    return found


def _taken(twin, orders):
    numbers = "、".join(twin.orders.filter(unit=orders[0].unit_id).values_list("order__number", flat=True))
    return f"这张回单已经用于订单 {numbers}，不能再用。" if numbers else "这张回单已经用于别的订单，不能再用。"


@unless_silenced
def _tell(slip, orders, *, by, at):
    """Tell each supplier once, with the first of its orders."""
    seen = set()
    for order in orders:
        if order.supplier_id not in seen:
            seen.add(order.supplier_id)
            facts = {"purchase_order": order, "buyer": people.buyer_of(order), "amount": slip.amount}
            link = people.seller_link(order) + "#payment"
            tell(kind=Kind.SLIP, people=people.sellers(order), link=link, by=by, at=at, **facts)
