"""The table of moves of a purchase order, and the one function that moves it."""

from django.db import transaction

from ..models import PurchaseOrder
from ..moves import Refused

Status = PurchaseOrder.Status
MOVES = {
    Status.PENDING_PAYMENT: {Status.PLACED, Status.CANCELLED},
    Status.PLACED: {Status.PARTLY_SHIPPED, Status.SHIPPED, Status.CANCELLED},
    Status.PARTLY_SHIPPED: {Status.SHIPPED, Status.ACCEPTED},
    Status.SHIPPED: {Status.ACCEPTED},
}


class IllegalMove(Refused):
    """The order is not in a state that allows this step; ``is_repeated`` when it was taken already."""

    def __init__(self, old, new):
        self.is_repeated = old == new
        if self.is_repeated:
            sentence = f"这张订单已经是“{Status(old).label}”，没有重复办理。"
        else:
            sentence = f"订单当前为“{Status(old).label}”，不能改为“{Status(new).label}”。"
        super().__init__(sentence)


@transaction.atomic
def move(*, purchase_order, to, by, at, reason=""):
    """Move an order along one allowed arrow, record who did it, and keep Oscar's order in step.

    :return: the order, locked.
    :raises IllegalMove: if the table has no such arrow.
    """
    locked = lock(purchase_order)
    if to not in MOVES.get(locked.status, ()):
        raise IllegalMove(locked.status, to)
    locked.moves.create(old=locked.status, new=to, by=by, at=at, reason=reason[:200])
    locked.status = to
    locked.save(update_fields=["status"])
    locked.order.set_status(to)
    return locked


def follow_shipments(locked, *, left, by, at, reason):
    """Bring a locked order to where its shipments are, or remark on what was done within its state.

    :param left: ``{line_id: packs}`` still to send.
    """
    unsigned = locked.shipments.charged().unsigned().exists()
    to = Status.PARTLY_SHIPPED if left else Status.SHIPPED if unsigned else Status.ACCEPTED
    if to == locked.status:
        remark(purchase_order=locked, by=by, at=at, reason=reason)
        return locked
    return move(purchase_order=locked, to=to, by=by, at=at, reason=reason)


def remark(*, purchase_order, by, at, reason):
    """Record something done within a state; the newest row also tells whether anything changed since a look."""
    status = purchase_order.status
    return purchase_order.moves.create(old=status, new=status, by=by, at=at, reason=reason[:200])


def lock(purchase_order):
    """Return the purchase order read anew under a row lock; call inside a transaction."""
    return (
        PurchaseOrder.objects.select_for_update(of=("self",))
        .select_related("order", "group_order")
        .get(pk=purchase_order.pk)
    )
