"""Say a target anew, under the plan's lock: whoever looked at what was said before is told that it changed."""

from ...models import Target
from .. import plans
from ..plans import Refused

CHANGED = "这项目标刚刚有了改动，请看最新的金额后再办。"


def say(*, plan, seen, amount, basis, by, at, effective_on=None, unit=None, region=None, quarter=0, reference=""):
    """Write what a target is from a day on; call it inside a transaction.

    :param seen: the ``Target`` that was last said when the person looked; None if there was none.
    :param amount: in CNY; None takes it back.
    :raises Refused: if something else was said meanwhile.
    """
    plan = plans.lock(plan)
    whom = {"unit": unit, "region": region, "quarter": quarter, "basis": basis}
    last = plan.targets.filter(**whom).order_by("pk").last()
    if last != seen and not (seen is None and last.is_withdrawn):
        raise Refused(CHANGED)
    facts = {"amount": amount, "reference": reference, "effective_on": effective_on, "set_by": by, "set_at": at}
    return plan.targets.create(**whom, **facts, is_demo=plan.is_demo)


def of(target):
    """Return whom and what a target is for, as ``say`` takes it."""
    whom = {"unit": target.unit, "region": target.region, "quarter": target.quarter}
    return {"plan": target.plan, **whom, "basis": target.basis}


def history(target):
    """Return everything that was said for the same, newest first."""
    whom = {"unit": target.unit_id, "region": target.region_id, "quarter": target.quarter, "basis": target.basis}
    return Target.objects.filter(plan=target.plan_id, **whom).select_related("set_by").order_by("-pk")
