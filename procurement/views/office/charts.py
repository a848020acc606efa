"""The pictures beside the tables; ``shape=upright`` fits a phone."""

from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.utils import timezone

from ...figures import charts
from ...figures.statistics import tables, volumes, years
from ...figures.statistics.dimensions import DIMENSIONS, MONTH
from .filters import figures_view

STYLED = csp_update({"style-src": ["'unsafe-inline'"]})


@STYLED
@figures_view
def months(request, scope, selection):
    """Months as stacked bars of regions."""
    regions = volumes.by_region(selection)
    rows = volumes.by_month(selection, [row.region for row in regions])
    return _picture((charts.months_upright if _is_upright(request) else charts.months)(rows, regions))


@STYLED
@figures_view
def by(request, scope, selection, dimension):
    """One dimension as bars, the largest first; months beside those of last year."""
    if dimension not in DIMENSIONS:
        raise Http404
    if DIMENSIONS[dimension] is MONTH:
        rows = years.months(selection, on=timezone.localdate())
        return _picture(charts.beside(rows, selection.plan.year, is_upright=_is_upright(request)))
    return _picture(charts.bars(tables.by(selection, DIMENSIONS[dimension]), is_upright=_is_upright(request)))


def _is_upright(request):
    return request.GET.get("shape") == "upright"


def _picture(svg):
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
