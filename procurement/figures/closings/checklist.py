"""What the office looks at before it closes a month: what is still open about it, and what must not be."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.utils import timezone

from shop.produce.money import ZERO, to_fen

from ...models import Claim, LedgerEntry, OfflinePurchase, PurchaseOrder
from .. import digests
from .months import first_day_after

OFFLINE, ORDERS, CLAIMS, ENTRIES = "offline", "orders", "claims", "entries"
Status = OfflinePurchase.Status


@dataclass(frozen=True)
class Check:
    """One thing to look at: the rows that it counts, of which kind they are, and whether they forbid closing."""

    key: str
    name: str
    hint: str
    kind: str
    rows: QuerySet
    count: int
    amount: Decimal | None = None
    is_blocking: bool = False

    @property
    def is_clear(self):
        return not self.count

    @property
    def forbids(self):
        return self.is_blocking and not self.is_clear


def check(period, at):
    """Return what there is to look at before a month is closed, in a constant number of queries."""
    return [
        _unverified(period),
        _incomplete(period),
        _unpaid(period, at),
        _claims(period),
        _changed(period),
    ]


def _unverified(period):
    hint = "当月及以前购买、已提交待核实的，核实或退回之后才能封账。"
    rows = _offline(period).filter(status=Status.SUBMITTED)
    return _of_offline("unverified", "待核实的线下采购", hint, rows, is_blocking=True)


def _incomplete(period):
    hint = "单位还没有提交或退回后还没有改好；封账后核实的，计入未封账的月份。"
    rows = _offline(period).filter(status__in=[Status.DRAFT, Status.RETURNED])
    return _of_offline("incomplete", "单位未办完的线下采购", hint, rows)


def _of_offline(key, name, hint, rows, *, is_blocking=False):
    found = rows.aggregate(count=Count("pk", distinct=True), amount=Sum("lines__amount"))
    return Check(key, name, hint, OFFLINE, rows, found["count"], to_fen(found["amount"] or ZERO), is_blocking)


def _unpaid(period, at):
    days = settings.CLOSING_UNPAID_DAYS
    hint = f"当月及以前验收、已满 {days} 天还没有付清。"
    until = min(_end(period), at - timedelta(days=days))
    rows = _of_this_site(PurchaseOrder.objects).filter(status=PurchaseOrder.Status.ACCEPTED, paid_at=None)
    rows = rows.annotate(accepted_at=Max("acceptances__at")).filter(accepted_at__lt=until).with_due().filter(due__gt=0)
    found = rows.aggregate(count=Count("pk"), amount=Sum("due"))
    name = f"超过 {days} 天未付清"
    return Check("unpaid", name, hint, ORDERS, rows, found["count"], to_fen(found["amount"] or ZERO))


def _claims(period):
    rows = Claim.objects.under_way().filter(opened_at__lt=_end(period))
    rows = rows if settings.DEMO else rows.filter(purchase_order__is_demo=False)
    hint = "当月及以前提出、还没有了结；封账后扣款的，作为更正计入未封账的月份。"
    return Check("claims", "在办的售后", hint, CLAIMS, rows, rows.count())


def _changed(period):
    changed = digests.differing("period = %s", [period])
    rows = LedgerEntry.objects.filter(pk__in=changed)
    hint = "登记之后被人改动过，查清之前不能封账。"
    return Check("changed", "内容与摘要不符的台账", hint, ENTRIES, rows, len(changed), is_blocking=True)


def _offline(period):
    return _of_this_site(OfflinePurchase.objects).filter(purchased_on__lt=first_day_after(period))


def _end(period):
    """Return the moment in which the month ends, here."""
    return timezone.make_aware(datetime.combine(first_day_after(period), time.min))


def _of_this_site(rows):
    return rows.all() if settings.DEMO else rows.filter(is_demo=False)
