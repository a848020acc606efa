"""Decorators that open a desk: they load the unit or supplier the person belongs to, or answer 404."""

from functools import wraps

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404

from . import hats, permissions, roles


def unit_desk(view):
    """Call ``view(request, unit, …)`` for an address starting with a unit's code."""

    @login_required
    @wraps(view)
    def with_unit(request, code, *args, **kwargs):
        unit = get_object_or_404(apps.get_model("procurement", "Unit").objects.of(request.user), code=code)
        request.desk = hats.unit_hat(unit)
        return view(request, unit, *args, **kwargs)

    return with_unit


def supplier_desk(view):
    """Call ``view(request, partner, …)`` for an address starting with a supplier's code."""

    @login_required
    @wraps(view)
    def with_supplier(request, code, *args, **kwargs):
        partner = get_object_or_404(request.user.partners.select_related("profile__region"), code=code)
        request.desk = hats.supplier_hat(partner)
        return view(request, partner, *args, **kwargs)

    return with_supplier


def _group_desk(*allowed):
    """Return a decorator for people who hold one of the site's own roles; others get 404."""

    def decorator(view):
        @login_required
        @wraps(view)
        def at_desk(request, *args, **kwargs):
            held = set(request.user.groups.values_list("name", flat=True))
            role = next((role for role in allowed if roles.GROUPS[role] in held), None)
            if role is None:
                raise Http404
            request.desk = hats.OF_GROUPS[role]()
            return view(request, *args, **kwargs)

        return at_desk

    return decorator


office_desk = _group_desk(permissions.OFFICE)
security_desk = _group_desk(permissions.SECURITY)
# Who helps people back into their accounts.
keeper_desk = _group_desk(permissions.SECURITY, permissions.OFFICE)
audit_desk = _group_desk(permissions.AUDIT, permissions.OFFICE)
# Who keeps the site running.
system_desk = _group_desk(permissions.SYSTEM, permissions.OFFICE)
