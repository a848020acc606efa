"""What units settle before they collect: what for, when the goods are wanted, who may join, how much each."""

import random
from datetime import timedelta
from decimal import Decimal

from procurement.collection.rules import Rules
from procurement.models import Access, FundSource, GroupOrder, Purpose

Status = GroupOrder.Status
BUDGET = Decimal(300)
# So many packs each, where the unit sets a bound; elsewhere people also take some along for their colleagues.
SHARE_WITHIN_BOUNDS = 2
# What waits now shows every way to join and every bound.
NOW = {
    (Status.DRAFT, "JG013"): {"access": Access.LIST},
    (Status.OPEN, "JG013"): {"access": Access.MEMBERS},
    (Status.OPEN, "SY001"): {"access": Access.LIST, "budget_amount": BUDGET},
    (Status.OPEN, "SY009"): {"access": Access.CODE, "pack_limit": 6, "min_quantity": 40},
    (Status.OPEN, "QT001"): {"budget_amount": BUDGET},
    (Status.OPEN, "JG026"): {"min_quantity": 400},
    (Status.OPEN, "ZJ014"): {"access": Access.CODE},
    (Status.OPEN, "JG002"): {"budget_amount": BUDGET, "pack_limit": 3},
    (Status.CLOSED, "SY009"): {"pack_limit": 4, "min_quantity": 300},
    (Status.SUBMITTED, "SY009"): {"access": Access.CODE, "budget_amount": BUDGET},
    (Status.RECEIVED, "SY009"): {"access": Access.CODE},
}
PURPOSES = {FundSource.CANTEEN: Purpose.CANTEEN, FundSource.ADMINISTRATION: Purpose.OFFICE}


def of_feast(unit, title, deadline_at):
    """Return the rules before a festival: many units ask for a code, some name who may join."""
    rng = random.Random(f"rules {unit.code} {title}")
    access = rng.choices((Access.LINK, Access.CODE, Access.LIST), (6, 3, 1))[0]
    bounds = rng.choices(({}, {"budget_amount": BUDGET}, {"pack_limit": 4}), (6, 2, 1))[0]
    return Rules(purpose=Purpose.FESTIVAL, access=access, **_window(deadline_at, 7, 14), **bounds)


def of_meal(deadline_at):
    """Return the rules of a canteen, which wants its goods within days."""
    return Rules(purpose=Purpose.CANTEEN, **_window(deadline_at, 3, 6))


def now(status, unit, fund_source, deadline_at):
    """Return the rules of what waits at a unit in a state."""
    purpose = PURPOSES.get(fund_source, Purpose.OTHER if fund_source == FundSource.PERSONAL else Purpose.FESTIVAL)
    return Rules(purpose=purpose, **_window(deadline_at, 8, 15), **NOW.get((status, unit.code), {}))


def has_bounds(rules):
    """Tell whether each person may take so much only."""
    return bool(rules.budget_amount or rules.pack_limit)


def _window(deadline_at, first, last):
    day = deadline_at.date()
    return {"delivery_from_on": day + timedelta(days=first), "delivery_to_on": day + timedelta(days=last)}
