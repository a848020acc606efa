"""What a worker does about online payments. When the provider does not answer, ``settle_payments`` tries again."""

from django.utils import timezone
from django_tasks import task

from . import events, refunds
from .gateways import Unreachable
from .models import GatewayEvent, OnlineRefund


@task()
def handle_event(pk):
    try:
        events.handle(pk=pk, at=timezone.now())
    except Unreachable as fault:
        GatewayEvent.objects.filter(pk=pk).update(error=str(fault)[:200])


@task()
def send_refund(pk):
    refund = OnlineRefund.objects.select_related("payment", "purchase_order__order").get(pk=pk)
    try:
        refunds.send(refund=refund, at=timezone.now())
    except Unreachable as fault:
        OnlineRefund.objects.filter(pk=pk).update(remark=str(fault)[:200])
