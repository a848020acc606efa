"""Ask about every payment and refund whose end nobody told us: messages get lost, workers die."""

from dataclasses import dataclass, field
from datetime import timedelta

from . import events, online, refunds
from .gateways import Unreachable
from .models import GatewayEvent, OnlinePayment, OnlineRefund

# A message usually comes within seconds; who asks sooner only asks more often.
PATIENCE = timedelta(minutes=2)
# Payments that failed or ran out are looked at a while longer: some wallets confirm late.
LATE = timedelta(days=3)
ENDED = (OnlinePayment.Status.FAILED, OnlinePayment.Status.EXPIRED)


@dataclass
class Report:
    payments: int = 0
    refunds: int = 0
    events: int = 0
    cancelled: int = 0
    faults: list = field(default_factory=list)


def settle_all(*, at):
    """Settle what is open and due, give up what ran out, and send refunds again that were not answered.

    One that cannot be asked about does not keep the others waiting.

    :return: a ``Report`` with how many of each.
    """
    report = Report()
    for payment in _payments(at):
        give_up = payment.is_open and payment.expires_at <= at
        report.payments += _tried(report, lambda: online.settle(payment=payment, at=at, give_up=give_up))  # noqa: B023
    pending = OnlineRefund.objects.filter(status=OnlineRefund.Status.PENDING, at__lt=at - PATIENCE)
    for refund in pending.select_related("payment", "purchase_order__order").order_by("pk"):
        report.refunds += _tried(report, lambda: refunds.send(refund=refund, at=at))  # noqa: B023
    waiting = GatewayEvent.objects.filter(handled_at=None, received_at__lt=at - PATIENCE).order_by("pk")
    for pk in waiting.values_list("pk", flat=True):
        report.events += _tried(report, lambda: events.handle(pk=pk, at=at))  # noqa: B023
    report.cancelled = online.give_up_old(at=at)
    return report


def _payments(at):
    open_ones = OnlinePayment.objects.open().filter(created_at__lt=at - PATIENCE)
    ended = OnlinePayment.objects.filter(status__in=ENDED, expires_at__gt=at - LATE)
    return list((open_ones | ended.exclude(session="")).order_by("pk"))


def _tried(report, step):
    try:
        step()
    except Unreachable as fault:
        report.faults.append(str(fault))
        return 0
    return 1
