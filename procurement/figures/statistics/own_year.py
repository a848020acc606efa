"""What a unit bought itself this year, beside its target if it has one."""

from dataclasses import dataclass

from ...models import Plan
from . import source
from .selection import whole
from .targets import Comparison, Targets


@dataclass(frozen=True)
class OwnYear:
    """``selection`` opens the entries behind the amount, at the counting stage of its plan."""

    selection: object
    comparison: Comparison

    @property
    def plan(self):
        return self.selection.plan


def of(unit, *, on):
    """Return the ``OwnYear`` of a unit under the plan that runs on a day; None without a plan. Three queries."""
    plan = Plan.objects.visible().current(on)
    if plan is None:
        return None
    selection = whole(plan, unit=unit, on=on)
    return OwnYear(selection, Targets(selection, yearly=True).of(selection, source.total(selection)))
