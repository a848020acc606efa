"""From a collection to approved purchase orders: open, pledge, close, decide, approve, place.

This module is the whole list of what can be done with a group order. What happens before it opens lies in ``drafts``,
what participants do in ``pledges``, who may in ``admission`` and how much in ``limits``, the arithmetic of prices in
``solving`` and ``settlement``, fewer packs than were asked for in ``trimming``, what a supplier changed meanwhile in
``amendments``, who agrees in ``approvals`` and ``approval_steps``, the way to purchase orders in ``group_placement``;
what is ordered without a collection begins in ``direct_orders``.
"""

from django.db import transaction
from django.utils.timezone import localtime

from .. import messages, moves
from ..models import GroupOrder
from ..moves import IllegalMove, Refused, Repeated
from . import demands, settlement
from .admission import NotAdmitted, renew_code
from .amendments import accept_terms, leave_out
from .approval_steps import approve, comment, recall, send_back, submit, void_if_changed
from .approvals import approvers
from .drafts import check_deadline, clear, create, edit, put_item, put_items, put_minimums, remove_item
from .group_placement import place
from .overall import waive as waive_minimum
from .pledges import MAX_QUANTITY, AlreadyJoined, change, join, withdraw
from .rules import Rules
from .settlement import decide, problems, total_amount
from .trimming import adjust, restore, trim

__all__ = [
    "MAX_QUANTITY",
    "AlreadyJoined",
    "IllegalMove",
    "NotAdmitted",
    "Refused",
    "Repeated",
    "Rules",
    "accept_terms",
    "adjust",
    "approve",
    "approvers",
    "cancel",
    "change",
    "clear",
    "close",
    "comment",
    "create",
    "decide",
    "edit",
    "extend",
    "join",
    "leave_out",
    "open",
    "place",
    "problems",
    "put_item",
    "put_items",
    "put_minimums",
    "recall",
    "remove_item",
    "renew_code",
    "reopen",
    "restore",
    "send_back",
    "submit",
    "total_amount",
    "trim",
    "void_if_changed",
    "waive_minimum",
    "withdraw",
]
Status = GroupOrder.Status


@transaction.atomic
def open(*, group_order, by, at):
    """Open a draft for pledges.

    :raises Refused: without products, with one no longer on sale, with a deadline already past, or for named people
        of whom none is named.
    """
    locked = moves.lock(group_order)
    if not locked.is_draft:
        raise IllegalMove(locked.status, Status.OPEN)
    if not locked.items.exists():
        raise Refused("请先添加至少一种商品。")
    gone = locked.items.filter(product__is_public=False).values_list("product__title", flat=True)
    if gone:
        raise Refused(f"供应商已下架：{'、'.join(gone)}。请移除后再开放征集。")
    check_deadline(locked.deadline_at, at)
    if locked.is_for_list and not locked.listed.exists():
        raise Refused("只让名单上的人参加，请先上传名单。")
    return moves.move(group_order=locked, to=Status.OPEN, by=by, at=at)


@transaction.atomic
def extend(*, group_order, deadline_at, by, at):
    """Give an open collection another deadline, also after the old one has passed.

    :raises Refused: unless it is open, or if the new deadline is not ahead or the old one.
    """
    locked = moves.lock(group_order)
    if not locked.is_open:
        raise IllegalMove(locked.status, Status.OPEN)
    check_deadline(deadline_at, at)
    if locked.deadline_at == deadline_at:
        raise Repeated(f"截止时间已经是 {localtime(deadline_at):%Y-%m-%d %H:%M}，没有重复办理。")
    locked.deadline_at = deadline_at
    locked.save(update_fields=["deadline_at"])
    words = f"截止时间改为 {localtime(deadline_at):%Y-%m-%d %H:%M}"
    moves.remark(group_order=locked, by=by, at=at, reason=words, is_told=True)
    messages.participants.prolonged(locked, by=by, at=at)
    return locked


@transaction.atomic
def close(*, group_order, by, at):
    """Close the collection; the tier prices settle on the totals.

    :raises Refused: if nobody pledged anything, or all wait for a price that is not reached.
    """
    locked = moves.move(group_order=group_order, to=Status.CLOSED, by=by, at=at)
    locked.closed_at = at
    locked.save(update_fields=["closed_at"])
    settlement.settle(locked.items.all())
    if not locked.items.filter(quantity__gt=0).exists():
        is_waiting = any(demands.of_items(locked.items.all()).values())
        words = "大家都在等降价，现在的总量还到不了" if is_waiting else "还没有人认购"
        raise Refused(f"{words}，不能截止。可以延长时间或取消。")
    return locked


@transaction.atomic
def reopen(*, group_order, deadline_at, by, at):
    """Collect further until a new deadline; unit top-ups and drops are taken back.

    :raises Refused: unless it is closed or sent back, or if the new deadline is not ahead; a direct order collects
        nothing.
    """
    locked = moves.lock(group_order)
    if not locked.is_closed:
        raise IllegalMove(locked.status, Status.OPEN)
    if locked.is_direct:
        raise Refused("直接采购没有征集，不能重新征集。")
    check_deadline(deadline_at, at)
    locked = moves.move(group_order=locked, to=Status.OPEN, by=by, at=at, reason="重新征集")
    locked.deadline_at, locked.closed_at, locked.is_minimum_waived = deadline_at, None, False
    locked.save(update_fields=["deadline_at", "closed_at", "is_minimum_waived"])
    settlement.thaw(locked.items.all())
    messages.participants.prolonged(locked, by=by, at=at)
    return locked


@transaction.atomic
def cancel(*, group_order, by, at, reason=""):
    """Cancel a group order that has not been placed.

    :raises Refused: once it is placed.
    """
    locked = moves.lock(group_order)
    if locked.is_placed:
        raise Refused("已经下单，请逐个取消采购订单。")
    return moves.move(group_order=locked, to=Status.CANCELLED, by=by, at=at, reason=reason)
