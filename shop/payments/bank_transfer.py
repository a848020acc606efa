"""Bank transfers: money in by reference, money back, written down by people."""

from django.db import transaction
from django.utils.timezone import localtime

from procurement.delivery import purchase_orders
from procurement.moves import Refused

from . import books
from .books import Transaction, outstanding, refundable

__all__ = [
    "AlreadyRecorded",
    "PaymentRefused",
    "Transaction",
    "give_back",
    "outstanding",
    "receive",
    "record",
    "record_several",
    "refund",
    "refundable",
]
SOURCE = ("bank-transfer", "银行转账")


class PaymentRefused(Refused):
    """The payment or refund does not fit the order; the message says why."""


class AlreadyRecorded(PaymentRefused):
    """The same serial number stands in the order's books already."""

    is_repeated = True


@transaction.atomic
def record(*, purchase_order, amount, reference, by, at):
    """Record money that arrived for an order, as ``receive`` does; return the order."""
    receive(purchase_order=purchase_order, amount=amount, reference=reference, by=by, at=at)
    return purchase_orders.lock(purchase_order)


@transaction.atomic
def receive(*, purchase_order, amount, reference, by, at):
    """Record money that arrived for an order; fully paid orders get their PAID entries in the same transaction.

    :param amount: CNY, at most what is outstanding.
    :param reference: the bank's serial number; the same one is taken once per order.
    :return: Oscar's ``Transaction``.
    :raises AlreadyRecorded: if the serial number was taken before.
    :raises PaymentRefused: if the amount does not fit, or money would arrive before the order was placed.
    """
    locked = purchase_orders.lock(purchase_order)
    reference = _new_reference(locked, reference)
    at = _not_before(locked.placed_at, at, "日期不能早于下单日期")
    left = outstanding(locked)
    if not left:
        raise PaymentRefused("这张订单没有待付的款项。")
    if not 0 < amount <= left:
        raise PaymentRefused(f"金额须大于 0，且不超过待付的 {left:.2f} 元。")
    row = books.receive(locked, source=SOURCE, amount=amount, reference=reference, by=by, at=at)
    if locked.is_pending_payment:
        purchase_orders.confirm(purchase_order=locked, by=by, at=at, reason="改用银行转账付款")
    return row


@transaction.atomic
def record_several(*, amounts, reference, by, at):
    """Record one transfer that pays several orders, all or nothing; return the orders.

    :param amounts: ``{purchase order: CNY}``.
    :raises PaymentRefused: as ``record`` does, naming the order.
    """
    done = []
    for order, amount in sorted(amounts.items(), key=lambda pair: pair[0].pk):
        try:
            done.append(record(purchase_order=order, amount=amount, reference=reference, by=by, at=at))
        except PaymentRefused as refusal:
            raise type(refusal)(f"订单 {order.number}：{refusal}") from refusal
    return done


@transaction.atomic
def refund(*, purchase_order, reference, by, at, reason):
    """Record that everything paid too much was sent back, as ``give_back`` does; return the order."""
    give_back(purchase_order=purchase_order, reference=reference, by=by, at=at, reason=reason)
    return purchase_orders.lock(purchase_order)


@transaction.atomic
def give_back(*, purchase_order, reference, by, at, reason):
    """Record that everything paid too much was sent back: after a cancellation, shortage or return.

    :return: Oscar's ``Transaction``.
    :raises AlreadyRecorded: if the serial number was taken before.
    :raises PaymentRefused: if nothing is to be refunded, or it would go back before it came.
    """
    locked = purchase_orders.lock(purchase_order)
    reference = _new_reference(locked, reference)
    amount = refundable(locked)
    if not amount:
        raise PaymentRefused("没有需要退回的款项。")
    at = _not_before(books.transactions(locked).latest("date_created").date_created, at, "退款日期不能早于收款日期")
    return books.pay_back(locked, source=SOURCE, amount=amount, reference=reference, by=by, at=at, reason=reason)


def _new_reference(purchase_order, reference):
    reference = reference.strip()
    if not reference:
        raise PaymentRefused("请填写银行流水号。")
    if books.transactions(purchase_order).filter(reference=reference).exists():
        raise AlreadyRecorded(f"流水号 {reference} 已经登记过，没有重复办理。")
    return reference


def _not_before(earliest, at, sentence):
    """Return the moment, moved to the earliest one within the same day; people only write down days."""
    if localtime(at).date() < localtime(earliest).date():
        raise PaymentRefused(f"{sentence} {localtime(earliest):%Y-%m-%d}。")
    return max(earliest, at)
