"""What the page of a group order shows of its approval: where it stands, whose turn it is, who said what."""

from ..collection import approvals, gift_values
from ..collection.approvals import digests, preview, trail
from ..forms.group_orders import CommentForm
from ..moves import Refused


def context(group_order, person, at):
    """Return the template context on the approval of a group order; nothing before it has closed."""
    if group_order.is_draft or group_order.is_open:
        return {}
    rounds = trail.rounds(group_order)
    shown = {"rounds": rounds, "comment_form": CommentForm()}
    if group_order.is_closed:
        chain = preview.Preview(group_order.unit)
        shown["coming_steps"] = chain.of(digests.of(group_order).total_amount)
    elif rounds and not group_order.is_cancelled:
        shown |= _standing(group_order, rounds[-1], person, at)
    if group_order.is_closed or group_order.is_submitted:
        shown["excess"] = gift_values.excess(group_order, at)
    return shown


def _standing(group_order, request, person, at):
    if not group_order.is_submitted:
        return {"stops": trail.stops(request)}
    case = approvals.case_of(group_order)
    stops = trail.stops(request, is_waiting=True)
    return {"stops": stops, "step": case.step, "approvers": case.people, **_turn(case, person, at)}


def _turn(case, person, at):
    """Return whether it is this person's turn, and for whom; or a sentence on why not."""
    try:
        return {"is_my_turn": True, "on_behalf_of": case.authority(person, at)}
    except Refused as refusal:
        return {"is_my_turn": False, "why_not": str(refusal)}
