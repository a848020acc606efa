"""Two dimensions crossed: choose rows, columns and what is added up; the address says it all."""

from django.shortcuts import render
from django.utils.http import urlencode

from ...figures.statistics import tables
from ...figures.statistics.dimensions import DIMENSIONS, REGION, UNIT
from ...figures.statistics.snapshot import one_moment
from ...figures.statistics.source import AMOUNT, MEASURES
from ...forms.reports import TableNameForm
from ...models import SavedTable
from .filters import choices, figures_view
from .statistics import tabs


@figures_view
def index(request, scope, selection):
    rows, columns, measure = chosen(request.GET)
    refusal, table = "", None
    try:
        with one_moment():
            table = tables.cross(selection, rows, columns, measure)
    except tables.TooMany as found:
        refusal = str(found)
    kept = {"rows": rows.key, "columns": columns.key if columns else "none", "measure": measure.key}
    context = {
        "table": table,
        "refusal": refusal,
        "rows": rows,
        "columns": columns,
        "measure": measure,
        "dimensions": DIMENSIONS.values(),
        "measures": MEASURES.values(),
        "tabs": tabs(scope, selection, "cross"),
        "name_form": TableNameForm(),
        "saved": listed(scope),
        **choices(scope, selection, **kept),
    }
    return render(request, "office/cross.html", context)


def listed(scope):
    """Return ``[(table, address)]`` of what is kept at a desk."""
    rows = SavedTable.objects.filter(unit=scope.unit).select_related("saved_by")
    return [(row, f"{scope.url('cross')}?{urlencode(row.parameters)}") for row in rows]


def chosen(values):
    """Return the dimensions of rows and columns (None: none) and the measure that an address names."""
    rows = DIMENSIONS.get(values.get("rows"), UNIT)
    columns = DIMENSIONS.get(values.get("columns", REGION.key))
    columns = None if columns is rows else columns
    return rows, columns, MEASURES.get(values.get("measure"), AMOUNT)
