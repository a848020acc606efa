"""This year's figures as everybody may see them: one stage, rounded, and nothing that tells of few buyers."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

from procurement.figures.statistics import suppression, volumes
from procurement.figures.statistics.selection import whole
from procurement.models import Plan
from shop.produce.models import Region
from shop.produce.money import ZERO
from shop.shared_pages import sharing

KEPT_SECONDS = 600
_KEY = "campaign:figures"
_WAN = 10_000


@dataclass(frozen=True)
class LiveFigures:
    """``total`` and each region's ``amount`` in 万元 to one decimal; ``units`` is how many units bought."""

    year: int
    stage: str
    until: object
    total: str
    units: int
    regions: list


def read():
    """Return the figures, at most ten minutes old; None when there is no plan or too few buyers to publish."""
    return cache.get_or_set(_key(), lambda: _sum() or "", KEPT_SECONDS) or None


def forget():
    """Sum anew at the next request."""
    cache.delete(_key())


def _key():
    """Of the same ten minutes as the page that shows them, so that both turn together."""
    return f"{_KEY}:{sharing.window()}"


def _sum():
    today = timezone.localdate()
    plan = Plan.objects.current(today)
    if plan is None:
        return None
    selection = whole(plan)
    places = list(Region.objects.partners())
    buyers = [row for row in volumes.by_unit(selection, places) if row.total.amount > 0]
    units = sum(1 for row in buyers if row.unit)
    regions = suppression.publish([_of(place, index, buyers) for index, place in enumerate(places)])
    if units < suppression.FEWEST or not regions:
        return None
    total = sum((row.amount for row in regions), ZERO)
    return LiveFigures(
        year=plan.year,
        stage=selection.stage_label,
        until=min(today, plan.ends_on),
        total=_rounded(total),
        units=units,
        regions=[(row.name, _rounded(row.amount)) for row in regions],
    )


def _of(place, index, buyers):
    """Return a region's row. The public, many people under one name, counts as one buyer, to be on the safe side."""
    parts = [row.regions[index].amount for row in buyers]
    return suppression.Published(place.name, sum(parts, ZERO), sum(1 for amount in parts if amount > 0))


def _rounded(amount):
    return f"{amount / _WAN:,.1f}"
