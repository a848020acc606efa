"""The figures as tables, at the county office's desk and at the units'."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from ...figures.statistics import overview, quarters, tables, tree, volumes, years
from ...figures.statistics.dimensions import DIMENSIONS, MONTH, UNIT
from ...figures.statistics.snapshot import one_moment
from ...figures.statistics.targets import Targets
from .filters import choices, figures_view

SHOWN = 8
# The order of the tabs; units have a page of their own, as a tree.
TABS = ["region", "county", "month", "category", "supplier", "product", "channel", "fund", "kind"]
# What the rollups know: the first page costs the same however many entries there are.
SHORT = ["category", "supplier", "channel", "fund", "kind"]
MOST_FOLDED = 2000


@figures_view
def index(request, scope, selection):
    """The headline with its stage, months beside those of last year, regions, and the first rows of everything else."""
    with one_moment():
        found = overview.read(selection)
        short = [(DIMENSIONS[key], found.lines.get(key) or tables.by(selection, DIMENSIONS[key])) for key in SHORT]
    units = sorted((row for row in found.units if row.total.amount), key=lambda row: -row.total.amount)
    context = {
        "overview": found,
        "short": [(dimension, lines[:SHOWN], len(lines)) for dimension, lines in short],
        "units_shown": units[:SHOWN],
        "units_more": max(0, len(units) - SHOWN),
        **_page(scope, selection, ""),
    }
    return render(request, "office/statistics.html", context)


@figures_view
def units(request, scope, selection):
    """The tree of units: folded, sorted, with own purchases or those below too, as the address says."""
    parents = tree.SUM if request.GET.get("parents") == tree.SUM else tree.OWN
    sort = request.GET.get("sort") if request.GET.get("sort") in tree.SORTS else "unit"
    folded = {code for code in request.GET.get("fold", "")[:MOST_FOLDED].split(".") if code}
    all_units = request.GET.get("all") == "1"
    with one_moment():
        regions = volumes.by_region(selection)
        options = {"parents": parents, "folded": folded, "sort": sort, "all_units": all_units}
        nodes, above, targets = tree.read(selection, [row.region for row in regions], **options)
        total = volumes.total(selection)
        comparison = targets.of(selection, total.amount)
    context = {
        "nodes": [(node, _fold(folded, node.code)) for node in nodes],
        "columns": regions,
        "total": total,
        "comparison": comparison,
        "targets": targets,
        "is_sum": parents == tree.SUM,
        "sort": sort,
        "sorts": tree.SORTS,
        "all_units": all_units,
        "above": ".".join(above),
        "is_any_folded": bool(folded & set(above)),
        **_page(scope, selection, UNIT.key, parents=request.GET.get("parents"), sort=request.GET.get("sort")),
    }
    return render(request, "office/statistics_units.html", context)


@figures_view
def by(request, scope, selection, dimension):
    """One dimension: a picture and the table that says the same; months beside those of last year."""
    if dimension not in TABS:
        raise Http404
    found = DIMENSIONS[dimension]
    sort = "name" if request.GET.get("sort") == "name" else ""
    with one_moment():
        lines = tables.by(selection, found)
        context = {"total": volumes.total(selection)}
        if found is MONTH:
            context["beside"] = years.months(selection, on=timezone.localdate())
        targets = Targets(selection) if dimension in ("region", "month") else None
    if found is MONTH:
        context["quarters"] = quarters.read(selection, {line.key: line.total.amount for line in lines}, targets)
    elif targets:
        for line in lines:
            line.comparison = targets.of(line.total.selection, line.total.amount)
    if sort:
        lines.sort(key=lambda line: line.name)
    context |= {"dimension": found, "lines": lines, "sort": sort, **_page(scope, selection, dimension, sort=sort)}
    return render(request, "office/statistics_by.html", context)


def tabs(scope, selection, current):
    """Return ``[(label, address, whether it is open)]`` of the pages of figures."""
    pages = [("总览", "", scope.url("statistics")), (UNIT.label, UNIT.key, scope.url("statistics_units"))]
    pages += [(DIMENSIONS[key].label, key, scope.url("statistics_by", key)) for key in TABS]
    pages += [("自定义表", "cross", scope.url("cross"))]
    return [(label, f"{address}?{selection.query}", key == current) for label, key, address in pages]


def _page(scope, selection, current, **kept):
    return {
        "tabs": tabs(scope, selection, current),
        "made_at": timezone.now(),
        **choices(scope, selection, **kept),
    }


def _fold(folded, code):
    """Return what the address says is folded once this unit is turned."""
    return ".".join(sorted(folded ^ {code}))
