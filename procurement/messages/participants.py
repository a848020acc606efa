"""What colleagues hear who take part with an account; the others look at their personal link.

The unit's group robot hears what concerns them all, and never who takes part.
"""

import hashlib

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced

from . import people


@unless_silenced
def prolonged(group_order, *, by, at):
    """Tell them that they may go on choosing until another time."""
    _tell(Kind.PROLONGED, group_order, unit=group_order.unit, by=by, at=at)


@unless_silenced
def decided(group_order, items, sentences, *, by, at):
    """Tell those who chose one of some items what the handler decided about it; the same thing once.

    :param sentences: one or more for each of the items.
    """
    wanted = people.joined(group_order, items)
    digest = hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:16]
    once = f"decided {group_order.number} {digest}"
    _tell(Kind.DECIDED, group_order, people=wanted, once=once, sentences=sentences, by=by, at=at)


@unless_silenced
def bought(group_order, purchase_orders, *, by, at):
    """Tell them that what they chose is ordered."""
    _tell(Kind.BOUGHT, group_order, number_of_orders=len(purchase_orders), by=by, at=at)


@unless_silenced
def arrived(group_order, *, by, at):
    """Tell them, and the handler, that all goods are signed for."""
    handlers = people.handlers(group_order)
    tell(kind=Kind.ARRIVED, people=handlers, link=people.unit_link(group_order), group_order=group_order, by=by, at=at)
    others = people.joined(group_order).exclude(pk__in=[person.pk for person in handlers])
    _tell(Kind.ARRIVED, group_order, people=others, unit=group_order.unit, by=by, at=at)


@unless_silenced
def shared_out(group_order, sentences, *, by, at):
    """Tell them how goods that arrived short were shared out."""
    _tell(Kind.SHARED_OUT, group_order, sentences=sentences, by=by, at=at)


def _tell(kind, group_order, **facts):
    facts = {"people": people.joined(group_order), "link": people.join_link(group_order), **facts}
    tell(kind=kind, group_order=group_order, **facts)
