"""What applicants, suppliers and the office hear about coming in, licences, pauses and accounts."""

from django.urls import reverse

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced

from . import people


@unless_silenced
def applied(application, *, at):
    """Tell the office that an application waits, anew or again."""
    link = reverse("office:supplier_application", args=[application.pk])
    tell(kind=Kind.APPLIED, people=people.office(), link=link, by=application.applicant, at=at, application=application)


@unless_silenced
def answered(application, *, by, at, reason=""):
    """Tell the applicant what became of the application."""
    supplier = application.supplier
    link = reverse("supplier:home", args=[supplier.code]) if supplier else own_link(application)
    facts = {"application": application, "reason": reason}
    tell(kind=Kind.ADMITTED, people=[application.applicant], link=link, by=by, at=at, **facts)


@unless_silenced
def licence_waits(licence, *, by, at):
    """Tell the office that a renewed licence waits."""
    link = office_link(licence.supplier)
    tell(kind=Kind.LICENCE, people=people.office(), link=link, by=by, at=at, licence=licence, is_office=True)


@unless_silenced
def licence_answered(licence, *, by, at):
    """Tell the supplier what became of a renewal."""
    to = people.owners(licence.supplier)
    tell(kind=Kind.LICENCE, people=to, link=link_of(licence.supplier), by=by, at=at, licence=licence)


@unless_silenced
def paused(pause, count, *, by, at):
    """Tell everybody at the supplier, and the office if it was no act of its own, why goods are off sale."""
    facts = {"kind": Kind.PAUSED, "by": by, "at": at, "pause": pause, "supplier": pause.supplier, "count": count}
    tell(people=pause.supplier.users.all(), link=link_of(pause.supplier), **facts)
    if by is None:
        tell(people=people.office(), link=office_link(pause.supplier), **facts)


@unless_silenced
def resumed(supplier, words, *, by, at):
    """Tell everybody at the supplier that a pause ended."""
    facts = {"supplier": supplier, "words": words}
    tell(kind=Kind.PAUSED, people=supplier.users.all(), link=link_of(supplier), by=by, at=at, **facts)


@unless_silenced
def joined(invitation, user, *, at):
    """Tell the owners who accepted an invitation."""
    words = f"担任{invitation.get_role_display()}。"
    link = reverse("supplier:staff", args=[invitation.supplier.code])
    facts = {"of_supplier": invitation.supplier, "joined": user, "words": words}
    tell(kind=Kind.ROLES, people=people.owners(invitation.supplier), link=link, by=user, at=at, **facts)


@unless_silenced
def role_changed(supplier, person, words, *, by, at, is_out=False):
    """Tell somebody that an owner gave or took a role.

    :param is_out: who is no longer at the supplier may not open its pages.
    """
    link = "" if is_out else reverse("supplier:home", args=[supplier.code])
    tell(kind=Kind.ROLES, people=[person], link=link, by=by, at=at, of_supplier=supplier, words=words)


@unless_silenced
def bank_change_waits(change, *, by, at):
    """Tell those who may confirm another account: the other owners and the office."""
    facts = {"kind": Kind.BANK_CHANGE, "by": by, "at": at, "change": change}
    tell(people=people.owners(change.supplier), link=link_of(change.supplier), **facts)
    tell(people=people.office(), link=office_link(change.supplier), **facts)


@unless_silenced
def bank_change_answered(change, *, by, at):
    """Tell the owners what became of it."""
    to = people.owners(change.supplier)
    tell(kind=Kind.BANK_CHANGE, people=to, link=link_of(change.supplier), by=by, at=at, change=change)


def own_link(application):
    return reverse("apply:supplier_application", args=[application.pk])


def link_of(supplier):
    return reverse("supplier:profile", args=[supplier.code])


def office_link(supplier):
    return reverse("office:supplier", args=[supplier.code])
