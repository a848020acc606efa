"""Hold the ledger against the orders, acceptances and payments that it tells of.

Each check is a generator of sentences, one for each difference; none means that all agrees. The database compares and
hands over what differs, so that neither time in Python nor memory grows with the ledger.
"""

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
        for check in CHECKS:
            yield from check()


def counts():
    """Return how many entries, order lines and purchase orders there are to check."""
    return LedgerEntry.objects.count(), lines.count(), PurchaseOrder.objects.count()
