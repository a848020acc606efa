"""What people of a unit hear about their own place in it."""

from django.urls import reverse

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced


@unless_silenced
def roles_changed(unit, person, words, *, by, at, is_out=False):
    """Tell somebody that an administrator gave or took roles.

    :param is_out: who is no longer in the unit may not open its pages.
    """
    link = "" if is_out else reverse("unit:home", args=[unit.code])
    tell(kind=Kind.ROLES, people=[person], link=link, by=by, at=at, of_unit=unit, words=words)


@unless_silenced
def stands_in(stand_in, *, by, at):
    """Tell somebody for whom they may decide, and when."""
    unit = stand_in.unit
    facts = {"absent": stand_in.absent, "from_on": stand_in.from_on, "to_on": stand_in.to_on}
    link = reverse("unit:approval", args=[unit.code])
    tell(kind=Kind.STAND_IN, people=[stand_in.person], link=link, by=by, at=at, of_unit=unit, **facts)
