"""The state of the site, for the system administrator and the county office."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shop.user.desks import system_desk

from . import jobs, overview

SHOWN = 20


@never_cache
@require_GET
@system_desk
def index(request):
    """Each part in a line, and the jobs that failed for good."""
    context = {"parts": overview.parts(timezone.now()), "parked": jobs.parked()[:SHOWN]}
    return render(request, "health/index.html", context)
