"""Hold the ledger against the orders, acceptances and payments that it tells of.

Each check is a generator of sentences, one for each difference; none means that all agrees. The database compares and
hands over what differs, so that neither time in Python nor memory grows with the ledger.
"""

from django.db import connection

from ...models import LedgerEntry, PurchaseOrder
from ..statistics.snapshot import one_moment
from . import closings, entries, invoices, lines, offline, orders, proofs, rollups

CHECKS = [
    entries.differences,
    proofs.differences,
    lines.differences,
    orders.differences,
    offline.differences,
    rollups.differences,
    closings.differences,
    invoices.differences,
]


def register(check):
    """Add a check of a layer above."""
    if check not in CHECKS:
        CHECKS.append(check)


def differences():
    """Yield a sentence for each difference found, all as of one moment."""
    with one_moment():
        _make_room()
        for check in CHECKS:
            yield from check()


def _make_room():
    """Let PostgreSQL sort and hash a whole ledger in memory until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '256MB'")


def counts():
    """Return how many entries, order lines and purchase orders there are to check."""
    return LedgerEntry.objects.count(), lines.count(), PurchaseOrder.objects.count()
