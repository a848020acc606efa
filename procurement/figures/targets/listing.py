"""Targets as a page lists them: what holds today, what is to come, and what lies below a supervising unit."""

from dataclasses import dataclass

from shop.produce.money import ZERO

from ...models import Target
from ..statistics.selection.hierarchy import Hierarchy


@dataclass
class Listed:
    """One target: ``now`` holds today (None: nothing does), ``last`` was said last, and may still be to come."""

    now: Target | None
    last: Target

    @property
    def is_coming(self):
        return self.last is not self.now

    @property
    def is_set(self):
        """Tell whether there is anything to show: an amount that holds, or one to come."""
        return self.now is not None or not self.last.is_withdrawn

    @property
    def target(self):
        """Whom and what it is for."""
        return self.now or self.last


@dataclass(frozen=True)
class Supervisor:
    """A supervising unit's own target beside the sum of those below it; the two are never put together."""

    name: str
    own: Target | None
    below_amount: object
    with_target: int
    below: int


def of(rows, *, on):
    """Return a ``Listed`` for each target of a query set, those of the county and regions first. One query.

    :param on: the day for which they are listed.
    """
    now, last = {}, {}
    for row in rows.words():
        last[row.key] = row
        if row.effective_on is None or row.effective_on <= on:
            now[row.key] = None if row.is_withdrawn else row
    found = [Listed(now.get(key), row) for key, row in last.items()]
    return sorted((one for one in found if one.is_set), key=_order)


def supervisors(listed):
    """Return a ``Supervisor`` for each unit with units below it where anybody set a target for the whole. One query."""
    tree, own = Hierarchy(), {}
    for one in listed:
        if one.now and one.now.unit_id and not one.now.region_id and not one.now.quarter:
            own.setdefault(one.now.unit_id, one.now)
            if one.now.is_pledged:
                own[one.now.unit_id] = one.now
    found = [_supervisor(tree, pk, own) for pk in tree.rows if not tree.is_leaf(pk)]
    return sorted((one for one in found if one.own or one.with_target), key=lambda one: one.name)


def supervisor(listed, unit):
    """Return the same for one unit; None if nothing lies below it."""
    return next((one for one in supervisors(listed) if one.name == unit.name), None)


def _supervisor(tree, pk, own):
    below = tree.below(pk) - {pk}
    amounts = [own[one].amount for one in below if one in own]
    return Supervisor(tree.rows[pk].name, own.get(pk), sum(amounts, ZERO), len(amounts), len(below))


def _order(one):
    target = one.target
    unit = target.unit.code if target.unit else ""
    region = target.region.code if target.region else ""
    return bool(unit), unit, region, target.quarter, target.basis
