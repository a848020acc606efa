"""What buyer, supplier and the county office are told about a claim."""

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced

from . import people, purchase_orders


@unless_silenced
def moved(claim, *, old, by, at, words=""):
    """Tell the other side of an act on a claim, both sides of the office's; tell the office what it has to decide.

    :param old: the status before, empty for a claim just opened. One opened by a signature for short or damaged packs
        is no news any more.
    """
    if not old and claim.is_counted_off:
        return
    facts = {"claim": claim, "by": by, "at": at, "reason": words}
    links = {"to_buyer": people.buyer_claim_link(claim), "to_seller": people.seller_claim_link(claim)}
    purchase_orders.to_other_side(Kind.CLAIM, claim.purchase_order, **links, **facts)
    if claim.is_disputed:
        _to_office(claim, facts)


def _to_office(claim, facts):
    purchase_order = claim.purchase_order
    facts |= {"purchase_order": purchase_order, "buyer": people.buyer_of(purchase_order)}
    tell(kind=Kind.CLAIM, people=people.office(), link=people.office_claim_link(claim), **facts)
