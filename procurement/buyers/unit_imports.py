"""Bring the office's list of units in: read, look over, apply all of it or none."""

from django.db import transaction

from ..models import Unit, UnitImport, UnitRecord
from ..workbooks import reading
from ..workbooks.safety import Refused as FileRefused
from . import unit_records, units
from .unit_workbook import columns, plan
from .unit_workbook.plan import Outcome

__all__ = ["FileRefused", "Refused", "apply", "cancel", "facts_of_all", "review", "upload"]
Status = UnitImport.Status
What = UnitRecord.What


class Refused(Exception):
    """The list cannot be applied as it is; the message tells the person why."""


def upload(*, file, name, by, at):
    """Read a workbook and keep its rows for the review; no unit is touched.

    :raises FileRefused: if it cannot be read.
    """
    table = reading.read(file, columns.LAYOUT)
    return UnitImport.objects.create(name=name[:200], columns=table.letters, rows=table.rows, by=by, at=at)


def review(unit_import):
    """Return the planned rows as of now."""
    return plan.plan(unit_import.rows, facts_of_all())


@transaction.atomic
def apply(*, unit_import, by, at):
    """Write everything the list says.

    :raises Refused: if any row has a mistake by now, or if it was decided before.
    """
    locked = _lock(unit_import)
    units.lock_tree()
    rows = review(locked)
    if any(row.is_rejected for row in rows):
        raise Refused("有的行有问题，一行也没有导入。请按标出的地方改好表格，重新上传。")
    _write(rows, by=by, at=at)
    counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in Outcome}
    locked.created, locked.updated = counts[Outcome.NEW], counts[Outcome.CHANGED]
    locked.unchanged, locked.applied_at, locked.status = counts[Outcome.UNCHANGED], at, Status.APPLIED
    locked.save()
    return locked


@transaction.atomic
def cancel(*, unit_import):
    """Put a list away unapplied."""
    locked = _lock(unit_import)
    locked.status = Status.CANCELLED
    locked.save(update_fields=["status"])


def facts_of_all():
    """Return ``{code: facts}`` of all units, in one query."""
    keys = ("code", "name", "short_name", "kind", "headcount", "credit_code")
    rows = Unit.objects.order_by("code").values(*keys, "parent__code")
    return {row["code"]: {**{key: row[key] for key in keys}, "parent": row["parent__code"] or ""} for row in rows}


def _lock(unit_import):
    locked = UnitImport.objects.select_for_update(of=("self",)).get(pk=unit_import.pk)
    if not locked.is_in_review:
        raise Refused(f"这份清单{locked.get_status_display()}，没有重复办理。")
    return locked


def _write(rows, *, by, at):
    """Create first, so that every parent is there; credit codes may change hands, so all are cleared before."""
    fresh = [row for row in rows if row.outcome == Outcome.NEW]
    changed = [row for row in rows if row.outcome == Outcome.CHANGED]
    Unit.objects.filter(code__in=[row.code for row in changed if _changes(row, "credit_code")]).update(credit_code="")
    Unit.objects.bulk_create(Unit(**_own(row.facts)) for row in fresh)
    ids = {unit.code: unit for unit in Unit.objects.all()}
    for row in fresh:
        _set(ids, row.code, {"parent": row.facts.get("parent", "")})
    for row in changed:
        _set(ids, row.code, {key: new for key, _, new in row.changes})
    touched = [ids[row.code] for row in fresh + changed]
    Unit.objects.bulk_update(touched, ["name", "short_name", "kind", "headcount", "credit_code", "parent"])
    for row in changed:
        if _changes(row, "credit_code"):
            units.follow_title(ids[row.code])
    UnitRecord.objects.bulk_create(_record(row, ids[row.code], by, at) for row in fresh + changed)


def _own(facts):
    return {key: value for key, value in facts.items() if key != "parent"}


def _set(ids, code, facts):
    unit = ids[code]
    for key, value in facts.items():
        setattr(unit, key, (ids[value] if value else None) if key == "parent" else value)


def _changes(row, key):
    return any(changed == key for changed, _, _ in row.changes)


def _record(row, unit, by, at):
    if row.outcome == Outcome.NEW:
        return UnitRecord(unit=unit, what=What.CREATED, by=by, at=at, words=f"{row.code} {unit.name}（导入）")
    words = "；".join(f"{label}：{old} → {new}" for label, old, new in row.shown_changes)
    what = What.MOVED if _changes(row, "parent") else What.CHANGED
    return UnitRecord(unit=unit, what=what, by=by, at=at, words=f"{words}（导入）"[: unit_records.LONGEST])
