"""Numbers for Prometheus: requests by django-prometheus, of all processes together, and what the site is up to."""

import os

from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest, multiprocess

from . import facts

PREFIX = "shop"


def render():
    """Return the page's bytes and its content type."""
    site = CollectorRegistry()
    _measure(site)
    return generate_latest(_of_requests()) + generate_latest(site), CONTENT_TYPE_LATEST


def _of_requests():
    """Return the registry of all gunicorn processes, or of this one when they share no folder."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return registry


def _measure(registry):
    at = timezone.now()
    waiting = Gauge(f"{PREFIX}_jobs_waiting", "Jobs that wait", ["queue"], registry=registry)
    for queue, (number, _) in facts.waiting_jobs().items():
        waiting.labels(queue).set(number)
    free, share = facts.disk_free()
    for name, text, value in (
        ("jobs_oldest_wait_seconds", "How long the oldest job has waited", facts.oldest_wait(at)),
        ("jobs_parked", "Jobs that failed for good", facts.parked_jobs()),
        ("workers_alive", "Background workers heard of lately", len(facts.workers(at))),
        ("disk_free_bytes", "Free bytes where files lie", free),
        ("disk_free_share", "Free share where files lie", share),
        ("index_age_seconds", "Since the search index was written", _age(facts.index_written_at(), at)),
        ("backup_age_seconds", "Since the newest backup", _age(facts.backed_up_at(), at)),
        ("payment_message_age_seconds", "Since the provider told us", _age(facts.last_payment_message_at(), at)),
    ):
        Gauge(f"{PREFIX}_{name}", text, registry=registry).set(value)


def _age(moment, at):
    """Return seconds since a moment; -1 when there was none, so that an alarm can tell."""
    return (at - moment).total_seconds() if moment else -1
