"""Who may do what with which unit, group order or purchase order; checked with ``user.has_perm(name, object)``."""

import rules

from shop.user.hats import OFFICE_GROUP

from .models import Role


def _holds(user, unit, role):
    return unit is not None and unit.memberships.filter(user=user, role=role).exists()


def _unit_of(thing):
    return getattr(thing, "unit", thing)


def _predicate(role):
    def holds_role(user, thing):
        return _holds(user, _unit_of(thing), role)

    return rules.predicate(holds_role, name=f"is_{role.lower()}")


is_handler = _predicate(Role.HANDLER)
is_approver = _predicate(Role.APPROVER)
is_acceptor = _predicate(Role.ACCEPTOR)
is_office = rules.is_group_member(OFFICE_GROUP)


@rules.predicate
def is_buyer(user, purchase_order):
    """The person who placed a public order."""
    return purchase_order.is_public and purchase_order.order.user_id == user.pk


@rules.predicate
def is_seller(user, purchase_order):
    return purchase_order.supplier.users.filter(pk=user.pk).exists()


rules.add_perm("procurement.handle", is_handler)
rules.add_perm("procurement.approve", is_approver)
rules.add_perm("procurement.accept", is_acceptor | is_buyer)
rules.add_perm("procurement.ship", is_seller)
rules.add_perm("procurement.record_payment", is_seller | is_office)
rules.add_perm("procurement.view_figures", is_office)
