"""All figures of one selection, read at one moment and agreeing with each other."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import cached_property

from shop.produce.money import ZERO

from ..closings import adjustments
from . import quarters, tables, volumes, years
from .dimensions import CATEGORY, CHANNEL, SUPPLIER
from .selection import Selection
from .silent import silent_units
from .snapshot import one_moment
from .targets import Comparison, Targets
from .volumes import Figure, Row

PLATFORM_832 = "PLATFORM_832"


class SumsDiffer(Exception):
    """The rows of a table do not add up to the total: a fault in this program, never to be shown as a figure."""


@dataclass
class Overview:
    """The total of a selection and its tables. ``lines`` are those of categories, suppliers, channels.

    ``adjustments`` is the part of the total that puts earlier, closed months right.
    """

    selection: Selection
    total: Figure
    target: Comparison
    stages: list
    regions: list[Row]
    units: list[Row]
    months: list[Row]
    lines: dict
    targets: Targets
    quarters: list
    comparisons: dict = field(default_factory=dict)
    adjustments: list = field(default_factory=list)

    @property
    def includes_demo(self):
        return settings.DEMO

    @property
    def is_empty(self):
        return not any(row.total.amount for row in self.units) and not any(figure.amount for _, figure in self.stages)

    @property
    def buying_units(self):
        """How many units bought more than they gave back; the public is not one of them."""
        return sum(1 for row in self.units if row.unit and row.total.amount > 0)

    @property
    def selling_suppliers(self):
        """How many suppliers sold more than they took back."""
        return sum(1 for row in self.suppliers if row.total.amount > 0)

    @cached_property
    def categories(self):
        return volumes.of_lines(self.lines[CATEGORY.key], CATEGORY)

    @cached_property
    def suppliers(self):
        return volumes.of_lines(self.lines[SUPPLIER.key], SUPPLIER)

    @cached_property
    def channels(self):
        return volumes.of_lines(self.lines[CHANNEL.key], CHANNEL)

    @property
    def reserved(self):
        """What was bought on the 832 platform: stated by itself, as only that platform says how far its share is."""
        return next((row.total for row in self.channels if row.key == PLATFORM_832 and row.total.amount), None)

    @property
    def adjusted(self):
        """Return ``(adjustment, figure that opens its entries)`` of each closed month put right."""
        return [(one, Figure(one.amount, self.selection.narrowed(corrects=one.month))) for one in self.adjustments]

    def targeted(self):
        """Return ``(row, comparison)`` of each unit; the comparison is None for the public."""
        return [(row, self.comparisons.get(row.unit)) for row in self.units]

    def regions_targeted(self):
        """Return ``(row, comparison, percent of the total)`` of each region."""
        return [(row, self.comparisons[row.region], share(row.total.amount, self.total.amount)) for row in self.regions]


def read(selection, *, all_units=False, yearly=False):
    """Return the overview of a selection in a constant number of queries.

    Units with a target appear even without a volume; ``all_units`` adds those with neither. With ``yearly`` a quarter
    is compared with the targets of the whole plan.

    :raises SumsDiffer: if a table does not add up.
    """
    with one_moment():
        targets = Targets(selection, yearly=yearly)
        regions = volumes.by_region(selection)
        places = [row.region for row in regions]
        stages = volumes.by_stage(selection)
        total = next(figure for _, figure in stages if figure.selection.stage == selection.stage)
        found = Overview(
            selection=selection,
            total=total,
            target=targets.of(selection, total.amount),
            stages=stages,
            regions=regions,
            units=_with_silent(selection, volumes.by_unit(selection, places), places, targets, all_units),
            months=volumes.by_month(selection, places),
            adjustments=adjustments.to_earlier_months(selection.condition),
            targets=targets,
            quarters=[],
            lines={dimension.key: tables.by(selection, dimension) for dimension in (CATEGORY, SUPPLIER, CHANNEL)},
        )
        by_month = {row.key: row.total.amount for row in found.months}
        besides = years.months(selection, on=selection.ends_on, now=by_month)
        for row, beside in zip(found.months, besides, strict=True):
            row.before = beside.before
        found.quarters = quarters.read(selection, by_month, targets)
    found.comparisons = {
        (row.unit or row.region): targets.of(row.total.selection, row.total.amount)
        for row in [*found.units, *found.regions]
        if row.unit or row.region
    }
    _check(found)
    return found


def parts_targeted(row, regions, targets):
    """Return ``[(region, figure, comparison)]`` of a unit's row."""
    return [
        (region, part, targets.of(part.selection, part.amount))
        for region, part in zip(regions, row.regions, strict=True)
    ]


def share(part, whole):
    """Return a part in percent of a whole, to one decimal; None where there is no positive whole."""
    return round(part / whole * 100, 1) if whole > 0 else None


def _with_silent(selection, rows, places, targets, all_units):
    """Add units without entries: those with a target, the one selected, or all."""
    wanted = silent_units(selection, targets, all_units)
    there = {row.key for row in rows}
    tree = selection.hierarchy
    silent = [_silent_row(selection, unit, tree.path(pk), places) for pk, unit in wanted.items() if pk not in there]
    for row in rows + silent:
        row.supervisor = tree.names.get(row.supervisor_code, row.supervisor_code)
    return sorted(rows + silent, key=lambda row: (row.unit is None, row.path))


def _silent_row(selection, unit, path, places):
    narrowed = selection.narrowed(unit=unit)
    parts = [Figure(ZERO, narrowed.narrowed(region=place)) for place in places]
    return Row(unit.pk, unit.name, Figure(ZERO, narrowed), parts, code=unit.code, path=path, unit=unit)


def _check(found):
    for name in ("regions", "units", "months", "categories", "suppliers", "channels"):
        amount = sum((row.total.amount for row in getattr(found, name)), ZERO)
        if amount != found.total.amount:
            raise SumsDiffer(f"{name}: {amount} != {found.total.amount}")
