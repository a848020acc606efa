"""A year of orders, played through the functions that the pages call, in the order in which things happen.

Every order is a generator that yields the moment of its next step; the timeline resumes whichever is due first, up to
the moment of loading. What is not due yet is what people find waiting on their desks.
"""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from procurement import reminders
from procurement.models import PurchaseOrder
from shop.inbox import messages
from shop.inbox.models import Message

from . import bank, chains, closed_months, invoicing, money, offline, retail, shelves, standing, stories
from .cast import Cast
from .group_life import live
from .offers import Offers
from .timeline import Timeline

SEED = 2026
GROUP_ORDERS, PUBLIC_ORDERS = 52, 90
# Of the last days people still have messages, and of the very last they have not read them yet.
TOLD, UNREAD = timedelta(days=12), timedelta(days=4)


@transaction.atomic
def load(*, at, scale=1.0):
    """Play the year up to a moment, all or nothing; a history that exists is left alone.

    :param scale: share of the usual number of orders; every state occurs at any scale.
    :return: whether anything was written.
    """
    if PurchaseOrder.objects.filter(is_demo=True).exists():
        return False
    until = timezone.localtime(at)
    cast, offers, timeline = Cast(), Offers(), Timeline(until)
    shelf = shelves.Shelf()
    timeline.add(shelf.weekly(until))
    for unit in cast.units:
        if unit.code in standing.UNITS:
            timeline.add(standing.live(unit, cast, until))
    for number, story in enumerate(stories.tell(cast, offers, until, round(GROUP_ORDERS * scale))):
        timeline.add(live(story, cast, shelf, timeline, random.Random(f"{SEED}-group-{number}")))
    for number, purchase in enumerate(retail.plan(cast, offers, until, round(PUBLIC_ORDERS * scale))):
        timeline.add(retail.live(purchase, cast, shelf, timeline, random.Random(f"{SEED}-public-{number}")))
    with messages.silenced(before=until - TOLD):
        chains.set_up(cast, until - timedelta(days=366))
        timeline.run()
        chains.stand_in(cast, until - timedelta(hours=3))
        offline.load(cast, until)
        money.load(cast, until)
        bank.load(cast, until)
        invoicing.load(cast, until)
        closed_months.load(until)
    shelf.take_stock()
    messages.read(messages=Message.objects.filter(created_at__lt=until - UNREAD), at=until)
    reminders.send(at=until)
    return True
