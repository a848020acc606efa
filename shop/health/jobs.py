"""Jobs of the queue that nobody works on any more: given to another worker, or parked with their error.

The queue itself marks a job as running and trusts its worker to say how it ended; a worker that is killed says nothing.
So each worker beats, and whatever one without a beat had in hand waits again. Every job of this site may run twice:
imports hold a lease, deliveries and events are taken under a lock, an index is written over.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from .models import Worker

log = logging.getLogger(__name__)
# A job that took so many workers with it is poison, and would take the next one too.
MOST_WORKERS = 3
LOST = "shop.health.jobs.Lost"
FORGOTTEN = timedelta(days=1)


def beat(*, name, machine, at):
    """Write down that a worker lives."""
    if not Worker.objects.filter(name=name).update(beat_at=at):
        Worker.objects.create(name=name, machine=machine[:120], started_at=at, beat_at=at)


def leave(*, name):
    """Forget a worker that ended in order."""
    Worker.objects.filter(name=name).delete()


def alive(at):
    """Return the workers that were heard of lately."""
    return Worker.objects.filter(beat_at__gte=at - timedelta(seconds=settings.WORKER_STALE_SECONDS))


def reclaim(at):
    """Let lost jobs wait again, or park them when they were tried too often; return how many were lost."""
    Worker.objects.filter(beat_at__lt=at - FORGOTTEN).delete()
    lost = [job for job in _old_running(at) if _take_back(job.pk, at)]
    for job in lost:
        log.warning("A job was lost with its worker.", extra={"job": str(job.pk), "task": job.task_path})
    return len(lost)


def parked():
    """Return the jobs that failed for good, the newest first."""
    return DBTaskResult.objects.filter(status=Status.FAILED).order_by("-finished_at")


def retry(*, pk):
    """Let a parked job wait again; tell whether there was one."""
    again = {"status": Status.READY, "finished_at": None, "worker_ids": [], "exception_class_path": "", "traceback": ""}
    return bool(parked().filter(pk=pk).order_by().update(**again))


def _old_running(at):
    """Return running jobs whose last worker is not alive; one that began just now may not have beaten yet."""
    began = at - timedelta(seconds=settings.WORKER_STALE_SECONDS)
    names = set(alive(at).values_list("name", flat=True))
    running = DBTaskResult.objects.filter(status=Status.RUNNING, started_at__lt=began).order_by("started_at")
    return [job for job in running if not names & set(job.worker_ids[-1:])]


@transaction.atomic
def _take_back(pk, at):
    job = DBTaskResult.objects.select_for_update().filter(pk=pk, status=Status.RUNNING).first()
    if job is None or alive(at).filter(name__in=job.worker_ids[-1:]).exists():
        return False
    if len(job.worker_ids) < MOST_WORKERS:
        job.status, job.started_at = Status.READY, None
    else:
        job.status, job.finished_at, job.exception_class_path = Status.FAILED, timezone.now(), LOST
        job.traceback = (
            f"{len(job.worker_ids)} workers ended while they worked on this job: {', '.join(job.worker_ids)}"
        )
    job.save(update_fields=["status", "started_at", "finished_at", "exception_class_path", "traceback"])
    return True
