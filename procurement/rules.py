"""Who may do what with which unit, group order or purchase order; checked with ``user.has_perm(name, object)``."""

import rules

from shop.user.hats import OFFICE_GROUP

from .models import GroupOrder, Role


def _holds(user, unit, role):
    return unit is not None and unit.memberships.filter(user=user, role=role).exists()


def _unit_of(thing):
    return getattr(thing, "unit", thing)


def _predicate(role):
    def holds_role(user, thing):
        return _holds(user, _unit_of(thing), role)

    return rules.predicate(holds_role, name=f"is_{role.lower()}")


is_administrator = _predicate(Role.ADMINISTRATOR)
is_handler = _predicate(Role.HANDLER)
is_approver = _predicate(Role.APPROVER)
is_acceptor = _predicate(Role.ACCEPTOR)
is_office = rules.is_group_member(OFFICE_GROUP)


@rules.predicate
def is_buyer(user, purchase_order):
    """The person who placed a public order; never true of a unit, nor of a visitor looking at a guest's order."""
    is_public = getattr(purchase_order, "is_public", False)
    return user.is_authenticated and is_public and purchase_order.order.user_id == user.pk


@rules.predicate
def is_seller(user, purchase_order):
    return purchase_order.supplier.users.filter(pk=user.pk).exists()


@rules.predicate
def is_asked_to_approve(user, thing):
    """Named in the unit's chain or in the submission that waits, or standing in for somebody, whenever that holds.

    Whose turn it is, and on which days, the approval says itself, in words.
    """
    unit = _unit_of(thing)
    if unit is None or not unit.memberships.filter(user=user).exists():
        return False
    if unit.approval_steps.filter(people=user).exists() or unit.stand_ins.filter(person=user).exists():
        return True
    request = thing.approval_requests.last() if isinstance(thing, GroupOrder) else None
    return request is not None and any(user.pk in step["people"] for step in request.steps)


@rules.predicate
def has_no_administrator(user, unit):
    return not unit.memberships.filter(role=Role.ADMINISTRATOR).exists()


rules.add_perm("procurement.administer", is_administrator)
rules.add_perm("procurement.handle", is_handler)
rules.add_perm("procurement.approve", is_approver | is_asked_to_approve)
rules.add_perm("procurement.set_approval", is_administrator | (is_handler & has_no_administrator))
rules.add_perm("procurement.pledge_target", is_administrator | is_handler)
rules.add_perm("procurement.comment", is_handler | is_approver | is_asked_to_approve)
rules.add_perm("procurement.accept", is_acceptor | is_buyer)
rules.add_perm("procurement.ship", is_seller)
rules.add_perm("procurement.record_payment", is_seller | is_office)
rules.add_perm("procurement.view_figures", is_office)
rules.add_perm("procurement.view_branch", is_administrator | is_handler | is_approver | is_acceptor)
rules.add_perm("procurement.register_offline", is_handler)
rules.add_perm("procurement.view_offline", is_handler | is_administrator | is_approver | is_acceptor)


def may_view_branch(user, unit):
    """Tell whether a person may see the figures of the units below theirs."""
    return user.has_perm("procurement.view_branch", unit)
