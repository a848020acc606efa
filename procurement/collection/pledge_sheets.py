"""The way into a collection by workbook: upload a filled-in sheet, look it over, write all of it or nothing.

Whatever is written goes through the ``Counter`` that takes every pledge, so a sheet can do nothing that the page could
not. Before a review is shown, everything is tried and taken back; so the page's own checks speak for each row.
"""

from django.db import transaction

from .. import moves
from ..models import Participant, PledgeSheet
from ..moves import Refused
from ..workbooks.safety import Refused as FileRefused
from . import sheet_states
from .admission import NotAdmitted
from .pledge_workbook import plan, read
from .pledge_workbook.planned import Outcome
from .taking import AlreadyJoined, Counter

__all__ = ["FileRefused", "Refused", "apply", "cancel", "check", "review", "upload"]
Status = PledgeSheet.Status


class Untakable(Refused):
    """The group order does not take some rows; ``refusals`` as in ``PledgeSheet``."""

    def __init__(self, refusals):
        self.refusals = refusals
        super().__init__("有的行不能登记，一行也没有写入。请按标出的地方改好，重新上传。")


def upload(*, group_order, file, name, by, at):
    """Read a filled-in sheet and keep its rows for the review; nobody's pledge is touched. An earlier one of the same
    person that still waits is put away.

    :raises FileRefused: if it cannot be read, or is another group order's.
    :raises Refused: if the group order collects no more.
    """
    _check_collecting(group_order, at)
    found = read.read(file)
    if found.number != group_order.number:
        raise FileRefused(f"这是另一张采购单（{found.number}）的征集表，请上传 {group_order.number} 的。")
    items = set(group_order.items.values_list("pk", flat=True))
    if not {int(key) for key in found.letters if key.isdigit()} <= items:
        raise FileRefused(read.NOT_OURS)
    facts = {"seen": found.seen, "sheet": found.sheet, "letters": found.letters, "rows": found.rows}
    with transaction.atomic():
        for waiting in group_order.pledge_sheets.filter(by=by, status=Status.REVIEW):
            cancel(sheet=waiting, at=at)
        sheet = PledgeSheet.objects.create(group_order=group_order, name=name[:200], by=by, at=at, **facts)
    return check(sheet=sheet, by=by, at=at)


def review(sheet, *, keep=False):
    """Return the planned rows as of now, in a constant number of queries."""
    return plan.plan(sheet.rows, sheet_states.items(sheet), sheet_states.people(sheet), keep=keep)


@transaction.atomic
def check(*, sheet, by, at):
    """Try what the sheet says and take it back; keep why the group order would not take some rows."""
    locked = _lock(sheet)
    with transaction.atomic():
        locked.group_order = moves.lock(locked.group_order)
        refusals = _write(locked, review(locked, keep=True), by=by, at=at)[1]
        transaction.set_rollback(True)
    locked.refusals = refusals
    locked.save(update_fields=["refusals"])
    return locked


def apply(*, sheet, by, at, keep=False):
    """Write everything the sheet says, or nothing.

    :param keep: where somebody changed their pledge since the download, theirs stays and the rest is written.
    :raises Refused: if it was decided before, the group order collects no more, a row has a mistake, or somebody
        changed their pledge and ``keep`` was not said.
    """
    try:
        return _apply(sheet=sheet, by=by, at=at, keep=keep)
    except Untakable as found:
        PledgeSheet.objects.filter(pk=sheet.pk, status=Status.REVIEW).update(refusals=found.refusals)
        raise


@transaction.atomic
def cancel(*, sheet, at):
    """Put a sheet away; nothing was written."""
    _decide(_lock(sheet), Status.CANCELLED, at)


@transaction.atomic
def _apply(*, sheet, by, at, keep):
    locked = _lock(sheet)
    locked.group_order = moves.lock(locked.group_order)
    _check_collecting(locked.group_order, at)
    rows = review(locked, keep=keep)
    if any(row.outcome == Outcome.REJECTED for row in rows):
        raise Refused("有的格子有问题，一行也没有写入。请按标出的地方改好表格，重新上传。")
    conflicts = [row.name for row in rows if row.outcome == Outcome.CONFLICT]
    if conflicts:
        raise Refused(f"{'、'.join(conflicts[:5])}在您下载之后改过认购，一行也没有写入。请看标出的冲突再决定。")
    joined, refusals = _write(locked, rows, by=by, at=at)
    if refusals:
        raise Untakable(refusals)
    locked.joined.set(joined)
    locked.changed = sum(row.outcome == Outcome.CHANGED for row in rows)
    locked.unchanged = sum(row.outcome == Outcome.UNCHANGED for row in rows)
    return _decide(locked, Status.APPLIED, at)


def _write(sheet, rows, *, by, at):
    """Write planned rows; return ``(who is new, refusals)``."""
    people = Participant.objects.in_bulk([row.person.pk for row in rows if row.outcome == Outcome.CHANGED])
    counter, joined, refusals = Counter(sheet.group_order), [], {}
    for row in rows:
        try:
            if row.outcome == Outcome.NEW:
                joined.append(_join(counter, row, by, at))
            elif row.outcome == Outcome.CHANGED:
                counter.change(participant=people[row.person.pk], wanted=row.wanted, by=by, at=at)
        except Refused as refusal:
            refusals[str(row.number)] = [_blamed(refusal), str(refusal)]
    return joined, refusals


def _join(counter, row, by, at):
    person = {"name": row.name, "mobile": row.mobile, "department": row.department}
    return counter.join(wanted=row.wanted, by=by, at=at, **person)


def _blamed(refusal):
    """Return the column that a refused row is marked at: who it is, or how much."""
    return "mobile" if isinstance(refusal, (AlreadyJoined, NotAdmitted)) else "packs"


def _decide(sheet, status, at):
    sheet.status, sheet.decided_at, sheet.rows, sheet.refusals = status, at, [], {}
    sheet.save()
    return sheet


def _lock(sheet):
    locked = PledgeSheet.objects.select_for_update(of=("self",)).select_related("group_order").get(pk=sheet.pk)
    if not locked.is_in_review:
        raise Refused(f"这份征集表{locked.get_status_display()}，没有重复办理。")
    return locked


def _check_collecting(group_order, at):
    if not group_order.is_collecting(at):
        raise Refused("征集已截止，不能再写入。延长时间或重新征集之后，可以接着办。")
