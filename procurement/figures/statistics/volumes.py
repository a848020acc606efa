"""Sums by unit, region and month with a column for each region: what the county's tables and files are made of."""

from dataclasses import dataclass, field

from shop.produce.models import Region
from shop.produce.money import ZERO

from ...models import Stage
from . import source
from .dimensions import CATEGORY, MONTH
from .selection import Known
from .tables import Cell as Figure


@dataclass
class Row:
    """One unit, month, supplier…: its total and the part of each region, in the order of the columns.

    ``key`` is a unit's pk, a region's code, a month, and so on; ``before`` the same month a year before.
    """

    key: object
    name: str
    total: Figure
    regions: list = field(default_factory=list)
    code: str = ""
    path: str = ""
    unit: Known | None = None
    region: Region | None = None
    supervisor: str = ""
    before: Figure | None = None

    @property
    def is_subordinate(self):
        return "/" in self.path

    @property
    def supervisor_code(self):
        return self.path.split("/")[-2] if self.is_subordinate else ""


def total(selection):
    """Return the net amount of all entries selected."""
    return Figure(source.total(selection), selection)


def by_stage(selection):
    """Return ``[(stage label, figure)]`` of the same purchases at all four stages."""
    amounts = source.stages(selection)
    return [(stage.label, Figure(amounts.get(stage, ZERO), selection.narrowed(stage=stage.value))) for stage in Stage]


def by_region(selection):
    """Return a row for each partner region in their order, regions without entries included; or the one selected."""
    place = _place(selection)
    found = {row[place]: row for row in source.sums(selection, place)}
    places = [selection.region] if selection.region else list(Region.objects.partners())
    # A region that is no partner any more still counts where it was bought from.
    known = {region.code for region in places}
    places += _gone([row for code, row in found.items() if code not in known], place)
    return [
        Row(
            region.code,
            region.name,
            Figure(found.get(region.code, {"value": ZERO})["value"], selection.narrowed(region=region)),
            code=region.code,
            region=region,
        )
        for region in places
    ]


def _gone(rows, place):
    name = place.replace("_code", "_name")
    return [Region(code=row[place], name=row[name]) for row in source.labelled(rows, [name])]


def by_unit(selection, regions):
    """Return a row for each unit that has entries, each unit with its own purchases only, and one for the public.

    A unit is listed under the name and path that its newest entry carries. ``regions`` are the columns.
    """
    place = _place(selection)
    amounts, newest = {}, {}
    for row in source.units(selection, place):
        _add(amounts, row["unit"], row[place], row["value"])
        newest[row["unit"]] = row
    units, found = selection.hierarchy.rows, []
    for pk, row in newest.items():
        narrowed = selection.narrowed(unit=units.get(pk), is_public=pk is None)
        one = _row(pk, row["unit_name"], narrowed, amounts[pk], regions)
        one.code, one.path, one.unit = row["unit_code"], row["unit_path"], units.get(pk)
        found.append(one)
    return sorted(found, key=lambda row: (row.unit is None, row.path))


def by_month(selection, regions):
    """Return a row for each month selected, empty months included."""
    place, amounts = _place(selection), {}
    for row in source.sums(selection, "period", place):
        _add(amounts, row["period"], row[place], row["value"])
    return [
        _row(
            month,
            MONTH.words(month),
            selection.narrowed(first_month=month, last_month=month),
            amounts.get(month, {}),
            regions,
        )
        for month in selection.months
    ]


def of_lines(lines, dimension):
    """Return lines of a table as rows, each with its code where it has one."""
    return [Row(line.key, line.name, line.total, code="" if dimension is CATEGORY else line.key) for line in lines]


def _place(selection):
    return "county_code" if selection.region and selection.region.parent_id else "region_code"


def _add(amounts, key, place, amount):
    places = amounts.setdefault(key, {})
    places[place] = places.get(place, ZERO) + amount


def _row(key, name, selection, amounts, regions):
    parts = [Figure(amounts.get(region.code, ZERO), selection.narrowed(region=region)) for region in regions]
    return Row(key, name, Figure(sum(amounts.values(), ZERO), selection), parts)
