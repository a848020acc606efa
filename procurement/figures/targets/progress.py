"""How far a unit is with each of its own targets."""

from shop.produce.money import ZERO

from ..statistics import source
from ..statistics.selection import whole
from ..statistics.targets import Comparison


def of(listed, unit, plan):
    """Return ``[(listed, comparison)]``; what does not hold today is not measured. One query.

    :param listed: ``Listed`` targets of one unit under one plan.
    """
    rows = source.sums(whole(plan, unit=unit), "region_code", "period")
    return [(one, Comparison(_bought(one.now, rows, plan), one.now) if one.now else None) for one in listed]


def _bought(target, rows, plan):
    spans = {number: (first, last) for number, first, last in plan.quarters}
    first, last = spans.get(target.quarter, (plan.months[0], plan.months[-1]))
    wanted = target.region.code if target.region else None
    return sum(
        (row["value"] for row in rows if first <= row["period"] <= last and wanted in (None, row["region_code"])), ZERO
    )
