"""Work on an import in the background. Each task may run twice: the second time finds nothing left to do."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import default_task_backend, task

from . import leases, work


@task()
def go_on(import_pk):
    """Do what an import waits for, then whatever other imports were left lying by a worker that died."""
    work.go_on(import_pk=import_pk, at=timezone.now())
    for stalled in leases.stalled():
        work.go_on(import_pk=stalled.pk, at=timezone.now())


@task()
def look_after(import_pk):
    """Go on with an import whose worker died; look again later while one works on it."""
    if leases.stalled().filter(pk=import_pk).exists():
        work.go_on(import_pk=import_pk, at=timezone.now())
    if work.is_at_work(import_pk):
        look_after_later(import_pk)


def start(import_pk):
    """Have an import worked on, and looked after should the worker die."""
    # In this order: a queue that works at once must not find the import unfinished.
    look_after_later(import_pk)
    go_on.enqueue(import_pk)


def look_after_later(import_pk):
    # A queue without deferred tasks works at once and in this process: nobody can die unnoticed.
    if default_task_backend.supports_defer:
        run_after = timezone.now() + timedelta(seconds=settings.IMPORT_STALE_SECONDS + 5)
        look_after.using(run_after=run_after).enqueue(import_pk)
