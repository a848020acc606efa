"""The packs in all without which a unit does not buy: what is missing to them, and going on without.

If they are missed at closing, the handler collects further, buys all the same, or cancels; participants are told.
"""

from django.db import transaction

from .. import moves
from ..moves import Refused, Repeated


def packs(items):
    """Return the packs of items that are bought."""
    return sum(item.quantity for item in items if not item.is_dropped and item.quantity)


def missing(group_order, quantity):
    """Return how many packs are missing to the minimum, be it waived or not."""
    return max(group_order.min_quantity - quantity, 0)


def must_decide(group_order, quantity):
    """Tell whether the unit does not go on before its handler decides on the minimum."""
    return missing(group_order, quantity) > 0 and not group_order.is_minimum_waived


def check(group_order, items):
    """Refuse to go on below the minimum, unless it is waived."""
    quantity = packs(items)
    if must_decide(group_order, quantity):
        least, lacking = group_order.min_quantity, missing(group_order, quantity)
        raise Refused(f"总共要满 {least} 件才采购，还差 {lacking} 件。请重新征集、决定照常采购，或取消。")


@transaction.atomic
def waive(*, group_order, by, at):
    """Buy all the same, below the minimum that the unit had set itself.

    :raises Repeated: if that is decided already.
    :raises Refused: unless it is closed or returned, and below its minimum.
    """
    locked = moves.lock(group_order)
    if not locked.is_closed:
        raise Refused("只有已截止或被退回的采购单可以决定照常采购。")
    if locked.is_minimum_waived:
        raise Repeated("已经决定照常采购，没有重复办理。")
    if not missing(locked, packs(locked.items.all())):
        raise Refused("总量已经达到，不用另行决定。")
    locked.is_minimum_waived = True
    locked.save(update_fields=["is_minimum_waived"])
    moves.remark(group_order=locked, by=by, at=at, reason=f"总量不足 {locked.min_quantity} 件，照常采购", is_told=True)
    return locked


def sentence(group_order, quantity):
    """Return what everybody reads about the minimum at a number of packs; empty without one."""
    least = group_order.min_quantity
    if not least or group_order.is_draft:
        return ""
    lacking = missing(group_order, quantity)
    if group_order.is_open:
        return f"总共满 {least} 件才采购，还差 {lacking} 件" if lacking else f"总共已满 {least} 件"
    if group_order.is_minimum_waived:
        return f"总量没有达到单位原定的 {least} 件，单位决定照常采购。"
    return f"总量没有达到单位原定的 {least} 件，等经办人决定。" if lacking and group_order.is_closed else ""
