"""Which views make pages for everybody, and under which name one is kept."""

import hashlib
import os
import re
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone

# Everything that turns by the clock (a day, a month's season, live figures) turns at one of these, or at a time said.
WINDOW = timedelta(minutes=10)
VALUE = re.compile(r"[\w .,·、，。¥~～—-]{0,60}\Z")


def shared_page(*parameters, until=lambda at: None):
    """Mark a view whose page depends on its address only, with these query parameters, and on nothing about a visitor.

    :param until: from the time of the request to the time at which the page turns by itself, or None.
    """

    def mark(view):
        view.shared = (frozenset(parameters), until)
        return view

    return mark


def find(request):
    """Return ``(name, until)`` of the page that a stranger asks for, or None if it is not one for everybody."""
    if request.method != "GET" or "HX-Request" in request.headers or not _may_keep():
        return None
    shared = _of_address(request.path_info)
    if shared is None or not is_plain(request, shared[0]):
        return None
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"page:{hashlib.sha256(address.encode()).hexdigest()}", shared[1]


def _may_keep():
    """Tell whether pages are kept; none is given out while everybody gets the page for an update."""
    return settings.PAGE_CACHE and not os.path.exists(settings.MAINTENANCE_FILE)


@lru_cache(maxsize=2000)
def _of_address(path):
    try:
        return getattr(resolve(path).func, "shared", None)
    except Resolver404:
        return None


def is_plain(request, parameters):
    """Tell whether a query says what our own links and forms say: anybody else's could fill the cache."""
    if not request.META.get("QUERY_STRING"):
        return True
    query = request.GET.lists()
    return all(name in parameters and len(values) == 1 and VALUE.match(values[0]) for name, values in query)


def window(at=None):
    """Return the number of the ten minutes that a moment lies in."""
    return int((at or timezone.now()).timestamp() // WINDOW.total_seconds())
