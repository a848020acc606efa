"""The first page of a unit's desk."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.user.desks import unit_desk

from .. import agenda
from ..figures.statistics import own_year
from ..today import unit as today


@require_safe
@unit_desk
def home(request, unit):
    """What waits for this person today."""
    now = timezone.now()
    waiting = agenda.today(unit, request.user, now)
    context = {
        "unit": unit,
        "agenda": waiting,
        "tasks": today.of(unit, waiting, now),
        "now": now,
        "year": own_year.of(unit, on=timezone.localdate(now)),
    }
    return render(request, "unit/home.html", context)
