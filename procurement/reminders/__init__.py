"""Remind the people who have to act: of deadlines, and of what has been waiting for them for days.

Only those who act by their role are reminded. Who did not pledge is never asked why: taking part is voluntary.
"""

from django.db import IntegrityError, transaction

from shop.inbox.messages import tell

from . import claims, group_orders, office, purchase_orders, suppliers

SOURCES = [
    group_orders.deadlines,
    group_orders.steps,
    purchase_orders.to_ship,
    purchase_orders.to_sign,
    claims.to_answer,
    claims.of_buyers,
    office.queues,
    suppliers.licences,
]


def register(source):
    """Add a source of a layer above: called with the moment, it yields keywords for ``tell``."""
    if source not in SOURCES:
        SOURCES.append(source)


def send(*, at):
    """Remind everybody of what is due; doing it again on the same day changes nothing. Return the messages written."""
    return sum(_tell(reminder, at) for source in SOURCES for reminder in source(at))


def _tell(reminder, at):
    try:
        with transaction.atomic():
            return len(tell(at=at, **reminder))
    except IntegrityError:
        # Another scheduler reminded of the same thing in the same moment.
        return 0
