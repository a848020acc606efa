"""Targets that the office sets, each with the document that says so. What a unit pledged is the unit's own."""

from django.db import transaction

from ...models import QUARTERS, TargetBasis
from . import saying
from .saying import Refused

PLEDGED = "这是单位自愿认领的，只有单位自己可以修改或撤回。"


@transaction.atomic
def set_target(*, plan, amount, reference, by, at, effective_on=None, unit=None, region=None, quarter=0):
    """Set the target of a unit, a region, a unit in a region, or the county (neither), in CNY.

    :param reference: number or name of the document that it stands in.
    :param effective_on: None for the whole plan.
    :raises Refused: if there is one already, which is to be changed instead.
    """
    whom = {"unit": unit, "region": region, "quarter": quarter}
    facts = {"amount": amount, "reference": reference, "effective_on": effective_on, "by": by, "at": at}
    try:
        return saying.say(plan=plan, seen=None, basis=TargetBasis.OFFICE, **whom, **facts)
    except Refused:
        name = " · ".join(str(place) for place in (unit, region) if place) or "全县"
        raise Refused(f"{name}（{QUARTERS[quarter]}）已有目标，请在列表中修改。") from None


@transaction.atomic
def change_target(*, target, amount, reference, by, at, effective_on=None):
    """Say another amount from a day on; what was said before stays in the history.

    :raises Refused: for a unit's pledge, or if it changed meanwhile.
    """
    _require_own(target)
    facts = {"amount": amount, "reference": reference, "effective_on": effective_on, "by": by, "at": at}
    return saying.say(**saying.of(target), seen=target, **facts)


@transaction.atomic
def remove_target(*, target, reference, by, at, on):
    """Take a target back from a day on: volumes are shown with 未设目标 from then on.

    :param reference: why, or the document that says so.
    :raises Refused: for a unit's pledge, if it changed meanwhile, or if it is taken back already.
    """
    _require_own(target)
    if target.is_withdrawn:
        raise Refused("这项目标已经取消。")
    facts = {"amount": None, "reference": reference, "effective_on": target.plan.within(on), "by": by, "at": at}
    return saying.say(**saying.of(target), seen=target, **facts)


def _require_own(target):
    if target.is_pledged:
        raise Refused(PLEDGED)
