"""``manage.py db_worker``: the queue's own worker, which also beats and looks after the jobs of dead ones."""

import logging
import platform
import threading

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from shop.health import jobs

log = logging.getLogger(__name__)


class Command(db_worker.Command):
    """Django finds this one first; arguments and behaviour are those of ``django_tasks_db``."""

    def handle(self, *, worker_id, **options):
        ended = threading.Event()
        heart = threading.Thread(target=_beat, args=[worker_id, ended], daemon=True)
        heart.start()
        try:
            super().handle(worker_id=worker_id, **options)
        finally:
            ended.set()
            heart.join(timeout=10)


def _beat(name, ended):
    """Beat until the worker ends; a beat that fails, as while the database restarts, is not the last."""
    try:
        while True:
            _once(lambda: jobs.beat(name=name, machine=platform.node(), at=timezone.now()))
            _once(lambda: jobs.reclaim(timezone.now()))
            if ended.wait(settings.WORKER_STALE_SECONDS / 4):
                break
        _once(lambda: jobs.leave(name=name))
    finally:
        connection.close()


def _once(act):
    close_old_connections()
    try:
        act()
    except DatabaseError:
        log.warning("A worker could not say that it lives.", exc_info=True)
