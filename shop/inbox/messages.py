"""Tell people something, inside the transaction of the event; mark what they have read."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps

from django.db import transaction
from django.db.models import Q, QuerySet

from shop.user.models import User

from . import deliveries, texts
from .models import Message

_ALWAYS = datetime.max.replace(tzinfo=UTC)
_silent_before = ContextVar("silent_before", default=None)


@transaction.atomic(savepoint=False)
def tell(*, kind, at, by=None, people=(), unit=None, role="", link="", once="", **words):
    """Tell people something that concerns them; nobody is told about their own act.

    Besides the inbox it goes to those who want e-mail, and to the group robot of the unit, if it has one.

    :param people: users or None, or a queryset of users.
    :param role: all people of the unit with this role are told too.
    :param link: a path on this site that everyone told may open.
    :param once: name of a thing that each person is told about only once, such as a reminder with its day.
    :param words: what the template of the kind speaks about.
    :return: the messages written.
    """
    if _is_silenced(at):
        return []
    title, body = texts.render(kind, {"by": by, **words})
    told = _recipients(people, unit, role, by, once)
    facts = {"kind": kind, "title": title, "body": body, "link": link, "once": once, "created_at": at}
    rows = Message.objects.bulk_create(Message(recipient=person, **facts) for person in told)
    if rows or not once:
        deliveries.write(kind=kind, people=told, unit=unit, title=title, body=body, link=link, at=at)
    return rows


@contextmanager
def silenced(before=None):
    """Tell nobody anything, or nothing that happened before a moment: for history that is played again."""
    token = _silent_before.set(before or _ALWAYS)
    try:
        yield
    finally:
        _silent_before.reset(token)


def unless_silenced(tell_of):
    """Decorate a function that finds out whom to tell of something at a moment: in silence it need not look."""

    @wraps(tell_of)
    def heard(*args, at, **facts):
        if not _is_silenced(at):
            tell_of(*args, at=at, **facts)

    return heard


def read(*, messages, at):
    """Mark messages as read; those that are stay as they are. Return how many were not."""
    return messages.unread().update(read_at=at)


def _is_silenced(at):
    before = _silent_before.get()
    return before is not None and at < before


def _recipients(people, unit, role, by, once):
    wanted = people.values("pk") if isinstance(people, QuerySet) else [person.pk for person in people if person]
    condition = Q(pk__in=wanted)
    if unit and role:
        in_role = User.objects.filter(memberships__unit=unit, memberships__role=role)
        condition |= Q(pk__in=in_role.values("pk"))
    users = User.objects.filter(condition, is_active=True)
    users = users.exclude(pk=by.pk) if by else users
    if once:
        users = users.exclude(pk__in=Message.objects.filter(once=once).values("recipient"))
    return list(users.order_by("pk"))
