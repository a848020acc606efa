"""Send money back the way it came: asked for here, done by the provider, written down once."""

from functools import partial

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from procurement.delivery import purchase_orders
from shop.produce.money import ZERO

from . import alarms, books, gateways
from .gateways import Declined
from .models import OnlinePaymentPart, OnlineRefund

Status = OnlineRefund.Status


class Refused(Exception):
    """This cannot be sent back online; the message says why."""


def parts_left(purchase_order):
    """Return the paid parts of an order with ``left``, what was not sent back of each in CNY, the newest first."""
    parts = OnlinePaymentPart.objects.filter(purchase_order=purchase_order).exclude(payment__paid_at=None)
    rows = []
    for part in parts.select_related("payment").order_by("-pk"):
        sent = OnlineRefund.objects.filter(payment=part.payment, purchase_order=purchase_order)
        sent = sent.exclude(status=Status.FAILED).aggregate(total=Coalesce(Sum("amount"), ZERO))["total"]
        part.left = part.amount - sent
        rows.append(part)
    return [part for part in rows if part.left > 0]


def left_online(purchase_order):
    """Return how much of an order's money could go back the way it came, in CNY."""
    return sum((part.left for part in parts_left(purchase_order)), ZERO)


@transaction.atomic
def ask(*, purchase_order, amount, reason, by, at):
    """Write refunds down that together send an amount back, and have them sent in the background.

    :param amount: CNY, at most what was paid too much and came in online.
    :return: the ``OnlineRefund`` rows, one for each payment that is needed.
    :raises Refused: if the amount does not fit.
    """
    locked = purchase_orders.lock(purchase_order)
    most = min(books.refundable(locked), left_online(locked))
    if not 0 < amount <= most:
        raise Refused(f"退款金额须大于 0，且不超过可退的 {most:.2f} 元。")
    rows = []
    for part in parts_left(locked):
        piece = min(part.left, amount - sum((row.amount for row in rows), ZERO))
        if piece > 0:
            facts = {"payment": part.payment, "purchase_order": locked, "amount": piece}
            rows.append(OnlineRefund.objects.create(reason=reason[:200], by=by, at=at, **facts))
    for row in rows:
        transaction.on_commit(partial(_enqueue, row.pk))
    return rows


def send(*, refund, at):
    """Ask the provider to send a refund, and write down what it says; calling it again sends nothing twice.

    :raises gateways.Unreachable: when the provider does not answer; try again later.
    """
    if not refund.is_pending:
        return
    try:
        returned = gateways.of(refund.payment.gateway).send_back(refund)
    except Declined as refusal:
        _fail(refund=refund, remark=str(refusal), at=at)
        return
    apply(refund=refund, returned=returned, at=at)


@transaction.atomic
def apply(*, refund, returned, at):
    """Write down what became of a refund at the provider, once."""
    locked = OnlineRefund.objects.select_for_update().select_related("payment").get(pk=refund.pk)
    if not locked.is_pending:
        return
    locked.reference = returned.reference
    locked.save(update_fields=["reference"])
    if returned.is_failed:
        _fail(refund=locked, remark="渠道没有退成", at=at)
    elif returned.is_done:
        _book(locked, at=at)


def mirror(*, payment, at):
    """Bring our refunds in step with the provider's, also those that somebody made in the provider's own pages."""
    for returned in gateways.of(payment.gateway).refunds_of(payment):
        known = payment.refunds.filter(reference=returned.reference).first()
        known = known or (payment.refunds.filter(key=returned.key).first() if returned.key else None)
        if known is None and not returned.is_failed:
            known = _adopt(payment, returned, at)
        if known:
            apply(refund=known, returned=returned, at=at)


@transaction.atomic
def _adopt(payment, returned, at):
    """Write down a refund not asked for here, at the order it fits best; None when it fits none."""
    payment = type(payment).objects.select_for_update().get(pk=payment.pk)
    if payment.refunds.filter(reference=returned.reference).exists():
        return None
    parts = [part for part in _left_of(payment) if part.left >= returned.amount]
    if not parts:
        alarms.stray_refund(payment, returned, at=at)
        return None
    part = min(parts, key=lambda part: (part.left != returned.amount, part.pk))
    facts = {"purchase_order": part.purchase_order, "amount": returned.amount, "reference": returned.reference}
    return payment.refunds.create(reason="在支付渠道后台退款", by=None, at=returned.at or at, **facts)


def _left_of(payment):
    parts = payment.parts.select_related("purchase_order__order").order_by("pk")
    rows = payment.refunds.exclude(status=Status.FAILED).order_by()
    sent = dict(rows.values_list("purchase_order").annotate(total=Sum(F("amount"))))
    for part in parts:
        part.left = part.amount - sent.get(part.purchase_order_id, ZERO)
    return parts


def _book(refund, *, at):
    refund.status = Status.DONE
    refund.save(update_fields=["status"])
    order = purchase_orders.lock(refund.purchase_order)
    gateway = gateways.of(refund.payment.gateway)
    books.pay_back(
        order,
        source=(gateway.CODE, gateway.LABEL),
        amount=refund.amount,
        reference=refund.reference,
        by=refund.by,
        at=at,
        reason=refund.reason,
    )
    if refund.by is None and books.outstanding(order) and not order.is_cancelled:
        alarms.unasked_refund(refund, at=at)


@transaction.atomic
def _fail(*, refund, remark, at):
    changed = OnlineRefund.objects.filter(pk=refund.pk, status=Status.PENDING)
    if changed.update(status=Status.FAILED, remark=remark[:200]):
        alarms.refund_failed(refund, remark, at=at)


def _enqueue(pk):
    from . import tasks

    tasks.send_refund.enqueue(pk)
