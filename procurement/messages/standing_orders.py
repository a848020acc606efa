"""What people are told about drafts that come each month."""

from django.urls import reverse

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced
from shop.user.models import User

from ..models import Role
from . import people


@unless_silenced
def made(standing_draft, *, at):
    """Tell the handler of a new draft; of one that was skipped all who could mend it: handlers and administrators."""
    standing_order = standing_draft.standing_order
    unit = standing_order.unit
    facts = {"kind": Kind.STANDING, "unit": unit, "at": at, "standing_order": standing_order, "row": standing_draft}
    if standing_draft.is_skipped:
        menders = User.objects.filter(
            memberships__unit=unit, memberships__role__in=(Role.HANDLER, Role.ADMINISTRATOR)
        ).distinct()
        tell(people=menders, link=reverse("unit:standing_orders", args=[unit.code]), **facts)
    else:
        tell(people=[standing_order.handler], link=people.unit_link(standing_draft.group_order), **facts)
