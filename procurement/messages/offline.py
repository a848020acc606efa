"""What people are told about offline purchases: the office that one waits, the unit what became of it."""

from django.urls import reverse

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced

from ..models import Role
from . import people


@unless_silenced
def submitted(purchase, *, by, at):
    """Tell the office that a registration waits, anew or again."""
    link = reverse("office:offline_purchase", args=[purchase.number])
    tell(kind=Kind.OFFLINE, people=people.office(), link=link, by=by, at=at, purchase=purchase)


@unless_silenced
def decided(purchase, *, by, at, reason):
    """Tell the unit's handlers that it was verified, returned or withdrawn."""
    link = reverse("unit:offline_purchase", args=[purchase.unit.code, purchase.number])
    facts = {"by": by, "at": at, "purchase": purchase, "reason": reason}
    tell(kind=Kind.OFFLINE, unit=purchase.unit, role=Role.HANDLER, link=link, **facts)
