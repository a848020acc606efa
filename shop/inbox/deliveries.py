"""What leaves the site: written with the event, sent in the background, tried again until it arrives."""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F

from . import kinds, mail, robots, texts
from .models import Delivery, Mute, Robot
from .outside import PUBLIC, Failed

logger = logging.getLogger(__name__)
# Minutes until the next try after the first, second, … failure; then it is given up.
PAUSES = (1, 5, 30, 120, 480, 1440)
# A try that takes longer than this died, and another may begin.
ATTEMPT = timedelta(minutes=5)
KEPT = timedelta(days=90)


def write(*, kind, people, unit, title, body, link, at):
    """Write down the e-mails and the robot's post of a message; call inside the transaction of the event."""
    rows = [_mail(person, title, texts.mail(body, link), at) for person in _wanting(people, kind)]
    robot = Robot.objects.filter(unit=unit).first() if unit else None
    if robot:
        rows.append(Delivery(robot=robot, title=title, text=texts.post(title, body, link), created_at=at))
    queue(rows)


def write_mail(*, user, email, title, text, at):
    """Write down one e-mail to an address that need not be the person's yet."""
    queue([Delivery(user=user, email=email, title=title, text=text, created_at=at)])


def queue(rows):
    """Save deliveries and have each sent once the transaction is committed."""
    for row in Delivery.objects.bulk_create(rows):
        # Robust: what cannot be queued now is found by ``resume``.
        transaction.on_commit(partial(_enqueue, row.pk), robust=True)


def attempt(*, pk, at, policy=PUBLIC):
    """Try to send one delivery; a second worker with the same one finds it taken.

    :param policy: which addresses a robot may have.
    :return: when to try again, or None when there is nothing more to do.
    """
    due = Delivery.objects.filter(pk=pk).due(at)
    if not due.update(attempts=F("attempts") + 1, due_at=at + ATTEMPT):
        return None
    delivery = Delivery.objects.select_related("robot").get(pk=pk)
    try:
        _send(delivery, at, policy)
    except Failed as failure:
        return _note_failure(delivery, str(failure), at)
    Delivery.objects.filter(pk=pk).update(sent_at=at, error="")
    return None


def resume(*, at):
    """Queue anew whatever is due and not sent, and forget what was over long ago; return how many are due."""
    due = list(Delivery.objects.due(at).values_list("pk", flat=True))
    for pk in due:
        _enqueue(pk)
    Delivery.objects.filter(created_at__lt=at - KEPT).exclude(sent_at=None, given_up_at=None).delete()
    return len(due)


def _wanting(people, kind):
    """Return those with an e-mail address who did not say they want none of this group."""
    reachable = [person for person in people if person.email]
    if not reachable:
        return []
    muted = Mute.objects.filter(user__in=reachable, group=kinds.group_of(kind)).values_list("user", flat=True)
    return [person for person in reachable if person.pk not in set(muted)]


def _mail(person, title, text, at):
    return Delivery(user=person, email=person.email, title=title, text=text, created_at=at)


def _send(delivery, at, policy):
    if delivery.robot:
        robots.say(robot=delivery.robot, text=delivery.text, at=at, policy=policy)
    else:
        mail.send(email=delivery.email, title=delivery.title, text=delivery.text)


def _note_failure(delivery, reason, at):
    """Write down why it failed; return when to try again, or None when it is given up."""
    pause = PAUSES[delivery.attempts - 1] if delivery.attempts <= len(PAUSES) else None
    again_at = at + timedelta(minutes=pause) if pause else None
    given_up_at = None if again_at else at
    Delivery.objects.filter(pk=delivery.pk).update(error=reason[:200], due_at=again_at, given_up_at=given_up_at)
    level = logging.WARNING if again_at else logging.ERROR
    logger.log(level, "Delivery %s failed (try %s): %s", delivery.pk, delivery.attempts, reason)
    return again_at


def _enqueue(pk):
    # The task module imports this one.
    from . import tasks

    tasks.deliver.enqueue(pk)
