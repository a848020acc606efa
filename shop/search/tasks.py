"""The index follows changed products in the background, after the change is committed.

Each machine has an index of its own; it follows a queue of its own (``SEARCH_QUEUES``), emptied by a worker there. What
changes while a machine is off waits in its queue.
"""

from functools import partial

from django.conf import settings
from django.db import transaction
from django_tasks import task

from . import index

# Every job ends with a new segment, and merging segments takes longer than writing them.
PRODUCTS_PER_JOB = 10_000


@task()
def refresh(product_ids):
    """Bring products into the index or out of it."""
    index.refresh(product_ids)


def on_products_changed(sender, product_ids, **kwargs):
    """Receiver of ``products_changed``."""
    product_ids = list(product_ids)
    for start in range(0, len(product_ids), PRODUCTS_PER_JOB):
        for queue in settings.SEARCH_QUEUES:
            job = refresh.using(queue_name=queue)
            transaction.on_commit(partial(job.enqueue, product_ids[start : start + PRODUCTS_PER_JOB]))
