"""Where ``procurement.figures.ledger`` stores entries: open months only, with the rollups, many writers at a time.

On SQLite there is one writer at a time and nothing to arrange. On PostgreSQL writers share a lock that a closing takes
alone, so that a month is summed when nobody is in the middle of writing into it. Among themselves writers take lanes:
each adds to rollup rows of its own, so two orders at the same moment never wait for the row of their region, and the
order in which they touch rows cannot lock them up.
"""

from dataclasses import dataclass

from django.db import connection

from ..models import Closing, LedgerEntry
from . import rollups

OPEN = {
    "postgresql": "SELECT closed, lane FROM ledger_open_for_writing()",
    "sqlite": f"SELECT MAX(period), 0 FROM {Closing._meta.db_table}",
}


@dataclass(frozen=True)
class Book:
    """``closed`` is the last closed month (empty: none is), ``lane`` where rollups are written."""

    closed: str
    lane: int

    def period_of(self, month):
        """Return the month itself while it is open, else the first open one."""
        return month if month > self.closed else following(self.closed)


def open_for_writing():
    """Take part in writing until the transaction ends; a closing under way is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN[connection.vendor])
        closed, lane = cursor.fetchone()
    return Book(closed or "", lane)


def open_for_closing():
    """Wait until nobody writes, and keep everybody from writing until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger_open_for_closing()")


def write(entries):
    """Put new entries into an open month, seal and store them, and add them to the rollups.

    :return: the entries stored.
    """
    entries = list(entries)
    if not entries:
        return []
    opened = open_for_writing()
    for entry in entries:
        _place(entry, opened)
        entry.digest = entry.content_digest()
    stored = LedgerEntry.objects.bulk_create(entries)
    rollups.add(stored, lane=opened.lane)
    return stored


def _place(entry, opened):
    """Set the month in which an entry counts: its own while that is open, else the first open one.

    An entry that comes too late for its month, or undoes an entry of a closed month, names the month it corrects.
    """
    month, undone = f"{entry.occurred_on:%Y-%m}", entry.reversal_of
    entry.period = opened.period_of(month)
    if entry.period != month:
        entry.corrects_period = month
    elif undone and undone.period <= opened.closed:
        entry.corrects_period = undone.corrects_period or undone.period


def following(month):
    """``2026-12`` → ``2027-01``."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"
