"""Make files in the background. A task may run twice: the second time finds nothing to do."""

from django.utils import timezone
from django_tasks import task

from . import files, schedule


@task()
def make(pk):
    files.make(pk=pk, at=timezone.now(), tell=schedule.tell)
