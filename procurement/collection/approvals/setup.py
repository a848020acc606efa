"""How a unit sets its chain, its stand-ins and its rules; each change leaves a row that says who made it.

A purchase that waits for approval keeps the chain it was submitted with; what is changed here counts from the next
submission on. Stand-ins and rules count at once.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localtime

from ... import messages
from ...models import ApprovalPolicy, Unit
from ...moves import Refused, Repeated

MAX_STEPS = 10
MAX_STAND_INS = 100


@transaction.atomic
def put_step(*, unit, name, from_amount, people, by, at, step=None):
    """Add a step at the end of a unit's chain, or change one.

    :param from_amount: CNY from which it applies; 0: always.
    :param people: persons of the unit any one of whom decides; none: any approver.
    :raises Refused: if somebody is not of the unit, or the chain is full.
    """
    locked = _lock(unit)
    _check_members(locked, people)
    steps = list(locked.approval_steps.prefetch_related("people"))
    if step is None and any(_is_like(each, name, from_amount, people) for each in steps):
        raise Repeated("这一步已经有了，没有重复添加。")
    if step is None and len(steps) >= MAX_STEPS:
        raise Refused(f"审批流程最多 {MAX_STEPS} 步。")
    if step is None:
        position = max((each.position for each in steps), default=0) + 1
        step = locked.approval_steps.create(position=position, name=name, from_amount=from_amount)
        verb = "添加"
    else:
        step.name, step.from_amount, verb = name, from_amount, "修改"
        step.save(update_fields=["name", "from_amount"])
    step.people.set(people)
    start = f"{from_amount:,.2f} 元起" if from_amount else "每次都要"
    who = "、".join(str(person) for person in people) or "任一审批人"
    _note(locked, by, at, f"{verb}步骤“{name}”：{start}，{who}")
    return step


@transaction.atomic
def remove_step(*, step, by, at):
    """Take a step out of its unit's chain; without any, one approval by any approver is asked for."""
    locked = _lock(step.unit)
    if locked.approval_steps.filter(pk=step.pk).delete()[0]:
        _note(locked, by, at, f"删除步骤“{step.name}”")


@transaction.atomic
def raise_step(*, step, by, at):
    """Move a step one place forward; the first one stays."""
    locked = _lock(step.unit)
    rows = list(locked.approval_steps.order_by("position", "pk"))
    place = rows.index(step)
    if place == 0:
        return
    rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows, start=1):
        row.position = position
    locked.approval_steps.bulk_update(rows, ["position"])
    _note(locked, by, at, f"步骤“{step.name}”前移到第 {place} 步")


@transaction.atomic
def put_stand_in(*, unit, absent, person, from_on, to_on, by, at):
    """Let somebody decide for somebody else from a day to a day, both included.

    :raises Refused: if they are one and the same, not of the unit, or the days are over or the wrong way round.
    """
    locked = _lock(unit)
    _check_members(locked, [absent, person])
    if absent == person:
        raise Refused("不能自己代理自己。")
    if not from_on <= to_on or to_on < localtime(at).date():
        raise Refused("结束日期不能早于开始日期，也不能早于今天。")
    facts = {"absent": absent, "person": person, "from_on": from_on, "to_on": to_on}
    if locked.stand_ins.filter(**facts).exists():
        raise Repeated("这条代理已经有了，没有重复添加。")
    if locked.stand_ins.filter(to_on__gte=localtime(at).date()).count() >= MAX_STAND_INS:
        raise Refused(f"同时有效的代理最多 {MAX_STAND_INS} 条。")
    _note(locked, by, at, f"{person}代{absent}审批：{from_on:%Y-%m-%d} 至 {to_on:%Y-%m-%d}")
    made = locked.stand_ins.create(**facts)
    messages.members.stands_in(made, by=by, at=at)
    return made


@transaction.atomic
def end_stand_in(*, stand_in, by, at):
    """Let somebody stand in no longer, from now on."""
    locked = _lock(stand_in.unit)
    yesterday = localtime(at).date() - timedelta(days=1)
    if stand_in.to_on <= yesterday:
        raise Repeated("这条代理已经结束，没有重复办理。")
    if stand_in.from_on > yesterday:
        stand_in.delete()
    else:
        stand_in.to_on = yesterday
        stand_in.save(update_fields=["to_on"])
    _note(locked, by, at, f"{stand_in.person}代{stand_in.absent}审批提前结束")


@transaction.atomic
def set_policy(*, unit, gift_ceiling, by, at):
    """Set the unit's ceiling of gifts a member and year.

    :param gift_ceiling: CNY, or None for the county's.
    """
    locked = _lock(unit)
    policy = ApprovalPolicy.objects.filter(unit=locked).first() or ApprovalPolicy(unit=locked)
    if policy.gift_ceiling == gift_ceiling:
        return policy
    policy.gift_ceiling = gift_ceiling
    policy.save()
    ceiling = "按全县默认" if gift_ceiling is None else f" {gift_ceiling:,.2f} 元"
    _note(locked, by, at, f"每人每年慰问上限{ceiling}")
    return policy


def _lock(unit):
    return Unit.objects.select_for_update().get(pk=unit.pk)


def _check_members(unit, people):
    members = set(unit.memberships.values_list("user_id", flat=True))
    if any(person.pk not in members for person in people):
        raise Refused("只能选择本单位的成员。")


def _is_like(step, name, from_amount, people):
    same_people = {each.pk for each in step.people.all()} == {person.pk for person in people}
    return (step.name, step.from_amount) == (name, from_amount) and same_people


def _note(unit, by, at, words):
    unit.approval_changes.create(by=by, at=at, words=words[:200])
