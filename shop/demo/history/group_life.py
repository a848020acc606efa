"""The life of one group order: drafted, collected, closed, decided, approved, placed."""

from datetime import timedelta

from procurement.collection import group_orders
from shop.produce.stock import OutOfStock

from . import collecting, fates, order_life, sheets
from .stories import Status
from .timeline import in_office, later

SENT_BACK = ("请补充采购事由和人数说明", "预算偏高，请核减后重报", "请核对工会会员人数")


def live(story, cast, shelf, timeline, rng):
    """Play a story up to the state where it stops, or to its end; a life for the timeline."""
    at, handler = (yield story.starts_at), cast.handler(story.unit)
    if story.is_direct:
        group_order = collecting.create_directly(story, handler, at)
    else:
        group_order = collecting.create(story, handler, at)
        at = yield from _collect(group_order, story, at, handler, timeline, rng)
    if at is None:
        return
    at = yield from _decide(group_order, story, at, cast, rng)
    if at is None:
        return
    placed = yield from _place(group_order, story, at, handler, shelf, rng)
    _send(placed, story, cast, timeline, rng)


def _collect(group_order, story, at, handler, timeline, rng):
    """Open, collect, close and mend; return when, or None if it stops on the way."""
    if story.stops(Status.DRAFT):
        return None
    at = yield later(at, rng, 1, 4)
    group_order = group_orders.open(group_order=group_order, by=handler, at=at)
    if story.has_sheet:
        timeline.add(sheets.live(group_order, at))
    yield from collecting.collect(group_order, story, at, rng)
    if story.stops(Status.OPEN):
        return None
    at = yield in_office(story.deadline_at + timedelta(minutes=rng.randint(5, 90)), rng)
    if story.stops(Status.CANCELLED):
        group_orders.cancel(group_order=group_order, by=handler, at=at, reason="职工意向不足，改期再办")
        return None
    group_orders.close(group_order=group_order, by=handler, at=at)
    if story.stops(Status.CLOSED):
        return None
    at = yield later(at, rng, 0.3, 2)
    collecting.mend(group_order, handler, at)
    return at


def _decide(group_order, story, at, cast, rng):
    """Submit, perhaps be sent back and submit again, be approved; return when, or None if it stops on the way."""
    handler = cast.handler(story.unit)
    group_orders.submit(group_order=group_order, by=handler, at=at)
    if story.stops(Status.SUBMITTED):
        return None
    at = yield in_office(later(at, rng, 2, 26), rng)
    if story.is_sent_back:
        approver, reason = group_orders.approvers(group_order)[0], rng.choice(SENT_BACK)
        group_orders.send_back(group_order=group_order, by=approver, at=at, reason=reason)
        if story.stops(Status.RETURNED):
            return None
        at = yield in_office(later(at, rng, 2, 20), rng)
        reason = "已按意见补充说明"
        group_orders.submit(group_order=group_order, by=handler, at=at, reason=reason)
        at = yield in_office(later(at, rng, 2, 20), rng)
    while True:
        approver = group_orders.approvers(group_order)[0]
        if group_orders.approve(group_order=group_order, by=approver, at=at).is_approved:
            return at
        at = yield in_office(later(at, rng, 1, 12), rng)


def _place(group_order, story, at, handler, shelf, rng):
    """Place it, waiting a day for the suppliers whenever something is missing; return its purchase orders."""
    if story.stops(Status.APPROVED) and not story.is_short:
        return []
    while True:
        at = yield in_office(later(at, rng, 1, 8), rng)
        try:
            return group_orders.place(group_order=group_order, by=handler, at=at)
        except OutOfStock as missing:
            if story.is_short:
                return []
            shelf.fill(missing.shortages)
            at += timedelta(days=1)


def _send(placed, story, cast, timeline, rng):
    """Let the purchase orders go their ways, as far as the story wants."""
    if story.stops(Status.PLACED):
        return
    if story.stops(Status.PARTLY_RECEIVED):
        placed = placed[:1]
    for place, purchase_order in enumerate(placed):
        fate = fates.UNPAID if story.stop else fates.of_unit(rng)
        if story.mishap and not place:
            fate = story.mishap
        timeline.add(order_life.live(purchase_order, fate, cast, rng))
