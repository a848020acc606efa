"""Decorators that open a desk: they load the unit or supplier the person belongs to, or answer 404."""

from functools import wraps

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404

from . import hats


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


def office_desk(view):
    """Call ``view(request, …)`` for people of the county office; others get 404."""

    @login_required
    @wraps(view)
    def in_office(request, *args, **kwargs):
        if not request.user.groups.filter(name=hats.OFFICE_GROUP).exists():
            raise Http404
        request.desk = hats.office_hat()
        return view(request, *args, **kwargs)

    return in_office
