"""The table of moves of an offline purchase, and the one function that moves it."""

from ..models import OfflinePurchase
from ..moves import Refused

Status = OfflinePurchase.Status
MOVES = {
    Status.DRAFT: {Status.SUBMITTED, Status.VERIFIED, Status.WITHDRAWN},
    Status.SUBMITTED: {Status.VERIFIED, Status.RETURNED, Status.WITHDRAWN},
    Status.RETURNED: {Status.SUBMITTED, Status.VERIFIED, Status.WITHDRAWN},
    Status.VERIFIED: {Status.WITHDRAWN},
    Status.WITHDRAWN: set(),
}


class IllegalMove(Refused):
    """The purchase is not in a state that allows this step; ``is_repeated`` when it was taken already."""

    def __init__(self, old, new):
        self.is_repeated = old == new
        if self.is_repeated:
            sentence = f"这笔线下采购已经是“{Status(old).label}”，没有重复办理。"
        else:
            sentence = f"这笔线下采购当前为“{Status(old).label}”，不能改为“{Status(new).label}”。"
        super().__init__(sentence)


def lock(purchase):
    """Return the purchase read anew under a row lock; call inside a transaction."""
    rows = OfflinePurchase.objects.select_for_update(of=("self",)).select_related("unit", "proof__fingerprint")
    return rows.get(pk=purchase.pk)


def lock_for(purchase, *to):
    """Return the purchase locked, if one of the states may follow.

    :raises IllegalMove: if none may.
    """
    locked = lock(purchase)
    if not MOVES[locked.status] & set(to):
        raise IllegalMove(locked.status, to[0])
    return locked


def move(locked, to, *, by, at, reason=""):
    """Move a locked purchase and record who did it.

    :raises IllegalMove: if the table has no such arrow.
    """
    if to not in MOVES[locked.status]:
        raise IllegalMove(locked.status, to)
    locked.moves.create(old=locked.status, new=to, by=by, at=at, reason=reason[:500])
    locked.status = to
    locked.save()
    return locked
