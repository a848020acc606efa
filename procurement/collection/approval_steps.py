"""Four eyes on a group order: the handler submits; approvers approve, send back or comment, step by step.

An approval holds for the lines it was given for. Should they differ when the next person decides, or when the order is
placed, it is void: the group order goes back to its handler and has to be submitted anew.
"""

from django.db import transaction

from .. import messages, moves
from ..models import ApprovalDecision, GroupOrder
from ..moves import IllegalMove, Refused, Repeated
from . import approvals, decisions, settlement
from .approvals import chains, digests

Status = GroupOrder.Status
Kind = ApprovalDecision.Kind
CHANGED = "商品、数量或价格在提交审批后有变动，原审批作废，已退回经办人，须重新提交审批。"


class Voided(Refused):
    """The lines are not those that were submitted: what was approved no longer holds."""

    def __init__(self):
        super().__init__(CHANGED)


@transaction.atomic
def submit(*, group_order, by, at, reason=""):
    """Ask for approval: the chain starts at its first step, with the steps and lines as they are now.

    :raises Refused: while an item misses a minimum or a multiple, or nothing is left to buy.
    """
    locked = moves.move(group_order=group_order, to=Status.SUBMITTED, by=by, at=at, reason=reason)
    settlement.check(locked)
    seal = digests.of(locked)
    steps = chains.steps_for(locked.unit, seal.total_amount)
    locked.approval_requests.create(by=by, at=at, words=reason, steps=steps, **seal._asdict())
    messages.group_orders.submitted(locked, approvals.approvers(locked), by=by, at=at)
    _tell_participants(locked, by=by, at=at)
    return locked


def approve(*, group_order, by, at, reason="", seen=None):
    """Approve the step that waits; after the last one the group order is approved.

    :param seen: pk of the newest ``GroupOrderMove`` on the page the approver looked at, if known.
    :raises Repeated: if the person has approved it already.
    :raises Refused: if it is not the person's turn, or if anything happened after they looked.
    :raises Voided: if the lines are not those that were submitted; then it went back to its handler.
    """
    with transaction.atomic():
        locked = moves.lock(group_order)
        if not locked.is_submitted:
            raise IllegalMove(locked.status, Status.APPROVED)
        if not _void_if_changed(locked, by=by, at=at):
            return _approve(locked, by=by, at=at, reason=reason, seen=seen)
    raise Voided


@transaction.atomic
def send_back(*, group_order, by, at, reason):
    """Return it to the handler; the next submission starts the chain anew.

    :raises Refused: without a reason, or if it is not the person's turn.
    """
    if not reason.strip():
        raise Refused("请写明退回原因。")
    locked = moves.lock(group_order)
    if not locked.is_submitted:
        raise IllegalMove(locked.status, Status.RETURNED)
    case = approvals.case_of(locked)
    absent = case.authority(by, at)
    _record(case.request, Kind.RETURNED, by=by, at=at, words=reason, on_behalf_of=absent)
    return moves.move(group_order=locked, to=Status.RETURNED, by=by, at=at, reason=_words(absent, reason))


@transaction.atomic
def comment(*, group_order, by, at, words):
    """Say something at the step that waits, without deciding.

    :raises Repeated: if the last thing said was the same, by the same person.
    :raises Refused: without words, or when nothing waits for approval.
    """
    if not words.strip():
        raise Refused("请写明意见。")
    locked = moves.lock(group_order)
    if not locked.is_submitted:
        raise Refused("只有待审批的采购单可以写意见。")
    request = locked.approval_requests.last()
    last = request.decisions.last()
    if last and last.is_comment and (last.by_id, last.words) == (by.pk, words):
        raise Repeated("这条意见已经记下，没有重复办理。")
    messages.group_orders.commented(locked, approvals.approvers(locked), words, by=by, at=at)
    return _record(request, Kind.COMMENTED, by=by, at=at, words=words)


@transaction.atomic
def recall(*, group_order, by, at):
    """Take it back into the handler's hands, e.g. when stock ran out before placing; it needs approval anew."""
    locked = moves.move(group_order=group_order, to=Status.RETURNED, by=by, at=at, reason="经办人撤回调整")
    _record(locked.approval_requests.last(), Kind.RECALLED, by=by, at=at)
    return locked


@transaction.atomic
def void_if_changed(*, group_order, by, at):
    """Void the approval of a submitted or approved group order whose lines have changed since; tell whether it was.

    To be called after an edit, in its transaction; approving and placing check for themselves.

    :param by: who made the change.
    """
    locked = moves.lock(group_order)
    return (locked.is_submitted or locked.is_approved) and _void_if_changed(locked, by=by, at=at)


def _tell_participants(locked, *, by, at):
    """Tell those concerned what was decided since closing about what they chose."""
    said = {} if locked.is_direct else decisions.by_item(locked)
    if said:
        sentences = [sentence for each in said.values() for sentence in each]
        messages.participants.decided(locked, list(said), sentences, by=by, at=at)


def _void_if_changed(locked, *, by, at):
    request = locked.approval_requests.last()
    if request and request.digest == digests.of(locked).digest:
        return False
    _record(request, Kind.VOIDED, by=by, at=at, words=CHANGED)
    moves.move(group_order=locked, to=Status.RETURNED, by=by, at=at, reason=CHANGED)
    return True


def _approve(locked, *, by, at, reason, seen):
    case = approvals.case_of(locked)
    absent = case.authority(by, at)
    _check_seen(locked, by, seen)
    _record(case.request, Kind.APPROVED, by=by, at=at, words=reason, on_behalf_of=absent)
    words = _words(absent, reason)
    if case.is_last_step:
        return moves.move(group_order=locked, to=Status.APPROVED, by=by, at=at, reason=words)
    step = f"“{case.step['name']}”已批准（{case.place + 1}/{len(case.request.steps)}）"
    moves.remark(group_order=locked, by=by, at=at, reason=f"{step}：{words}" if words else step)
    messages.group_orders.submitted(locked, approvals.approvers(locked), by=by, at=at)
    return locked


def _check_seen(group_order, by, seen):
    newer = [] if seen is None else list(group_order.moves.filter(pk__gt=seen))
    if newer and all(move.is_remark and move.by_id == by.pk for move in newer):
        raise Repeated("您刚刚已经批准这一步，没有重复办理。")
    if newer:
        raise Refused("这张采购单在您查看之后有变动，请重新核对后再批准。")


def _record(request, kind, **facts):
    """Write one act on a submission, at the step where it stands and with the digest it is bound to."""
    if request is None:
        return None
    step = min(request.place, len(request.steps) - 1)
    bound = {"step": step, "step_name": request.steps[step]["name"], "digest": request.digest}
    return request.decisions.create(kind=kind, **bound, **facts)


def _words(absent, words):
    """Return the words of a decision for the timeline, saying for whom it was taken."""
    return "：".join(part for part in (f"代{absent}审批" if absent else "", words) if part)[:200]
