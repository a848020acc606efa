"""What people are told about a group order."""

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced

from ..models import GroupOrder, Role
from . import participants, people

Status = GroupOrder.Status
# Goods are still to come.
ARRIVING = (Status.PLACED, Status.PARTLY_RECEIVED)


@unless_silenced
def moved(group_order, *, old, by, at, reason=""):
    """Tell the handler that it was approved, sent back or cancelled; tell participants of goods and cancellations."""
    facts = {"group_order": group_order, "by": by, "at": at, "reason": reason}
    if group_order.is_approved:
        _to_handler(Kind.APPROVED, facts)
    elif group_order.is_returned:
        _to_handler(Kind.SENT_BACK, facts)
    elif not group_order.is_direct and (group_order.is_received or group_order.is_settled) and old in ARRIVING:
        participants.arrived(group_order, by=by, at=at)
    elif group_order.is_cancelled and old != Status.DRAFT:
        # Of the orders that were cancelled one by one its handler has heard already.
        if old != Status.PLACED:
            _to_handler(Kind.GROUP_ORDER_CANCELLED, facts)
        joined = people.joined(group_order)
        tell(kind=Kind.GROUP_ORDER_CANCELLED, people=joined, link=people.join_link(group_order), **facts)


@unless_silenced
def submitted(group_order, approvers, *, by, at):
    """Tell those whose turn it is that a group order waits for their decision; after each step the next ones."""
    request = group_order.approval_requests.last()
    tell(
        kind=Kind.SUBMITTED,
        people=people.deciders(group_order, approvers, at),
        unit=group_order.unit,
        link=people.unit_link(group_order),
        by=by,
        at=at,
        group_order=group_order,
        amount=request.total_amount,
        reason=request.words,
    )


@unless_silenced
def placed(group_order, purchase_orders, *, by, at):
    """Tell the acceptors what is to come; each supplier is told of its own order when it is made."""
    tell(
        kind=Kind.PLACED,
        unit=group_order.unit,
        role=Role.ACCEPTOR,
        link=people.unit_link(group_order),
        by=by,
        at=at,
        group_order=group_order,
        number_of_orders=len(purchase_orders),
    )
    participants.bought(group_order, purchase_orders, by=by, at=at)


@unless_silenced
def commented(group_order, approvers, words, *, by, at):
    """Tell the handler, and those whose turn it is, what was said before a decision."""
    told = [*people.handlers(group_order), *people.deciders(group_order, approvers, at)]
    link = people.unit_link(group_order)
    tell(kind=Kind.COMMENTED, people=told, link=link, by=by, at=at, group_order=group_order, words=words)


def _to_handler(kind, facts):
    group_order = facts["group_order"]
    told, link = people.handlers(group_order), people.unit_link(group_order)
    tell(kind=kind, people=told, unit=group_order.unit, link=link, **facts)
