"""What buyer and supplier are told about a purchase order."""

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced

from ..models import Role
from . import people


@unless_silenced
def ordered(purchase_order, *, by, at):
    """Tell the supplier of a new order."""
    _to_seller(Kind.ORDERED, purchase_order, by=by, at=at)


@unless_silenced
def shipped(purchase_order, *, by, at):
    """Tell the buyer, and those of the unit who sign for goods."""
    _to_buyer(Kind.SHIPPED, purchase_order, role=Role.ACCEPTOR, by=by, at=at)


@unless_silenced
def accepted(purchase_order, lines, *, by, at, reason=""):
    """Tell the supplier what was short or damaged; goods that came whole are no news.

    :param lines: the ``AcceptanceLine`` rows.
    """
    short, damaged = sum(line.short for line in lines), sum(line.damaged for line in lines)
    if short or damaged:
        words = {"short": short, "damaged": damaged, "reason": reason}
        _to_seller(Kind.SHORTAGE, purchase_order, by=by, at=at, **words)


@unless_silenced
def cancelled(purchase_order, *, by, at, reason=""):
    """Tell the side that did not cancel; both when somebody else did."""
    to_other_side(Kind.ORDER_CANCELLED, purchase_order, by=by, at=at, reason=reason)


@unless_silenced
def rest_cancelled(purchase_order, packs, *, by, at, reason=""):
    """Tell the side that did not cancel what was left to send.

    :param packs: how many in all.
    """
    to_other_side(Kind.REST_CANCELLED, purchase_order, by=by, at=at, reason=reason, packs=packs)


@unless_silenced
def taken_back(purchase_order, packs, *, by, at, reason=""):
    """Tell the side that did not write the return down.

    :param packs: how many in all.
    """
    to_other_side(Kind.TAKEN_BACK, purchase_order, by=by, at=at, reason=reason, packs=packs)


@unless_silenced
def paid(purchase_order, *, amount, reference, outstanding, by, at):
    """Tell the buyer that money arrived, the supplier too if somebody else wrote it down; amounts in CNY."""
    words = {"amount": amount, "reference": reference, "outstanding": outstanding}
    to_other_side(Kind.PAID, purchase_order, by=by, at=at, **words)


@unless_silenced
def refunded(purchase_order, *, amount, reference, by, at, reason=""):
    """Tell the buyer that money was sent back, the supplier too if somebody else wrote it down; amount in CNY."""
    words = {"amount": amount, "reference": reference, "reason": reason}
    to_other_side(Kind.REFUNDED, purchase_order, by=by, at=at, **words)


def to_other_side(kind, purchase_order, *, by, at, to_buyer="", to_seller="", **words):
    """Tell the supplier what the buyer did, the buyer what the supplier did, and both what anybody else did.

    :param to_buyer: a link for the buyer in place of the order's page, ``to_seller`` likewise.
    """
    sold_by = by is not None and people.sellers(purchase_order).filter(pk=by.pk).exists()
    bought_by = by is not None and not sold_by and _is_buyer(purchase_order, by)
    if not bought_by:
        _to_buyer(kind, purchase_order, link=to_buyer, by=by, at=at, **words)
    if not sold_by:
        _to_seller(kind, purchase_order, link=to_seller, by=by, at=at, **words)


def _is_buyer(purchase_order, person):
    if purchase_order.is_public:
        return purchase_order.order.user_id == person.pk
    return purchase_order.unit.memberships.filter(user=person).exists()


def _to_buyer(kind, purchase_order, *, role="", link="", **facts):
    told, link = people.buyers(purchase_order), link or people.buyer_link(purchase_order)
    facts |= {"purchase_order": purchase_order, "buyer": people.buyer_of(purchase_order)}
    tell(kind=kind, people=told, unit=purchase_order.unit, role=role, link=link, **facts)


def _to_seller(kind, purchase_order, *, link="", **facts):
    told, link = people.sellers(purchase_order), link or people.seller_link(purchase_order)
    facts |= {"purchase_order": purchase_order, "buyer": people.buyer_of(purchase_order)}
    tell(kind=kind, people=told, link=link, **facts)
