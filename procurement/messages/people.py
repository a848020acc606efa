"""The people on each side of a purchase, and the page each of them may open."""

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from shop.user.hats import OFFICE_GROUP
from shop.user.models import User

from ..models import Role, SupplierRole


def handlers(group_order):
    """Return the handler of a group order, or all handlers of its unit once that person is none of them any more."""
    in_role = User.objects.filter(memberships__unit=group_order.unit_id, memberships__role=Role.HANDLER)
    people = list(in_role.order_by("pk").distinct())
    return [person for person in people if person.pk == group_order.handler_id] or people


def deciders(group_order, approvers, at):
    """Return those whose turn it is to decide, and those who stand in for them today."""
    day = localtime(at).date()
    rows = group_order.unit.stand_ins.filter(absent__in=approvers, from_on__lte=day, to_on__gte=day)
    in_unit = Q(memberships__unit=group_order.unit_id, pk__in=rows.values("person"))
    return [*approvers, *User.objects.filter(in_unit).distinct()]


def joined(group_order, items=None):
    """Return the participants who have an account and have not withdrawn; the others look at their personal link.

    :param items: only those who chose one of these.
    """
    rows = group_order.participants.filter(withdrawn_at=None).exclude(user=None)
    if items is not None:
        rows = rows.filter(pledges__item__in=items)
    return User.objects.filter(pk__in=rows.values("user"))


def buyers(purchase_order):
    """Return who looks after a purchase order for its buyer: the unit's handler, or the shopper if logged in."""
    if purchase_order.group_order:
        return handlers(purchase_order.group_order)
    return [purchase_order.order.user]


def sellers(purchase_order):
    return purchase_order.supplier.users.all()


def owners(supplier):
    """Return the people who answer for a supplier."""
    return supplier.users.filter(pk__in=supplier.members.filter(role=SupplierRole.OWNER).values("user"))


def office():
    return User.objects.filter(groups__name=OFFICE_GROUP)


def buyer_of(purchase_order):
    """Return the buyer's name as the supplier reads it."""
    return "个人买家" if purchase_order.is_public else purchase_order.unit.name


def unit_link(group_order):
    return reverse("unit:group_order", args=[group_order.unit.code, group_order.number])


def join_link(group_order):
    return reverse("join:group_order", args=[group_order.join_token])


def buyer_link(purchase_order):
    if purchase_order.is_public:
        return reverse("checkout:order", args=[purchase_order.number])
    return reverse("unit:purchase_order", args=[purchase_order.unit.code, purchase_order.number])


def seller_link(purchase_order):
    return reverse("supplier:order", args=[purchase_order.supplier.code, purchase_order.number])


def buyer_claim_link(claim):
    """Return the unit's page of a claim; a shopper has all on the page of the order."""
    purchase_order = claim.purchase_order
    if purchase_order.is_public:
        return buyer_link(purchase_order)
    return reverse("unit:claim", args=[purchase_order.unit.code, purchase_order.number, claim.position])


def seller_claim_link(claim):
    purchase_order = claim.purchase_order
    return reverse("supplier:claim", args=[purchase_order.supplier.code, purchase_order.number, claim.position])


def office_claim_link(claim):
    return reverse("office:claim", args=[claim.purchase_order.number, claim.position])
