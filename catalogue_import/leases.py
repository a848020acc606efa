"""Who works on an import in the background: one worker at a time, and another one when it is heard of no more.

A worker writes its token at the import and says every now and then that it is alive. Whatever it writes to the shop,
it writes in a transaction that first locks the import and finds its own token there, so that a worker that was thought
dead can do no harm. Times are the database's own, as workers may run on several machines.
"""

import secrets
import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Now

from .models import CatalogueImport
from .models.imports import WORKING

SECONDS_BETWEEN_BEATS = 0.5


class Lost(Exception):
    """The import was given up, or another worker took it over: leave everything as it is."""


@dataclass
class Lease:
    """One worker's hold on one import."""

    import_pk: int
    token: str
    attempts: int = 1
    last_beat: float = 0.0
    stage: str = field(default="")

    def beat(self, stage, done, total, **fields):
        """Say that the worker is alive and how far it is.

        :raises Lost: when the import is no longer this worker's.
        """
        if stage != self.stage:
            self.stage, fields = stage, fields | {"stage_at": Now()}
        fields |= {"stage": stage, "done": done, "total": total, "beat_at": Now()}
        if not CatalogueImport.objects.filter(pk=self.import_pk, worker=self.token).update(**fields):
            raise Lost
        self.last_beat = time.monotonic()

    def tell(self, stage, done, total):
        """Beat, but not more often than somebody looks."""
        if time.monotonic() - self.last_beat >= SECONDS_BETWEEN_BEATS:
            self.beat(stage, done, total)

    def lock(self):
        """Lock the import inside a transaction and return it.

        :raises Lost: when it is no longer this worker's.
        """
        locked = CatalogueImport.objects.select_for_update().filter(pk=self.import_pk, worker=self.token).first()
        if locked is None:
            raise Lost
        return locked


def claim(catalogue_import):
    """Take an import that nobody works on, or whose worker was not heard of for too long; return a ``Lease`` or None.

    One guarded update decides, so that of two workers only one gets it.
    """
    token = secrets.token_hex(16)
    free = Q(worker="") | Q(beat_at__lt=long_ago())
    working = CatalogueImport.objects.filter(free, pk=catalogue_import.pk, status__in=WORKING)
    if not working.update(worker=token, beat_at=Now(), attempts=F("attempts") + 1):
        return None
    catalogue_import.refresh_from_db()
    return Lease(catalogue_import.pk, token, catalogue_import.attempts)


def stalled():
    """Imports at work whose worker fell silent, or that no worker took up."""
    waiting = Q(worker="", stage_at__lt=long_ago())
    return CatalogueImport.objects.filter(waiting | Q(beat_at__lt=long_ago()), status__in=WORKING).order_by("pk")


def long_ago():
    return Now() - timedelta(seconds=settings.IMPORT_STALE_SECONDS)
