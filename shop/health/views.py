"""Addresses for monitors and load balancers: alive, ready, measured."""

import logging
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from . import facts, metrics

log = logging.getLogger(__name__)


@require_safe
def healthz(request):
    """Answer 200 when the database and the queue answer, otherwise let the error become a 500."""
    facts.database_answers()
    return JsonResponse({"status": "ok", "waiting_jobs": facts.backlog()})


@require_safe
def readyz(request):
    """Answer 200 when this server may be sent visitors, else 503; each part says ``ok`` or what is wrong with it."""
    parts = {name: _look(name, check) for name, check in CHECKS.items()}
    ready = all(said == "ok" for name, said in parts.items() if name not in SOFT)
    return JsonResponse({"status": "ready" if ready else "not ready", "parts": parts}, status=200 if ready else 503)


@require_safe
def prometheus(request):
    """Show the metrics to allowed addresses and to who has the token; for anybody else there is no such page."""
    if not (_has_token(request) or _is_allowed(request.META.get("REMOTE_ADDR", ""))):
        raise Http404
    body, content_type = metrics.render()
    return HttpResponse(body, content_type=content_type)


def _look(name, check):
    try:
        return check()
    except Exception:
        log.exception("Not ready: %s", name)
        return "does not answer"


def _database():
    return "ok" if facts.database_answers() else "does not answer"


def _migrations():
    missing = facts.missing_migrations()
    return f"{len(missing)} missing" if missing else "ok"


def _cache():
    return "ok" if facts.cache_answers() else "keeps nothing"


def _queue():
    waiting, seconds = facts.backlog(), facts.oldest_wait(timezone.now())
    if waiting > settings.READY_MOST_JOBS or seconds > settings.READY_OLDEST_JOB_SECONDS:
        return f"{waiting} jobs wait, the oldest for {seconds:.0f} s"
    return "ok"


CHECKS = {"database": _database, "migrations": _migrations, "cache": _cache, "queue": _queue}
# A queue that is behind, or a cache that is gone, makes the site slower: no reason to take every server away at once.
SOFT = {"queue", "cache"}


def _has_token(request):
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, settings.METRICS_TOKEN)


def _is_allowed(address):
    try:
        return any(ip_address(address) in ip_network(allowed) for allowed in settings.METRICS_ALLOWED)
    except ValueError:
        return False
