"""Messages of a provider: kept once, answered at once, looked into in the background."""

from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Q

from . import online
from .models import GatewayEvent, OnlinePayment

UNKNOWN = "没有对应的付款"


def take(*, gateway, event, at):
    """Keep a message and have it looked into; the same one again changes nothing.

    :param event: a ``gateways.Event``.
    :return: whether it was new.
    """
    facts = {"kind": event.kind[:80], "subject": event.subject, "received_at": at}
    try:
        with transaction.atomic():
            kept = GatewayEvent.objects.create(gateway=gateway.CODE, event=event.event, **facts)
    except IntegrityError:
        return False
    transaction.on_commit(partial(_enqueue, kept.pk))
    return True


def handle(*, pk, at):
    """Look into a message: ask the provider about its payment and apply the answer.

    :raises gateways.Unreachable: when the provider does not answer; the message stays open.
    """
    event = GatewayEvent.objects.get(pk=pk)
    if event.handled_at:
        return
    about = Q(key=event.subject) | Q(session=event.subject) | Q(intent=event.subject)
    payment = OnlinePayment.objects.filter(about, gateway=event.gateway).first() if event.subject else None
    if payment:
        online.settle(payment=payment, at=at)
    GatewayEvent.objects.filter(pk=pk).update(handled_at=at, error="" if payment else UNKNOWN)


def _enqueue(pk):
    from . import tasks

    tasks.handle_event.enqueue(pk)
