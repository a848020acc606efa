"""The desk at which money that came in is looked at: a supplier's, which sees its own orders, or the office's."""

from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from procurement.models import PurchaseOrder
from shop.user.desks import office_desk, supplier_desk

from .. import payees, references
from ..models import Remittance


@dataclass(frozen=True)
class Desk:
    """A supplier's desk, or the office's without a partner."""

    partner: object = None

    @property
    def is_office(self):
        return self.partner is None

    def orders(self):
        """Return the purchase orders whose money is looked at here."""
        rows = PurchaseOrder.objects.select_related("order", "supplier", "unit")
        if self.partner:
            return rows.filter(supplier=self.partner)
        return rows if settings.DEMO else rows.filter(is_demo=False)

    def accounts(self):
        """Return ``{account key: name}`` of the accounts whose statements are looked at here."""
        if not self.partner:
            return payees.accounts()
        own = payees.of(self.partner)
        return {own.key: own.name} if own.key else {}

    def remittance(self, reference):
        """Return a remittance that pays any order of this desk, or answer 404."""
        rows = Remittance.objects.filter(orders__in=self.orders().order_by().values("pk"))
        return get_object_or_404(rows.distinct(), pk=remittance_pk(reference))

    def url(self, name, *arguments):
        """Return the address of a page of this desk."""
        if self.partner:
            return reverse(f"supplier_payments:{name}", args=[self.partner.code, *arguments])
        return reverse(f"office_transfers:{name}", args=arguments)

    def order_url(self, number):
        if self.partner:
            return reverse("supplier:order", args=[self.partner.code, number])
        return reverse("office:purchase_order", args=[number])


def at_supplier(view):
    """Let a view serve a supplier's desk."""

    @supplier_desk
    @wraps(view)
    def with_desk(request, partner, *args, **kwargs):
        return view(request, Desk(partner), *args, **kwargs)

    return with_desk


def at_office(view):
    """Let a view serve the county office's desk."""

    @office_desk
    @wraps(view)
    def with_desk(request, *args, **kwargs):
        return view(request, Desk(), *args, **kwargs)

    return with_desk


def remittance_pk(reference):
    """Return the primary key that a remittance's reference stands for, or answer 404."""
    try:
        kind, pk = references.read(reference)
    except ValueError:
        raise Http404 from None
    if kind != references.REMITTANCE:
        raise Http404
    return pk
