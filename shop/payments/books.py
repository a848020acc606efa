"""Write money down in Oscar's ``Source`` and ``Transaction``; the PAID and COMPLETED entries follow at once."""

from oscar.core.loading import get_model

from procurement import messages
from procurement.delivery import purchase_orders
from shop.produce.money import ZERO

from .models import OnlineRefund

Source = get_model("payment", "Source")
SourceType = get_model("payment", "SourceType")
Transaction = get_model("payment", "Transaction")


def outstanding(purchase_order):
    """Return what is still to pay, in CNY (never negative)."""
    return max(purchase_orders.amount_due(purchase_order) - purchase_orders.amount_received(purchase_order), ZERO)


def refundable(purchase_order):
    """Return what the buyer has paid too much, in CNY (never negative).

    Replacements on their way will be due, and what a provider is sending back already is not sent twice.
    """
    over = purchase_orders.amount_received(purchase_order) - purchase_orders.amount_due(purchase_order)
    return max(over - purchase_orders.amount_replacing(purchase_order) - on_its_way_back(purchase_order), ZERO)


def on_its_way_back(purchase_order):
    """Return the refunds asked for at a provider that have not arrived, in CNY."""
    pending = OnlineRefund.objects.filter(purchase_order=purchase_order, status=OnlineRefund.Status.PENDING)
    return sum(pending.values_list("amount", flat=True), ZERO)


def transactions(purchase_order):
    return Transaction.objects.filter(source__order=purchase_order.order_id)


def receive(locked, *, source, amount, reference, by, at):
    """Write down money that came in for a locked order, in CNY, and tell its buyer.

    :param source: ``(code, name)`` of where it came from.
    :return: Oscar's ``Transaction``.
    """
    left = outstanding(locked)
    source = _source(locked, *source)
    source.debit(amount, reference=reference, status="RECORDED")
    row = _finish(locked, source, by=by, at=at)
    words = {"amount": amount, "reference": reference, "outstanding": max(left - amount, ZERO)}
    messages.purchase_orders.paid(locked, **words, by=by, at=at)
    return row


def pay_back(locked, *, source, amount, reference, by, at, reason):
    """Write down money that was sent back for a locked order, in CNY, and tell its buyer.

    :return: Oscar's ``Transaction``.
    """
    source = _source(locked, *source)
    source.refund(amount, reference=reference, status="RECORDED")
    row = _finish(locked, source, by=by, at=at, reason=reason)
    words = {"amount": amount, "reference": reference, "reason": reason}
    messages.purchase_orders.refunded(locked, **words, by=by, at=at)
    return row


def _source(purchase_order, code, name):
    source_type, _ = SourceType.objects.get_or_create(code=code, defaults={"name": name})
    source, _ = Source.objects.get_or_create(order=purchase_order.order, source_type=source_type)
    return source


def _finish(purchase_order, source, *, by, at, reason=""):
    proof = source.transactions.latest("pk")
    # Oscar stamps the moment of recording; the fact happened at ``at``.
    proof.date_created = at
    proof.save(update_fields=["date_created"])
    what = "退款" if proof.txn_type == Transaction.REFUND else "收款"
    note = f"{what} {proof.amount:.2f} 元，流水号 {proof.reference}"
    purchase_orders.remark(purchase_order=purchase_order, by=by, at=at, reason=note)
    # Parts may be written down in any order: paid in full on the day of the last one.
    last = transactions(purchase_order).latest("date_created").date_created
    purchase_orders.record_progress(purchase_order=purchase_order, by=by, at=last, proof=proof, reason=reason)
    return proof
