"""Register an invoice for orders; accept it, return it, take it back."""

from dataclasses import asdict

from django.db import transaction
from django.utils.timezone import localdate

from .. import messages
from ..delivery import purchase_orders
from ..models import Invoice, InvoiceFile, ProofKind, PurchaseOrder
from ..moves import Refused, Repeated
from ..proofs import files, fingerprints, numbers
from . import amounts, checks, requests

__all__ = ["Refused", "accept", "issue", "send_back", "withdraw"]
Status = Invoice.Status


@transaction.atomic
def issue(*, orders, said, checked, by, at, red_of=None):
    """Register an invoice of a supplier for orders of one unit, or for one order of a shopper who asked for it.

    :param said: ``checks.Said``.
    :param checked: ``files.Checked`` list, kept with it.
    :param red_of: the invoice that a red-letter one undoes.
    :raises Refused: with every sentence about what does not fit.
    """
    locked = _lock(orders)
    unit, supplier = locked[0].unit, locked[0].supplier
    asked = requests.of(locked[0]) if unit is None else None
    found = [*checks.problems(said, unit=unit, asked=asked, supplier=supplier, today=localdate(at))]
    if said.is_red != (red_of is not None):
        found.append("红字发票须指明冲红哪一张发票，蓝字发票不用。")
    if found:
        raise Refused("".join(found))
    if red_of and not Invoice.objects.standing().filter(pk=red_of.pk, supplier=supplier, unit=unit).exists():
        raise Refused("要冲红的发票已经退回或撤回，不用再冲。")
    parts = amounts.divide(said, locked, red_of=red_of)
    number = numbers.invoice(said.number)
    facts = {name: getattr(said, name) for name in "issued_on seller_name buyer_name total tax".split()}
    made = Invoice.objects.create(
        supplier=supplier,
        unit=unit,
        number=number,
        seller_code=said.seller_code[:20],
        buyer_code=said.buyer_code[:20],
        content=_content(said),
        red_of=red_of,
        fingerprint=_claim(number, said.total, by, at),
        by=by,
        at=at,
        **facts,
    )
    for order, amount in parts.items():
        made.parts.create(purchase_order=order, amount=amount)
        note = f"{'红字发票' if said.is_red else '发票'} {number}，{amount:.2f} 元"
        purchase_orders.remark(purchase_order=order, by=by, at=at, reason=note)
    InvoiceFile.objects.bulk_create(InvoiceFile(invoice=made, **files.store(one)) for one in checked)
    messages.invoices.issued(made, by=by, at=at)
    return made


@transaction.atomic
def accept(*, invoice, by, at):
    """Let the unit accept an invoice.

    :raises Repeated: if it was decided before.
    """
    return _decide(invoice, Status.ACCEPTED, by=by, at=at)


@transaction.atomic
def send_back(*, invoice, by, at, reason):
    """Let the unit return an invoice; its number may be registered anew.

    :raises Repeated: if it was decided before.
    """
    return _decide(invoice, Status.RETURNED, by=by, at=at, reason=reason)


@transaction.atomic
def withdraw(*, invoice, by, at):
    """Let the supplier take an invoice back before the unit has accepted it.

    :raises Repeated: if it was decided before.
    """
    return _decide(invoice, Status.WITHDRAWN, by=by, at=at)


def _decide(invoice, to, *, by, at, reason=""):
    locked = Invoice.objects.select_for_update(of=("self",)).select_related("fingerprint").get(pk=invoice.pk)
    if not locked.is_issued:
        raise Repeated(f"这张发票{locked.get_status_display()}，没有重复办理。")
    if to != Status.ACCEPTED:
        if locked.reds.standing().exists():
            raise Refused("已经有红字发票冲它，请先处理红字发票。")
        old, locked.fingerprint = locked.fingerprint, None
        locked.save(update_fields=["fingerprint"])
        fingerprints.release(old)
    locked.status, locked.reason, locked.decided_by, locked.decided_at = to, reason, by, at
    locked.save()
    messages.invoices.decided(locked, by=by, at=at)
    return locked


def _lock(orders):
    """Return orders under row locks, with what is due of each."""
    pks = sorted(order.pk for order in orders)
    if not pks:
        raise Refused("请至少选择一张订单。")
    for pk in pks:
        purchase_orders.lock(PurchaseOrder(pk=pk))
    rows = PurchaseOrder.objects.filter(pk__in=pks).with_due().order_by("pk")
    locked = list(rows.select_related("order", "supplier__profile", "unit"))
    if None in {order.unit_id for order in locked} and (len(locked) > 1 or requests.of(locked[0]) is None):
        raise Refused("顾客的订单一张一开，而且要有顾客的开票申请。")
    if len({(order.unit_id, order.supplier_id) for order in locked}) > 1:
        raise Refused("一张发票只能开给一个单位的订单。")
    return locked


def _claim(number, total, by, at):
    try:
        return fingerprints.claim(kind=ProofKind.INVOICE, number=number, amount=total, by=by, at=at)
    except fingerprints.Taken:
        raise Refused(f"发票 {number} 已经登记过，同一张发票全县只能用一次。") from None


def _content(said):
    """Return the lines of an invoice's XML as plain values; empty for one that was typed."""
    if not said.lines:
        return {}
    lines = [{name: None if value is None else str(value) for name, value in asdict(one).items()} for one in said.lines]
    return {"lines": lines}
