"""The way out of a collection by workbook: everybody who takes part, and every product, in one sheet to fill in."""

from django.db import transaction
from django.utils.timezone import localtime

from .. import moves
from ..models import PledgeChange
from ..moves import Refused
from . import progress, sheet_states
from .pledge_workbook import write


@transaction.atomic
def download(*, group_order, at):
    """Return the collection sheet of a group order as bytes, with everybody who takes part.

    :raises Refused: unless it is collecting.
    """
    # Under the lock nobody pledges between the reading of the newest change and that of the pledges.
    locked = moves.lock(group_order)
    if not locked.is_collecting(at):
        raise Refused("只有正在征集的采购单可以下载征集表。")
    changes = PledgeChange.objects.filter(participant__group_order=locked)
    people = locked.participants.filter(withdrawn_at=None).prefetch_related("pledges__steps")
    return write.as_bytes(
        number=locked.number,
        seen=changes.order_by("-pk").values_list("pk", flat=True).first() or 0,
        title=locked.title,
        notes=_notes(locked, at),
        items=[_item(row) for row in progress.of(locked)],
        people=[_person(row) for row in people.order_by("department", "name", "pk")],
    )


def _person(participant):
    who = participant.pk, participant.name, participant.department, participant.mobile
    return write.Person(*who, sheet_states.wishes(participant))


def _item(row):
    return write.Item(
        pk=row.item.pk,
        code=row.code,
        title=row.title,
        facts=(row.spec, row.supplier.name if row.supplier else ""),
        unit=row.measure_unit,
        rungs=row.rungs,
        minimum=row.minimum,
        multiple=row.dossier.order_multiple,
    )


def _notes(group_order, at):
    return (
        f"{group_order.unit.name} {group_order.number}",
        f"截止 {localtime(group_order.deadline_at):%Y-%m-%d %H:%M}",
        f"{localtime(at):%Y-%m-%d %H:%M} 下载",
        *([group_order.limit_words] if group_order.limit_words else []),
        "自愿参加：要几件填几件，不要就留空；新同事填在空行里，姓名和手机号必填",
        "价格和金额按表内数量估算，截止时以系统为准",
    )
