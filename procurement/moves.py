"""The table of moves of a group order, and the one function that moves it."""

from django.db import transaction

from . import messages
from .models import Acceptance, Claim, GroupOrder, PurchaseOrder

Status = GroupOrder.Status
MOVES = {
    Status.DRAFT: {Status.OPEN, Status.CANCELLED},
    Status.OPEN: {Status.CLOSED, Status.CANCELLED},
    Status.CLOSED: {Status.OPEN, Status.SUBMITTED, Status.CANCELLED},
    Status.SUBMITTED: {Status.APPROVED, Status.RETURNED},
    Status.RETURNED: {Status.OPEN, Status.SUBMITTED, Status.CANCELLED},
    Status.APPROVED: {Status.PLACED, Status.RETURNED, Status.CANCELLED},
    Status.PLACED: {Status.PARTLY_RECEIVED, Status.RECEIVED, Status.SETTLED, Status.CANCELLED},
    Status.PARTLY_RECEIVED: {Status.RECEIVED, Status.SETTLED},
    Status.RECEIVED: {Status.SETTLED},
}


class Refused(Exception):
    """What was asked cannot be done now; the message tells the person why."""

    is_repeated = False


class Repeated(Refused):
    """What was asked for is done already, as by a second click: nothing to worry about."""

    is_repeated = True


class IllegalMove(Refused):
    """The group order is not in a state that allows this step; ``is_repeated`` when it was taken already."""

    def __init__(self, old, new):
        self.is_repeated = old == new
        if self.is_repeated:
            sentence = f"这张集中采购单已经是“{Status(old).label}”，没有重复办理。"
        else:
            sentence = f"集中采购单当前为“{Status(old).label}”，不能改为“{Status(new).label}”。"
        super().__init__(sentence)


@transaction.atomic
def move(*, group_order, to, by, at, reason=""):
    """Move a group order along one allowed arrow and record who did it.

    :raises IllegalMove: if the table has no such arrow.
    """
    locked = lock(group_order)
    if to not in MOVES.get(locked.status, ()):
        raise IllegalMove(locked.status, to)
    old = locked.status
    locked.moves.create(old=old, new=to, by=by, at=at, reason=reason)
    locked.status = to
    locked.save(update_fields=["status"])
    messages.group_orders.moved(locked, old=old, by=by, at=at, reason=reason)
    return locked


def remark(*, group_order, by, at, reason, is_told=False):
    """Record something done within a state; the newest row also tells whether anything changed since a look.

    :param is_told: participants read it on their own page; it must name nobody.
    """
    facts = {"by": by, "at": at, "reason": reason[:200], "is_told": is_told}
    return group_order.moves.create(old=group_order.status, new=group_order.status, **facts)


def lock(group_order):
    """Return the group order read anew under a row lock; call inside a transaction."""
    return GroupOrder.objects.select_for_update(of=("self",)).select_related("unit").get(pk=group_order.pk)


def follow(*, group_order, by, at):
    """Let a placed group order follow its purchase orders: partly received, received, settled, or all cancelled.

    It is not settled while a claim about its goods is under way.
    """
    locked = lock(group_order)
    to = _state_of(list(locked.purchase_orders.values_list("status", "paid_at")))
    if to == Status.SETTLED and Claim.objects.under_way().filter(purchase_order__group_order=locked).exists():
        to = Status.RECEIVED
    if to == Status.PLACED and Acceptance.objects.filter(purchase_order__group_order=locked).exists():
        to = Status.PARTLY_RECEIVED
    if to != locked.status and to in MOVES.get(locked.status, ()):
        move(group_order=locked, to=to, by=by, at=at)


def _state_of(purchase_orders):
    live = [row for row in purchase_orders if row[0] != PurchaseOrder.Status.CANCELLED]
    received = [row for row in live if row[0] == PurchaseOrder.Status.ACCEPTED]
    if not live:
        return Status.CANCELLED
    if len(received) < len(live):
        return Status.PARTLY_RECEIVED if received else Status.PLACED
    return Status.SETTLED if all(paid_at for _, paid_at in live) else Status.RECEIVED
