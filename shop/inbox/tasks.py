"""Send in the background, and again later when it failed."""

from django.utils import timezone
from django_tasks import task

from . import deliveries


@task()
def deliver(pk):
    """Try to send a delivery. It may run twice: the second time finds nothing to do."""
    again_at = deliveries.attempt(pk=pk, at=timezone.now())
    # Without a queue that can wait, ``send_reminders`` finds it when it is due.
    if again_at and deliver.get_backend().supports_defer:
        deliver.using(run_after=again_at).enqueue(pk)
