"""A selection as a condition on ledger entries."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from ....models.ledger import IsAdjustment
from .hierarchy import Hierarchy

# A value of an address that means: this dimension is empty, as the kind of unit is for the public.
EMPTY = "none"
# The value that means: whatever closed month it puts right.
ANY = "any"
FIELDS = {
    "category": "category",
    "supplier": "supplier_code",
    "channel": "channel",
    "fund_source": "fund_source",
    "kind": "unit_kind",
    "county": "county_code",
    "product": "product",
}
# What an empty value of a dimension is in the ledger, unless it is an empty text.
NOTHING = {"product": None}


def at_any_stage(selection):
    """Return the condition of a selection, its stage left out.

    It speaks of what the rollups know too, as far as it can. A plan that begins or ends within a month counts its days.
    """
    wanted = Q(period__range=(selection.first_month, selection.last_month))
    if selection.starts_on.day != 1:
        wanted &= Q(occurred_on__gte=selection.starts_on)
    if (selection.ends_on + timedelta(days=1)).day != 1:
        wanted &= Q(occurred_on__lte=selection.ends_on)
    for name, field in FIELDS.items():
        value = getattr(selection, name)
        if value:
            wanted &= Q(**{field: NOTHING.get(name, "") if value == EMPTY else value})
    if selection.unit or selection.is_public:
        wanted &= Q(unit=getattr(selection.unit, "pk", None))
    if selection.corrects:
        wanted &= Q(IsAdjustment())
        wanted &= Q() if selection.corrects == ANY else Q(corrects_period=selection.corrects)
    if selection.region:
        wanted &= Q(**{"county_code" if selection.region.parent_id else "region_code": selection.region.code})
    return wanted & visible() & _affiliated(selection)


def visible(is_demo=None):
    """Return the condition of what counts on this site: demo entries on demo sites only.

    :param is_demo: whether it is a demo site, as it was at another time.
    """
    return Q() if (settings.DEMO if is_demo is None else is_demo) else Q(is_demo=False)


def _affiliated(selection):
    """Keep what is bought within a branch of the tree and within the scope: as it was then, or as it is now."""
    wanted = Q()
    if selection.branch:
        wanted &= _current(selection, selection.branch_code) if selection.is_current else _within(selection.branch)
    if selection.scope and selection.is_alone:
        wanted &= Q(unit=selection.scope)
    elif selection.scope:
        code = selection.scope.code
        wanted &= _current(selection, code) if selection.is_current else _supervised_by(code)
    return wanted


def belongs(entry, *, scope, is_alone):
    """Tell whether a unit's desk may open an entry: its own, or of a unit below it, then or now."""
    if scope is None or entry.unit_id == scope.pk:
        return True
    if is_alone or entry.unit_id is None:
        return False
    return scope.code in entry.unit_path.split("/") or entry.unit_id in Hierarchy().below(scope.pk)


def _within(path):
    return Q(unit_path=path) | Q(unit_path__startswith=f"{path}/")


def _supervised_by(code):
    """Entries of a unit and of those that were below it when they bought: its code is one step of the path."""
    return _within(code) | Q(unit_path__endswith=f"/{code}") | Q(unit_path__contains=f"/{code}/")


def _current(selection, code):
    return Q(unit__in=selection.hierarchy.below(selection.hierarchy.codes.get(code)))
