"""Bank transfers: money in by reference, money back, kept in Oscar's ``Source`` and ``Transaction``."""

from django.db import transaction
from oscar.core.loading import get_model

from procurement import purchase_orders
from shop.produce.money import ZERO

Source = get_model("payment", "Source")
SourceType = get_model("payment", "SourceType")
Transaction = get_model("payment", "Transaction")

BANK_TRANSFER = "银行转账"


class PaymentRefused(Exception):
    """The payment or refund does not fit the order; the message says why."""


def outstanding(purchase_order):
    """Return what is still to pay, in CNY (never negative)."""
    return max(purchase_orders.amount_due(purchase_order) - purchase_orders.amount_received(purchase_order), ZERO)


def refundable(purchase_order):
    """Return what the buyer has paid too much, in CNY (never negative)."""
    return max(purchase_orders.amount_received(purchase_order) - purchase_orders.amount_due(purchase_order), ZERO)


@transaction.atomic
def record(*, purchase_order, amount, reference, by, at):
    """Record money that arrived for an order; fully paid orders get their PAID entries in the same transaction.

    :param amount: CNY, at most what is outstanding.
    :param reference: the bank's serial number; the same one is taken once per order.
    :raises PaymentRefused: otherwise.
    """
    locked = purchase_orders.lock(purchase_order)
    reference = reference.strip()
    if not reference:
        raise PaymentRefused("请填写银行流水号。")
    if Transaction.objects.filter(source__order=locked.order, reference=reference).exists():
        raise PaymentRefused("这笔流水号已经登记过，没有重复记账。")
    if amount <= 0 or amount > outstanding(locked):
        raise PaymentRefused(f"金额须大于 0，且不超过待付的 {outstanding(locked)} 元。")
    source = _source(locked)
    source.debit(amount, reference=reference, status="RECORDED")
    _finish(locked, source, by=by, at=at)
    return locked


@transaction.atomic
def refund(*, purchase_order, reference, by, at, reason):
    """Record that everything paid too much was sent back: after a cancellation, shortage or return.

    :raises PaymentRefused: if nothing is to be refunded.
    """
    locked = purchase_orders.lock(purchase_order)
    amount = refundable(locked)
    if not amount:
        raise PaymentRefused("没有需要退回的款项。")
    if not reference.strip():
        raise PaymentRefused("请填写退款流水号。")
    source = _source(locked)
    source.refund(amount, reference=reference.strip(), status="RECORDED")
    _finish(locked, source, by=by, at=at, reason=reason)
    return locked


def _source(purchase_order):
    source_type, _ = SourceType.objects.get_or_create(code="bank-transfer", defaults={"name": BANK_TRANSFER})
    source, _ = Source.objects.get_or_create(order=purchase_order.order, source_type=source_type)
    return source


def _finish(purchase_order, source, *, by, at, reason=""):
    proof = source.transactions.latest("pk")
    # Oscar stamps the moment of recording; the fact happened at ``at``.
    Transaction.objects.filter(pk=proof.pk).update(date_created=at)
    what = "退款" if proof.txn_type == Transaction.REFUND else "收款"
    note = f"{what} {proof.amount} 元，流水号 {proof.reference}"
    purchase_order.moves.create(old=purchase_order.status, new=purchase_order.status, by=by, at=at, reason=note)
    purchase_orders.record_progress(purchase_order=purchase_order, by=by, at=at, proof=proof, reason=reason)
