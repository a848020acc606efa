"""How long a thing waits, and when it is spoken of: after two days, then every third, and no more after two months."""

from datetime import timedelta

from django.utils.timezone import localtime

from shop.inbox.kinds import Kind

FIRST, AGAIN, LONGEST = 2, 3, 60


def due(rows, at):
    """Return the rows of a queryset with ``since`` that have waited long enough, but not for ever."""
    return rows.filter(since__lte=at - timedelta(FIRST), since__gt=at - timedelta(LONGEST)).order_by("pk")


def facts(number, status, since, at):
    """Return what a reminder says of a waiting thing, and its key: one for each third day in one state."""
    days = (at - since).days
    turn = (days - FIRST) // AGAIN
    key = f"waiting {number} {status} {localtime(since):%Y-%m-%d} {turn}"
    return {"kind": Kind.WAITING, "number": number, "days": days, "once": key}
