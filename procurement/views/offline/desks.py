"""The desk at which offline purchases are looked at: which ones are there, what may be done, where pages lie."""

from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from shop.user.desks import office_desk, unit_desk

from ...models import OfflineImport, OfflinePurchase, Unit


@dataclass(frozen=True)
class Desk:
    """A unit's desk, or the office's without a unit."""

    unit: Unit | None
    may_register: bool

    @property
    def is_office(self):
        return self.unit is None

    def purchases(self):
        rows = OfflinePurchase.objects.select_related("unit", "proof")
        if self.unit:
            return rows.filter(unit=self.unit)
        return rows if settings.DEMO else rows.filter(is_demo=False)

    def get(self, number):
        """Return one purchase of this desk, or answer 404."""
        return get_object_or_404(self.purchases(), number=number)

    def imports(self):
        return OfflineImport.objects.filter(unit=self.unit).select_related("by", "unit")

    def units(self):
        """Return the units for which may be registered here."""
        rows = Unit.objects.order_by("code")
        if self.unit:
            return rows.filter(pk=self.unit.pk)
        return rows if settings.DEMO else rows.filter(is_demo=False)

    def url(self, name, *arguments):
        """Return the address of a page of this desk."""
        if self.unit:
            return reverse(f"unit:{name}", args=[self.unit.code, *arguments])
        return reverse(f"office:{name}", args=arguments)


def at_unit(view):
    """Let a view serve a unit's desk: people with a role in its purchases look, its handlers register."""

    @unit_desk
    @wraps(view)
    def with_desk(request, unit, *args, **kwargs):
        if not request.user.has_perm("procurement.view_offline", unit):
            raise PermissionDenied
        may_register = request.user.has_perm("procurement.register_offline", unit)
        return view(request, Desk(unit, may_register), *args, **kwargs)

    return with_desk


def at_office(view):
    """Let a view serve the office's desk."""

    @office_desk
    @wraps(view)
    def with_desk(request, *args, **kwargs):
        return view(request, Desk(None, True), *args, **kwargs)

    return with_desk


def registrars_only(view):
    """Refuse people who may look but not register."""

    @wraps(view)
    def checked(request, desk, *args, **kwargs):
        if not desk.may_register:
            raise PermissionDenied
        return view(request, desk, *args, **kwargs)

    return checked
