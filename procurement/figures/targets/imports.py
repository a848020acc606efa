"""Bring the office's list of targets in: read, look over, say all of it or nothing."""

from dataclasses import dataclass

from django.db import transaction

from shop.produce.models import Region

from ...models import TargetImport, Unit
from ...workbooks import reading
from ...workbooks.safety import Refused as FileRefused
from .. import plans
from . import office, saying
from .saying import Refused
from .workbook import columns, plan
from .workbook.plan import Outcome

__all__ = ["FileRefused", "Refused", "apply", "cancel", "review", "upload"]
Status = TargetImport.Status


@dataclass(frozen=True)
class References:
    """Units by code, regions by name and by code, and what was last said by ``(unit, region, quarter, basis)``."""

    units: dict
    regions: dict
    region_names: list
    last: dict


def upload(*, plan, file, name, by, at):
    """Read a workbook and keep its rows for the review; nothing is said.

    :raises FileRefused: if it cannot be read.
    """
    table = reading.read(file, columns.LAYOUT)
    return TargetImport.objects.create(plan=plan, name=name[:200], columns=table.letters, rows=table.rows, by=by, at=at)


def review(target_import):
    """Return the planned rows as of now, in three queries."""
    regions = list(Region.objects.partners())
    known = References(
        units={unit.code: unit for unit in Unit.objects.all()},
        regions={text: region for region in regions for text in (region.name, region.code)},
        region_names=[region.name for region in regions],
        last={key[1:]: row for key, row in target_import.plan.targets.visible().newest().items()},
    )
    return plan.plan(target_import.rows, target_import.plan, known)


@transaction.atomic
def apply(*, target_import, by, at, on):
    """Say everything the list says.

    :param on: today; what is taken back ends today.
    :raises Refused: if any row has a mistake by now, or if it was decided before.
    """
    plans.lock(target_import.plan)
    locked = _lock(target_import)
    rows = review(locked)
    if any(row.is_rejected for row in rows):
        raise Refused("有的行有问题，一行也没有导入。请按标出的地方改好表格，重新上传。")
    for row in rows:
        if row.outcome != Outcome.UNCHANGED:
            _say(row, locked.plan, by=by, at=at, on=on)
    counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in Outcome}
    locked.created, locked.updated = counts[Outcome.NEW], counts[Outcome.CHANGED]
    locked.unchanged, locked.applied_at, locked.status = counts[Outcome.UNCHANGED], at, Status.APPLIED
    locked.save()
    return locked


@transaction.atomic
def cancel(*, target_import):
    """Put a list away unapplied."""
    locked = _lock(target_import)
    locked.status = Status.CANCELLED
    locked.save(update_fields=["status"])


def _say(row, plan, *, by, at, on):
    if row.amount is None:
        office.remove_target(target=row.was, reference=row.reference, by=by, at=at, on=on)
        return
    facts = {"amount": row.amount, "reference": row.reference, "effective_on": row.effective_on, "by": by, "at": at}
    saying.say(plan=plan, seen=row.was, **row.whom, **facts)


def _lock(target_import):
    locked = TargetImport.objects.select_for_update(of=("self",)).select_related("plan").get(pk=target_import.pk)
    if not locked.is_in_review:
        raise Refused(f"这份清单{locked.get_status_display()}，没有重复办理。")
    return locked
