"""The hats a person may wear: a unit's, a supplier's, the county office's; each opens one desk."""

from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

from . import permissions, roles

OFFICE_GROUP = roles.GROUPS[permissions.OFFICE]


@dataclass(frozen=True)
class Hat:
    """One desk: ``kind`` is ``unit``, ``supplier``, ``office`` or one of the administrators', ``code`` the unit's or
    supplier's code.
    """

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

    @property
    def is_security(self):
        return self.kind == "security"

    @property
    def is_audit(self):
        return self.kind == "audit"

    @property
    def is_system(self):
        return self.kind == "system"


def security_hat():
    return Hat("security", "", roles.GROUPS[permissions.SECURITY], reverse("security:index"))


def office_hat():
    return Hat("office", "", OFFICE_GROUP, reverse("office:home"))


def unit_hat(unit):
    return Hat("unit", unit.code, unit.short_name, reverse("unit:home", args=[unit.code]))


def supplier_hat(partner):
    return Hat("supplier", partner.code, partner.name, reverse("supplier:home", args=[partner.code]))


def audit_hat():
    return Hat("audit", "", roles.GROUPS[permissions.AUDIT], reverse("audit:index"))


def system_hat():
    return Hat("system", "", roles.GROUPS[permissions.SYSTEM], reverse("system:index"))


OF_GROUPS = {
    permissions.OFFICE: office_hat,
    permissions.SECURITY: security_hat,
    permissions.AUDIT: audit_hat,
    permissions.SYSTEM: system_hat,
}


def of(user):
    """Return the hats of a person, in the order the header shows them; none for a visitor."""
    if not user.is_authenticated:
        return []
    groups = set(user.groups.values_list("name", flat=True))
    own = [make() for role, make in OF_GROUPS.items() if roles.GROUPS[role] in groups]
    # The unit model lies in a layer above.
    units = apps.get_model("procurement", "Unit").objects.of(user).order_by("code")
    suppliers = user.partners.order_by("code")
    return [*own, *map(unit_hat, units), *map(supplier_hat, suppliers)]
