"""What people decide about lines. Money reaches an order only through ``bank_transfer``, in the same transaction."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from procurement.delivery import purchase_orders
from procurement.moves import Refused, Repeated
from shop.produce.money import ZERO

from .. import bank_transfer, books
from ..models import LinePart, PayerAlias, StatementLine
from .matching import name_key

Status = StatementLine.Status


@transaction.atomic
def book(*, line, amounts, how, by, at):
    """Write a line's money down for orders; what is left of it goes on waiting.

    :param amounts: ``{purchase order: CNY}``.
    :param how: on what ground, in a few words.
    :raises Refused: if it is more than is left, or does not fit an order.
    """
    locked = lock(line)
    if not locked.is_open:
        raise Repeated(f"这一笔{locked.get_status_display()}，没有重复办理。")
    if not amounts or min(amounts.values()) <= 0 or sum(amounts.values(), ZERO) > locked.rest:
        raise Refused(f"入账金额须大于 0，合计不超过这一笔的余额 {locked.rest:.2f} 元。")
    for order, amount in sorted(amounts.items(), key=lambda pair: pair[0].pk):
        facts = {"reference": locked.reference, "by": by, "at": moment(locked, at)}
        try:
            row = bank_transfer.receive(purchase_order=order, amount=amount, **facts)
        except bank_transfer.PaymentRefused as refusal:
            raise Refused(f"订单 {order.number}：{refusal}") from refusal
        LinePart.objects.create(line=locked, purchase_order=order, transaction=row, amount=amount, how=how)
    return _follow(locked, by=by, at=at)


@transaction.atomic
def recognise(*, line, row, by, at):
    """Say that a line is money which somebody wrote down by hand before, under another serial number.

    :param row: Oscar's ``Transaction``.
    :raises Refused: if another line is that money, or it is more than is left of this one.
    """
    locked = lock(line)
    order = purchase_orders.lock(row.source.order.purchase_order)
    if not locked.is_open or LinePart.objects.filter(transaction=row).exists():
        raise Repeated("这一笔已经对上，没有重复办理。")
    if row.amount > locked.rest:
        raise Refused(f"登记的 {row.amount} 元比这一笔的余额 {locked.rest:.2f} 元多。")
    facts = {"transaction": row, "amount": row.amount, "is_known": True, "how": "人工对上"}
    LinePart.objects.create(line=locked, purchase_order=order, **facts)
    return _follow(locked, by=by, at=at)


@transaction.atomic
def refund(*, line, order, reason, by, at):
    """Say that money which left the account is the refund of an order.

    :raises Refused: unless it is exactly what is to be refunded.
    """
    locked = lock(line)
    if not locked.is_outgoing:
        raise Repeated(f"这一笔{locked.get_status_display()}，没有重复办理。")
    due = books.refundable(purchase_orders.lock(order))
    if due != -locked.amount:
        raise Refused(f"订单 {order.number} 应退 {due:.2f} 元，和这一笔不相等。")
    facts = {"reference": locked.reference, "by": by, "at": moment(locked, at), "reason": reason}
    row = bank_transfer.give_back(purchase_order=order, **facts)
    LinePart.objects.create(line=locked, purchase_order=order, transaction=row, amount=locked.amount, how="退款")
    locked.status, locked.by, locked.at = Status.BOOKED, by, at
    locked.save()
    return locked


@transaction.atomic
def give_back(*, line, reference, by, at):
    """Write down that what is left of a line was sent back to its payer.

    :raises Refused: if nothing is left.
    """
    locked = lock(line)
    if not locked.is_open:
        raise Repeated(f"这一笔{locked.get_status_display()}，没有重复办理。")
    locked.returned_amount, locked.returned_reference = locked.rest, reference.strip()[:60]
    return _follow(locked, by=by, at=at)


@transaction.atomic
def set_aside(*, line, reason, by, at):
    """Say that a line has nothing to do with orders.

    :raises Refused: once a part of it was booked.
    """
    locked = lock(line)
    if locked.status not in (Status.WAITING, Status.OUTGOING):
        raise Refused(f"这一笔{locked.get_status_display()}，不能标为与订单无关。")
    locked.status, locked.reason, locked.by, locked.at = Status.SET_ASIDE, reason, by, at
    locked.save()
    return locked


@transaction.atomic
def put_back(*, line, by, at):
    """Take back that a line has nothing to do with orders."""
    locked = lock(line)
    if not locked.is_set_aside:
        raise Repeated(f"这一笔{locked.get_status_display()}，没有重复办理。")
    locked.status = Status.WAITING if locked.amount > 0 else Status.OUTGOING
    locked.reason, locked.by, locked.at = "", by, at
    locked.save()
    return locked


def remember(*, line, orders, by, at):
    """Remember a line's payer as one who pays for the units of some orders."""
    name = name_key(line.payer_name)
    for unit in {order.unit_id for order in orders} - {None} if name else ():
        facts = {"account": line.account, "name": name, "unit_id": unit}
        PayerAlias.objects.get_or_create(**facts, defaults={"by": by, "at": at})


def lock(line):
    """Return a line read anew under a row lock; call inside a transaction."""
    return StatementLine.objects.select_for_update().get(pk=line.pk)


def moment(line, at):
    """Return when a line's money moved: noon of its day, or now when that is today."""
    if line.booked_on == timezone.localdate(at):
        return at
    return timezone.make_aware(datetime.combine(line.booked_on, time(12)))


def _follow(line, *, by, at):
    """Bring a line's status to what its parts say."""
    if line.rest:
        line.status = Status.PARTLY
    else:
        line.status = Status.BOOKED if line.parts.exists() else Status.RETURNED
    line.by, line.at = by, at
    line.save()
    return line
