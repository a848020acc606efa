"""What waits for a person at their unit's desk today."""

from dataclasses import dataclass, field

from django.db.models import Q

from .collection import approvals
from .models import Claim, GroupOrder, PurchaseOrder

Status = GroupOrder.Status
COMING = {PurchaseOrder.Status.PLACED, PurchaseOrder.Status.PARTLY_SHIPPED, PurchaseOrder.Status.SHIPPED}
LIMIT = 50


@dataclass
class Agenda:
    """Lists of group orders and purchase orders; a list stays empty when it is not this person's business."""

    can_handle: bool
    can_approve: bool
    can_accept: bool
    collecting: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    to_decide: list = field(default_factory=list)
    returned: list = field(default_factory=list)
    to_approve: list = field(default_factory=list)
    to_place: list = field(default_factory=list)
    to_sign: list = field(default_factory=list)
    to_pay: list = field(default_factory=list)
    arriving: list = field(default_factory=list)
    to_claim: list = field(default_factory=list)

    @property
    def is_clear(self):
        mine = self.drafts, self.to_decide, self.returned, self.to_approve, self.to_place, self.to_sign, self.to_pay
        return not any(mine) and not self.to_claim


def today(unit, person, at):
    """Return the agenda of a person in a unit, in a constant number of queries.

    :param at: now; a stand-in is asked on their days only.
    """
    agenda = Agenda(
        can_handle=person.has_perm("procurement.handle", unit),
        can_approve=person.has_perm("procurement.approve", unit),
        can_accept=person.has_perm("procurement.accept", unit),
    )
    agenda.collecting = _group_orders(unit, Status.OPEN)
    if agenda.can_approve:
        waiting = approvals.waiting_for(person, at)
        agenda.to_approve = [row for row in waiting if row.unit_id == unit.pk]
    if agenda.can_handle:
        agenda.drafts = _group_orders(unit, Status.DRAFT)
        agenda.to_decide = _group_orders(unit, Status.CLOSED)
        agenda.returned = _group_orders(unit, Status.RETURNED)
        agenda.to_place = _group_orders(unit, Status.APPROVED)
        agenda.to_pay = _purchase_orders(unit, Q(paid_at=None) & ~Q(status=PurchaseOrder.Status.CANCELLED))
    if agenda.can_accept:
        agenda.to_sign = _purchase_orders(unit, Q(pk__in=PurchaseOrder.objects.to_sign().values("pk")))
    if agenda.can_handle or agenda.can_accept:
        agenda.to_claim = _claims(unit, at)
        shown = {row.pk for row in agenda.to_sign}
        agenda.arriving = [row for row in _purchase_orders(unit, Q(status__in=COMING)) if row.pk not in shown]
    return agenda


def _group_orders(unit, status):
    rows = unit.group_orders.filter(status=status).with_joined().select_related("handler")
    return list(rows.order_by("deadline_at", "pk")[:LIMIT])


def _claims(unit, at):
    """Return the claims that the supplier rejected or left unanswered, for the unit to decide on."""
    rows = Claim.objects.for_buyer(at).filter(purchase_order__unit=unit).prefetch_related("lines")
    return list(rows.select_related("purchase_order__order", "purchase_order__supplier").order_by("answer_by")[:LIMIT])


def _purchase_orders(unit, wanted):
    rows = unit.purchase_orders.filter(wanted).with_due().select_related("order", "supplier", "group_order")
    return list(rows.order_by("placed_at", "pk")[:LIMIT])
