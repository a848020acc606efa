"""Group orders that come again each month: set up, pause, end; and the drafts a scheduler makes of them.

``make_due`` may run as often as anybody likes: each standing order has one row a month, written under its lock. A day
on which no scheduler ran is made up for within the month; what nobody may handle or nothing can be bought for is
skipped with its reason, and made as soon as that is mended.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from .. import messages
from ..models import Role, StandingDraft, StandingOrder
from ..models.standing_orders import LONGEST_COLLECTING
from ..moves import Refused, Repeated
from . import copies, picking

MOST = 30


@transaction.atomic
def create(*, unit, source, title, day, collect_days, handler, at, is_demo=False):
    """Set up a group order for each month, from the next such day on.

    :raises Refused: with a handler or a source of another unit, days out of range, or too many standing orders.
    """
    if unit.standing_orders.count() >= MOST:
        raise Refused(f"最多设 {MOST} 个定期采购，请先删掉不用的。")
    facts = {"source": source, "title": title, "day": day, "collect_days": collect_days, "handler": handler}
    _check(unit, facts)
    return StandingOrder.objects.create(unit=unit, starts_on=_after(at), created_at=at, is_demo=is_demo, **facts)


@transaction.atomic
def change(*, standing_order, at, **facts):
    """Change ``source``, ``title``, ``day``, ``collect_days`` or ``handler``; another day counts from tomorrow on.

    :raises Refused: as ``create``.
    """
    locked = _lock(standing_order)
    _check(locked.unit, facts)
    if facts["day"] != locked.day:
        locked.starts_on = _after(at)
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.save()
    return locked


@transaction.atomic
def pause(*, standing_order, at):
    """Make no drafts until it is resumed.

    :raises Repeated: if it is paused.
    """
    locked = _lock(standing_order)
    if locked.is_paused:
        raise Repeated("已经暂停，没有重复办理。")
    locked.paused_at = at
    locked.save(update_fields=["paused_at"])


@transaction.atomic
def resume(*, standing_order, at):
    """Make drafts again, from tomorrow on: what would have come in between does not come.

    :raises Repeated: if it is not paused.
    """
    locked = _lock(standing_order)
    if not locked.is_paused:
        raise Repeated("没有暂停，不用恢复。")
    locked.paused_at, locked.starts_on = None, _after(at)
    locked.save(update_fields=["paused_at", "starts_on"])


@transaction.atomic
def remove(*, standing_order):
    """End it; the group orders that it drafted stay."""
    _lock(standing_order).delete()


def next_on(standing_order, at):
    """Return the day of the next draft, or None while it is paused."""
    if standing_order.is_paused:
        return None
    today = localtime(at).date()
    made = {row.month_on for row in standing_order.drafts.all()}
    month = date(today.year, today.month, 1)
    while True:
        due = standing_order.due_on(month.year, month.month)
        if month not in made and due >= standing_order.starts_on:
            return max(due, today)
        month = (month + timedelta(days=32)).replace(day=1)


def make_due(*, at):
    """Make all drafts that are due; return the rows written, be they drafts or skipped."""
    rows = StandingOrder.objects.filter(paused_at=None, starts_on__lte=localtime(at).date())
    made = [_make(pk, at) for pk in rows.order_by("pk").values_list("pk", flat=True)]
    return [row for row in made if row]


@transaction.atomic
def _make(pk, at):
    standing_order = StandingOrder.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    today = localtime(at).date()
    if not standing_order or not _is_due(standing_order, today):
        return None
    month_on, why = today.replace(day=1), _why_not(standing_order)
    row = standing_order.drafts.filter(month_on=month_on).first()
    if why and row and row.words == why:
        return None
    row = row or StandingDraft(standing_order=standing_order, month_on=month_on)
    row.made_at, row.words = at, why
    if not why:
        title = f"{today.month}月{standing_order.title}"
        facts = {"by": standing_order.handler, "at": at, "collect_days": standing_order.collect_days}
        row.group_order, gone = copies.copy(group_order=standing_order.source, title=title, **facts)
        row.words = f"现在买不到，没有放进去：{'、'.join(gone)}"[:500] if gone else ""
    row.save()
    messages.standing_orders.made(row, at=at)
    return row


def _is_due(standing_order, today):
    due = standing_order.due_on(today.year, today.month)
    if standing_order.is_paused or not standing_order.starts_on <= due <= today:
        return False
    return not standing_order.drafts.filter(month_on=today.replace(day=1)).exclude(group_order=None).exists()


def _why_not(standing_order):
    """Return why nothing can be drafted, or nothing."""
    if not standing_order.handler.is_active or not _is_handler(standing_order.unit, standing_order.handler):
        return f"{standing_order.handler}已不是本单位的经办人，请换一位经办人。"
    products, _ = picking.of_earlier(standing_order.source)
    return "" if products else "里面的商品现在都买不到，请换一张采购单照着起草。"


def _check(unit, facts):
    if facts["source"].unit_id != unit.pk:
        raise Refused("请选本单位的采购单。")
    if not _is_handler(unit, facts["handler"]):
        raise Refused("请选本单位的经办人。")
    if not 1 <= facts["day"] <= 31:
        raise Refused("请填写每月 1 到 31 号。")
    if not 1 <= facts["collect_days"] <= LONGEST_COLLECTING:
        raise Refused(f"征集天数须在 1 到 {LONGEST_COLLECTING} 之间。")


def _is_handler(unit, person):
    return unit.memberships.filter(user=person, role=Role.HANDLER).exists()


def _after(at):
    return localtime(at).date() + timedelta(days=1)


def _lock(standing_order):
    found = StandingOrder.objects.select_for_update(of=("self",)).filter(pk=standing_order.pk)
    locked = found.select_related("unit").first()
    if not locked:
        raise Repeated("这个定期采购已经删除。")
    return locked
