"""Who gets what of a group order: the list colleagues sign when they collect their goods."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from ..models import GroupOrderItem
from . import demands, progress, redistribution

NO_DEPARTMENT = "未填部门"


@dataclass(frozen=True)
class Share:
    """Packs of one item for one person: of those they were to get, those that arrived for them."""

    item: GroupOrderItem
    quantity: int
    wanted: int

    @property
    def is_short(self):
        return self.quantity < self.wanted


@dataclass(frozen=True)
class Department:
    """One department's part: ``people`` is ``[(participant, [share])]``."""

    name: str
    people: list

    @property
    def totals(self):
        """``[(product, packs)]`` to carry to this department."""
        packs = Counter()
        for _, shares in self.people:
            for share in shares:
                packs[share.item] += share.quantity
        return [(item.product, packs[item]) for item in sorted(packs, key=lambda item: item.pk)]


def by_department(group_order):
    """Return what is bought, department by department, without people who get nothing; no department comes last.

    While it collects, everybody gets what they want at the price reached so far.
    """
    people = group_order.participants.filter(withdrawn_at=None).order_by("department", "name", "pk")
    bought = {row.item.pk: row for row in progress.of(group_order) if not row.item.is_dropped}
    rows = [(person, _shares(person, bought)) for person in people.prefetch_related("pledges__steps")]
    rows = [(person, shares) for person, shares in rows if shares]
    rows.sort(key=lambda row: not row[0].department)
    return [
        Department(name or NO_DEPARTMENT, list(members))
        for name, members in groupby(rows, key=lambda row: row[0].department)
    ]


def _shares(person, bought):
    pledges = [pledge for pledge in person.pledges.all() if pledge.item_id in bought]
    shares = [_share(pledge, bought[pledge.item_id]) for pledge in pledges]
    return sorted((share for share in shares if share.wanted), key=lambda share: share.item.pk)


def _share(pledge, row):
    wanted = _packs(pledge, row)
    return Share(row.item, wanted if pledge.received is None else pledge.received, wanted)


def _packs(pledge, row):
    return demands.of_pledge(pledge).at(row.unit_price) if pledge.allotted is None else pledge.allotted


def top_ups(group_order):
    """Return the items of which the unit itself takes packs; ``unit_packs`` of each are those that arrived for it."""
    rows, shared = group_order.items.filter(is_dropped=False, top_up__gt=0), redistribution.unit_packs(group_order)
    items = list(rows.select_related("product__dossier"))
    for item in items:
        item.unit_packs = shared.get(item.pk, item.top_up)
    return items
