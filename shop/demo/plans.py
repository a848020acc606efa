"""Demo plans of this year and the last, with sample targets for some units and for the regions."""

import random
from datetime import date, timedelta
from decimal import Decimal

from procurement.models import Membership, Plan, Role, Target, TargetBasis, Unit
from shop.produce.models import Region
from shop.user.models import User

from . import people

REFERENCE = "演示，非真实目标"
REGION_AMOUNTS = {"tongchuan": 420_000, "zigui": 180_000, "yushu": 360_000}
PLEDGED_REGION = "yushu"
QUARTER_AMOUNTS = {1: 220_000, 4: 320_000}
SHARE_OF_UNITS, SHARE_OF_CHANGES = 0.6, 0.2
FIRST_SAID, SAID_AGAIN = timedelta(days=200), timedelta(days=60)


def load(*, at):
    """Create the plans that are missing; the current year's carries targets. Return its year."""
    for year in (at.year - 1, at.year):
        plan, created = Plan.objects.get_or_create(year=year, defaults=_facts(year))
    if created:
        Target.objects.bulk_create(_targets(plan, at))
    return at.year


def _facts(year):
    return {
        "title": f"{year}年消费帮扶方案（演示）",
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "is_demo": True,
    }


def _targets(plan, at):
    """Return targets: what most units pledged, and what the office set for county, regions and quarters."""
    rng = random.Random(f"targets-{plan.year}")
    region = Region.objects.partners().filter(slug=PLEDGED_REGION).first()
    for unit, handler in _units():
        if rng.random() < SHARE_OF_UNITS:
            amount = Decimal(round(unit.headcount * rng.uniform(90, 220), -3) or 1000)
            common = {"plan": plan, "unit": unit, "basis": TargetBasis.PLEDGED, "set_by": handler, "is_demo": True}
            yield Target(amount=amount, set_at=at - FIRST_SAID, **common)
            if rng.random() < SHARE_OF_CHANGES:
                since = plan.within((at - SAID_AGAIN).date())
                yield Target(amount=amount + 2000, effective_on=since, set_at=at - SAID_AGAIN, **common)
            if region and rng.random() < SHARE_OF_CHANGES:
                yield Target(amount=amount / 4, region=region, set_at=at - FIRST_SAID, **common)
    yield from _of_office(plan, at)


def _of_office(plan, at):
    person = User.objects.filter(mobile=people.mobile(people.OFFICE)).first()
    common = {"plan": plan, "basis": TargetBasis.OFFICE, "reference": REFERENCE, "set_by": person, "set_at": at}
    regions = Region.objects.partners().filter(slug__in=REGION_AMOUNTS)
    yield Target(amount=sum(REGION_AMOUNTS.values()), is_demo=True, **common)
    yield from (Target(region=one, amount=REGION_AMOUNTS[one.slug], is_demo=True, **common) for one in regions)
    for quarter, amount in QUARTER_AMOUNTS.items():
        yield Target(quarter=quarter, amount=amount, is_demo=True, **common)


def _units():
    """Return ``[(unit, one of its handlers or None)]`` of the demo units."""
    handlers = Membership.objects.filter(role=Role.HANDLER).select_related("user").order_by("-pk")
    by_unit = {one.unit_id: one.user for one in handlers}
    return [(unit, by_unit.get(unit.pk)) for unit in Unit.objects.filter(is_demo=True).order_by("code")]
