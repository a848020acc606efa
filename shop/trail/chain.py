"""Add to the trail and check it: each event's digest is keyed and goes on from the one before."""

import json
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from .models import Event

TRIES = 20
FACTS = ("number", "kind", "by_id", "who", "address", "agent", "page", "thing", "status", "changes")


def add(*, at, **facts):
    """Add one event: two queries in a short transaction of its own.

    Two at once want the same number; the unique index lets one have it, the other tries the next.
    """
    for attempt in range(TRIES):
        last = Event.objects.order_by("-number").values_list("number", "digest").first() or (0, "")
        event = Event(number=last[0] + 1, at=at.replace(microsecond=0), **facts)
        event.digest = digest(event, last[1])
        try:
            with transaction.atomic():
                event.save(force_insert=True)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        else:
            return event


def digest(event, previous):
    facts = [getattr(event, name) for name in FACTS] + [int(event.at.timestamp())]
    text = json.dumps([previous, *facts], ensure_ascii=False, separators=(",", ":"))
    return salted_hmac("shop.trail", text, algorithm="sha256").hexdigest()


def verify():
    """Yield a sentence for each event that is missing or is not as it was written."""
    previous = None
    for event in Event.objects.order_by("number").iterator(chunk_size=1000):
        if previous is None:
            previous = event
            if event.number == 1 and event.digest != digest(event, ""):
                yield f"第 {event.number} 条与摘要不符。"
            continue
        if event.number != previous.number + 1:
            yield f"第 {previous.number} 条与第 {event.number} 条之间有缺失。"
        elif event.digest != digest(event, previous.digest):
            yield f"第 {event.number} 条与摘要不符。"
        previous = event


def purge(*, at):
    """Remove events older than the site keeps them, and say so in the trail; return how many."""
    before = at - timedelta(days=settings.TRAIL_DAYS)
    old = Event.objects.filter(at__lt=before)
    last = old.order_by("-number").first()
    if last is None:
        return 0
    gone, _ = Event.objects.filter(number__lte=last.number, at__lt=before).delete()
    add(at=at, kind=Event.Kind.PURGE, thing=f"至第 {last.number} 条，共 {gone} 条", changes=[["摘要", last.digest, ""]])
    return gone
