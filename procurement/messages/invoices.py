"""What people are told about invoices: the unit that one came, the supplier what became of it."""

from django.urls import reverse

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced

from ..models import Role


@unless_silenced
def issued(invoice, *, by, at):
    """Tell the unit's handlers that an invoice waits for them, or a shopper with an account that it is there."""
    if invoice.unit is None:
        _to_shopper(invoice, by=by, at=at)
        return
    link = reverse("unit:invoice", args=[invoice.unit.code, invoice.pk])
    facts = {"by": by, "at": at, "invoice": invoice}
    tell(kind=Kind.INVOICE, unit=invoice.unit, role=Role.HANDLER, link=link, **facts)


@unless_silenced
def decided(invoice, *, by, at):
    """Tell the supplier that its invoice was accepted or returned, the unit that it was withdrawn."""
    facts = {"kind": Kind.INVOICE, "by": by, "at": at, "invoice": invoice}
    if invoice.unit is None:
        _to_shopper(invoice, by=by, at=at)
    elif invoice.status == invoice.Status.WITHDRAWN:
        link = reverse("unit:invoice", args=[invoice.unit.code, invoice.pk])
        tell(unit=invoice.unit, role=Role.HANDLER, link=link, **facts)
    else:
        link = reverse("supplier:invoice", args=[invoice.supplier.code, invoice.pk])
        tell(people=invoice.supplier.users.all(), link=link, **facts)


def _to_shopper(invoice, *, by, at):
    for part in invoice.parts.select_related("purchase_order__order__user"):
        order = part.purchase_order.order
        if order.user_id:
            link = reverse("checkout:order", args=[order.number])
            tell(kind=Kind.INVOICE, people=[order.user], link=link, by=by, at=at, invoice=invoice)
