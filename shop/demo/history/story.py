"""What a group order to come is made of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from procurement.collection.rules import UNBOUND, Rules

from .fates import Fate


@dataclass(frozen=True)
class Person:
    """Who takes part; most have no account."""

    name: str
    department: str
    mobile: str
    user: object = None


@dataclass(frozen=True)
class Story:
    """A group order to come; ``share`` is about how many packs each participant takes for their colleagues.

    ``mishap`` befalls its first purchase order; ``has_sheet``: some colleagues are entered from a workbook.
    """

    unit: object
    title: str
    fund_source: str
    starts_at: datetime
    deadline_at: datetime
    products: list
    people: list
    share: float
    note: str = ""
    stop: str = ""
    is_sent_back: bool = False
    is_short: bool = False
    is_direct: bool = False
    has_sheet: bool = False
    rules: Rules = UNBOUND
    mishap: Fate | None = None

    def stops(self, status):
        return self.stop == status


def morning(until, day, days_before, rng):
    """Return a moment in the morning some days before a date."""
    back = until.date() - day + timedelta(days=days_before)
    return (until - back).replace(hour=rng.randint(8, 10), minute=rng.randint(0, 59), second=0, microsecond=0)
