"""Who agrees to a unit's purchases.

``chains`` knows the steps an amount goes through, ``rosters`` the people, ``cases`` whose turn it is, ``digests`` what
an approval is bound to, ``trail`` the record, ``setup`` how a unit changes its chain. The steps themselves (submit,
approve, send back …) lie in ``approval_steps``.
"""

from ...models import GroupOrder
from .cases import Case
from .rosters import Roster

__all__ = ["Case", "Roster", "approvers", "case_of", "waiting_for"]


def case_of(group_order):
    """Return the ``Case`` of one group order."""
    return Case(group_order, Roster([group_order.unit_id]))


def approvers(group_order):
    """Return the people whose turn it is at the step that waits of the newest submission, by name."""
    case = case_of(group_order)
    return case.people if case.has_step else []


def waiting_for(user, at):
    """Return the group orders that wait for a person's decision now, also in somebody's place, the oldest first.

    Six queries for any number of units and group orders.
    """
    units = list(user.memberships.order_by().values_list("unit_id", flat=True).distinct())
    rows = GroupOrder.objects.filter(unit__in=units, status=GroupOrder.Status.SUBMITTED).with_joined()
    rows = rows.select_related("handler", "unit").prefetch_related("approval_requests__decisions")
    roster = Roster(units)
    return [row for row in rows.order_by("deadline_at", "pk") if Case(row, roster).may_decide(user, at)]
