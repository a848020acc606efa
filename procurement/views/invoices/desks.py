"""The desk at which invoices are looked at: which ones are there, and what may be done with them."""

from dataclasses import dataclass
from functools import wraps

from django.shortcuts import get_object_or_404
from django.urls import reverse

from shop.user.desks import office_desk, supplier_desk, unit_desk

from ...models import Invoice, Unit


@dataclass(frozen=True)
class Desk:
    """A supplier's desk, a unit's, or the office's with neither."""

    unit: Unit | None = None
    partner: object = None
    may_decide: bool = False

    @property
    def is_office(self):
        return self.unit is None and self.partner is None

    def invoices(self):
        rows = Invoice.objects.select_related("unit", "supplier", "red_of")
        if self.unit:
            return rows.filter(unit=self.unit)
        return rows.filter(supplier=self.partner) if self.partner else rows

    def get(self, pk):
        """Return one invoice of this desk, or answer 404."""
        return get_object_or_404(self.invoices(), pk=pk)

    def url(self, name, *arguments):
        """Return the address of a page of this desk."""
        if self.unit:
            return reverse(f"unit:{name}", args=[self.unit.code, *arguments])
        if self.partner:
            return reverse(f"supplier:{name}", args=[self.partner.code, *arguments])
        return reverse(f"office:{name}", args=arguments)

    def order_url(self, number):
        name = "order" if self.partner else "purchase_order"
        return self.url(name, number)


def at_unit(view):
    """Let a view serve a unit's desk; its handlers decide."""

    @unit_desk
    @wraps(view)
    def with_desk(request, unit, *args, **kwargs):
        may_decide = request.user.has_perm("procurement.handle", unit)
        return view(request, Desk(unit=unit, may_decide=may_decide), *args, **kwargs)

    return with_desk


def at_supplier(view):
    """Let a view serve a supplier's desk."""

    @supplier_desk
    @wraps(view)
    def with_desk(request, partner, *args, **kwargs):
        return view(request, Desk(partner=partner), *args, **kwargs)

    return with_desk


def at_office(view):
    """Let a view serve the office's desk."""

    @office_desk
    @wraps(view)
    def with_desk(request, *args, **kwargs):
        return view(request, Desk(), *args, **kwargs)

    return with_desk
