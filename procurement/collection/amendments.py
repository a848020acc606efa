"""What the handler decides when a supplier changed something after closing.

Whatever changes after submission takes the group order back into the handler's hands: it needs approval anew, also
when the total falls, because approvers agreed to these very products, packs and prices.
"""

from django.db import transaction

from .. import moves
from ..moves import Refused
from . import settlement
from .approval_steps import recall


@transaction.atomic
def accept_terms(*, item, by, at):
    """Settle an item on its supplier's terms of today, dearer or cheaper; wishes are counted at the new prices.

    :raises Refused: once it is placed, or while it collects.
    """
    _take_back(item.group_order, by=by, at=at)
    locked = settlement.lock_closed(item.group_order)
    item.refresh_from_db()
    before = item.unit_price
    item.snapshot = None
    item.save(update_fields=["snapshot"])
    settlement.settle(locked.items.filter(pk=item.pk))
    item.refresh_from_db(fields=["unit_price"])
    words = f"接受供应商的变动，单价 {before:.2f} → {item.unit_price:.2f} 元"
    moves.remark(group_order=locked, by=by, at=at, reason=f"{item.product.title[:100]}：{words}", is_told=True)
    return locked


@transaction.atomic
def leave_out(*, group_order, items, by, at, note=""):
    """Go on without some products: they are dropped, the others stay.

    :raises Refused: if nothing would be left, once it is placed, or while it collects.
    """
    _take_back(group_order, by=by, at=at)
    left = settlement.wanted_items(group_order)
    if not {item.pk for item in left} - {item.pk for item in items}:
        raise Refused("去掉这些就没有可采购的商品了，可以请供应商补货，或取消采购单。")
    for item in items:
        settlement.decide(item=item, top_up=item.top_up, is_dropped=True, by=by, at=at, note=note)
    return moves.lock(group_order)


def _take_back(group_order, *, by, at):
    locked = moves.lock(group_order)
    if locked.is_submitted or locked.is_approved:
        recall(group_order=locked, by=by, at=at)
