"""The stations of a group order, from choosing products to settled, and where it stands."""

from dataclasses import dataclass

from ..models import GroupOrder

Status = GroupOrder.Status
LABELS = ("选商品", "征集", "核对", "审批", "下单", "到货", "结清")
REACHED = {
    Status.DRAFT: 0,
    Status.OPEN: 1,
    Status.CLOSED: 2,
    Status.RETURNED: 2,
    Status.SUBMITTED: 3,
    Status.APPROVED: 4,
    Status.PLACED: 5,
    Status.PARTLY_RECEIVED: 5,
    Status.RECEIVED: 6,
    Status.SETTLED: len(LABELS),
}


@dataclass(frozen=True)
class Station:
    """One station: behind, here, or ahead."""

    label: str
    is_done: bool
    is_here: bool


def of(group_order):
    """Return the stations in their order; none for a cancelled group order, which goes nowhere.

    A direct order begins where a collection has closed.
    """
    if group_order.is_cancelled:
        return []
    here, first = REACHED[group_order.status], REACHED[Status.CLOSED] if group_order.is_direct else 0
    return [Station(label, place < here, place == here) for place, label in enumerate(LABELS) if place >= first]
