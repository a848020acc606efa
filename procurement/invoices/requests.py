"""A shopper asks for an invoice of their order: made out to a person, or to a company with its credit code."""

from django.db import transaction

from ..delivery.purchase_order_moves import lock, remark
from ..models import InvoiceRequest, PurchaseOrder
from ..moves import Refused


def is_open(purchase_order):
    """Tell whether an invoice may be asked for, or what was asked may still be changed."""
    if not purchase_order.is_public or purchase_order.is_cancelled or purchase_order.is_pending_payment:
        return False
    return not purchase_order.invoice_parts.filter(invoice__status__in=("ISSUED", "ACCEPTED")).exists()


def of(purchase_order):
    """Return what was asked for, or None."""
    return InvoiceRequest.objects.filter(purchase_order=purchase_order).first()


@transaction.atomic
def ask(*, purchase_order, kind, name, credit_code, by, at):
    """Keep to whom the invoice is made out; asking again changes it until an invoice is there.

    :raises Refused: if the order was cancelled, is not paid for, or has its invoice.
    """
    locked = lock(purchase_order)
    if not is_open(locked):
        raise Refused("这张订单现在不能申请开票：已取消、待付款，或发票已经开好。")
    facts = {"kind": kind, "name": name, "credit_code": credit_code, "by": by, "at": at}
    made, is_new = InvoiceRequest.objects.update_or_create(purchase_order=locked, defaults=facts)
    remark(
        purchase_order=locked, by=by, at=at, reason=f"{'申请' if is_new else '修改'}开票：{name} {credit_code}".strip()
    )
    return made


def waiting(supplier):
    """Return a supplier's public orders with an invoice asked for and none there, the oldest first."""
    rows = PurchaseOrder.objects.filter(supplier=supplier, unit=None).exclude(invoice_request=None)
    rows = rows.exclude(status=PurchaseOrder.Status.CANCELLED)
    done = rows.filter(invoice_parts__invoice__status__in=("ISSUED", "ACCEPTED")).values("pk")
    return rows.exclude(pk__in=done).select_related("order", "invoice_request").order_by("invoice_request__at", "pk")
