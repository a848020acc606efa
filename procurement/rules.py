"""Who may do what with which unit, group order or purchase order; checked with ``user.has_perm(name, object)``."""

from functools import reduce
from operator import or_

import rules

from shop.user import permissions
from shop.user.hats import OFFICE_GROUP

from .models import GroupOrder, Role, SupplierRole


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
def is_owner(user, supplier):
    """Answers for a supplier; whoever is no longer among its people does not."""
    return supplier.members.filter(user=user, role=SupplierRole.OWNER, supplier__users=user).exists()


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


@rules.predicate
def is_lone_handler(user, unit):
    return is_handler(user, unit) and has_no_administrator(user, unit)


# What the roles of ``shop.user.permissions`` mean of an object.
HOLDS = {
    permissions.ADMINISTRATOR: is_administrator,
    permissions.HANDLER: is_handler,
    permissions.APPROVER: is_approver,
    permissions.ACCEPTOR: is_acceptor,
    permissions.SUPPLIER: is_seller,
    permissions.SUPPLIER_OWNER: is_owner,
    permissions.BUYER: is_buyer,
    permissions.OFFICE: is_office,
    permissions.ASKED_TO_APPROVE: is_asked_to_approve,
    permissions.LONE_HANDLER: is_lone_handler,
}
for name, holders in permissions.MATRIX.items():
    rules.add_perm(name, reduce(or_, (HOLDS[role] for role in holders)))


def may_view_branch(user, unit):
    """Tell whether a person may see the figures of the units below theirs."""
    return user.has_perm("procurement.view_branch", unit)
