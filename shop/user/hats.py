"""The hats a person may wear: a unit's, a supplier's, the county office's; each opens one desk."""

from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

OFFICE_GROUP = "县协作办"


@dataclass(frozen=True)
class Hat:
    """One desk: ``kind`` is ``unit``, ``supplier`` or ``office``, ``code`` the unit's or supplier's code."""

    kind: str
    code: str
    label: str
    url: str

    @property
    def is_unit(self):
        return self.kind == "unit"

    @property
    def is_supplier(self):
        return self.kind == "supplier"

    @property
    def is_office(self):
        return self.kind == "office"


def office_hat():
    return Hat("office", "", OFFICE_GROUP, reverse("office:home"))


def unit_hat(unit):
    return Hat("unit", unit.code, unit.short_name, reverse("unit:home", args=[unit.code]))


def supplier_hat(partner):
    return Hat("supplier", partner.code, partner.name, reverse("supplier:home", args=[partner.code]))


def of(user):
    """Return the hats of a person, in the order the header shows them; none for a visitor."""
    if not user.is_authenticated:
        return []
    office = [office_hat()] if user.groups.filter(name=OFFICE_GROUP).exists() else []
    # The unit model lies in a layer above.
    units = apps.get_model("procurement", "Unit").objects.of(user).order_by("code")
    suppliers = user.partners.order_by("code")
    return [*office, *map(unit_hat, units), *map(supplier_hat, suppliers)]
