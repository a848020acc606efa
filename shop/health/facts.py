"""What tells how the site is: the queue, workers, index, disk, backups, messages of payment. For pages and probes.

Each function is one cheap look; none raises because a part is not set up.
"""

import json
import shutil
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import jobs


def waiting_jobs():
    """Return ``{queue: (jobs that wait, the time since which the oldest does)}``."""
    rows = DBTaskResult.objects.ready().order_by().values("queue_name")
    rows = rows.annotate(waiting=Count("pk"), since=Min("enqueued_at"))
    return {row["queue_name"]: (row["waiting"], row["since"]) for row in rows}


def backlog():
    """Return how many jobs wait, in all queues."""
    return DBTaskResult.objects.ready().count()


def oldest_wait(at):
    """Return for how many seconds the oldest job has waited, 0 when none waits."""
    since = DBTaskResult.objects.ready().aggregate(since=Min("enqueued_at"))["since"]
    return max((at - since).total_seconds(), 0) if since else 0


def parked_jobs():
    """Return how many jobs failed for good and wait for somebody to look."""
    return jobs.parked().count()


def workers(at):
    """Return the background workers that were heard of lately."""
    return list(jobs.alive(at).order_by("name"))


def index_written_at():
    """Return when this machine's search index was last written, or None without one."""
    folder = Path(settings.HAYSTACK_CONNECTIONS["default"].get("PATH", ""))
    times = [path.stat().st_mtime for path in folder.glob("*.toc")] if folder.is_dir() else []
    return _moment(max(times)) if times else None


def disk_free():
    """Return ``(free bytes, free share from 0 to 1)`` where files and the embedded database lie."""
    usage = shutil.disk_usage(settings.VAR_DIR)
    return usage.free, usage.free / usage.total


def backed_up_at():
    """Return when the newest whole backup was made, or None."""
    manifests = sorted(Path(settings.BACKUP_DIR).glob("*/manifest.json"))
    if not manifests:
        return None
    return datetime.fromisoformat(json.loads(manifests[-1].read_text())["made_at"])


def last_payment_message_at():
    """Return when the payment provider last told us something, or None."""
    events = apps.get_model("payments", "GatewayEvent").objects.order_by("-pk")
    return events.values_list("received_at", flat=True).first()


def failed_payment_messages():
    """Return how many messages of the payment provider could not be handled."""
    return apps.get_model("payments", "GatewayEvent").objects.exclude(error="").count()


def missing_migrations():
    """Return the names of migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def cache_answers():
    """Tell whether the cache keeps what it is given, for all processes."""
    cache.set("health", "here", 10)
    return cache.get("health") == "here" and not getattr(cache, "is_away", False)


def database_answers():
    """Tell whether the database does; raises what it raises if not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _moment(seconds):
    return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())
