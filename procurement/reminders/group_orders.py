"""What handlers and approvers are reminded of."""

from datetime import timedelta

from django.db.models import F, Max, Q
from django.utils.timezone import localtime

from shop.inbox.kinds import Kind

from ..collection import approvals
from ..messages import people
from ..models import GroupOrder
from . import waiting

Status = GroupOrder.Status
NEAR = timedelta(days=1)
STEPS = {
    Status.CLOSED: "请核对并提交审批",
    Status.RETURNED: "已退回，请修改后再提交",
    Status.SUBMITTED: "请审批",
    Status.APPROVED: "请下单",
}


def deadlines(at):
    """Yield what handlers are told of open collections: a day before the deadline, and each day after it."""
    oldest = at - timedelta(waiting.LONGEST)
    rows = GroupOrder.objects.filter(status=Status.OPEN, deadline_at__lte=at + NEAR, deadline_at__gt=oldest)
    for group_order in rows.select_related("unit").with_joined().order_by("pk"):
        is_over = group_order.deadline_at <= at
        day = at if is_over else group_order.deadline_at
        yield {
            "kind": Kind.DEADLINE_PASSED if is_over else Kind.DEADLINE_NEAR,
            "people": people.handlers(group_order),
            "unit": group_order.unit,
            "link": people.unit_link(group_order),
            "once": f"{'passed' if is_over else 'near'} {group_order.number} {localtime(day):%Y-%m-%d}",
            "group_order": group_order,
            "joined": group_order.joined,
        }


def steps(at):
    """Yield what waits for a unit's handler or approvers."""
    rows = GroupOrder.objects.filter(status__in=STEPS).select_related("unit")
    # Remarks count as well: who has just done something about it need not be reminded.
    rows = rows.annotate(since=Max("moves__at", filter=Q(moves__new=F("status"))))
    for group_order in waiting.due(rows, at):
        yield {
            "people": _people(group_order, at),
            "unit": group_order.unit,
            "link": people.unit_link(group_order),
            "step": STEPS[group_order.status],
            "thing": group_order.title,
            **waiting.facts(group_order.number, group_order.status, group_order.since, at),
        }


def _people(group_order, at):
    if group_order.is_submitted:
        return people.deciders(group_order, approvals.approvers(group_order), at)
    return people.handlers(group_order)
