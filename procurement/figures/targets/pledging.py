"""What a unit pledges of its own free will: given, changed and withdrawn by its own people only."""

from django.db import transaction

from ...models import TargetBasis
from . import saying
from .saying import Refused

__all__ = ["Refused", "change", "pledge", "withdraw"]


@transaction.atomic
def pledge(*, plan, unit, amount, by, at, on, region=None, quarter=0):
    """Pledge an amount in CNY: the first one holds for the whole plan, one after a withdrawal from today on.

    :param on: today.
    :raises Refused: if the unit has pledged for the same, or the plan is over.
    """
    _require_open(plan, on)
    whom = {"unit": unit, "region": region, "quarter": quarter, "basis": TargetBasis.PLEDGED}
    is_first = not plan.targets.filter(**whom).exists()
    since = None if is_first else plan.within(on)
    try:
        return saying.say(plan=plan, seen=None, amount=amount, effective_on=since, by=by, at=at, **whom)
    except Refused:
        raise Refused("这个范围已经认领过，请在列表中修改。") from None


@transaction.atomic
def change(*, target, amount, by, at, on):
    """Pledge another amount from today on.

    :raises Refused: if it changed meanwhile, or the plan is over.
    """
    _require_open(target.plan, on)
    since = target.plan.within(on)
    return saying.say(**saying.of(target), seen=target, amount=amount, effective_on=since, by=by, at=at)


@transaction.atomic
def withdraw(*, target, by, at, on):
    """Take a pledge back from today on.

    :raises Refused: if it changed meanwhile, or is withdrawn already.
    """
    if target.is_withdrawn:
        raise Refused("这项认领已经撤回。")
    since = target.plan.within(on)
    return saying.say(**saying.of(target), seen=target, amount=None, effective_on=since, by=by, at=at)


def _require_open(plan, on):
    if on > plan.ends_on:
        raise Refused(f"{plan.year} 年度方案已于 {plan.ends_on} 结束，不再认领。")
