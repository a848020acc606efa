"""Which rows of an import a page shows: by outcome, and by a column with mistakes or changes."""

from collections import Counter

from django.core.paginator import Paginator

from . import grids
from .columns import BY_KEY
from .display import header
from .plan import Outcome

PAGE_SIZE = 50
KEPT = "KEPT"


def of(catalogue_import, query):
    """Return what a page of rows needs: the page itself, and what can be chosen.

    :param query: ``outcome``, ``column`` and ``page`` as texts.
    """
    found = figures(catalogue_import, query)
    rows = _rows(catalogue_import, found["chosen"])
    if found["column"]:
        rows = rows.marked(found["column"])
    rows = rows.select_related("product").prefetch_related("corrections__by")
    page = Paginator(rows, PAGE_SIZE).get_page(query.get("page"))
    shown = {"page": page}
    if found["chosen"] not in (Outcome.REJECTED, KEPT):
        shown["grid"] = grids.of(page, found["chosen"])
    return found | shown


def figures(catalogue_import, query):
    """Return the counts by outcome and by column, and which of them are chosen; rows with mistakes come first."""
    tabs = catalogue_import.tabs
    chosen = query.get("outcome", "")
    if chosen not in [outcome for outcome, _, _ in tabs]:
        chosen = next((outcome for outcome, _, count in tabs if count), Outcome.NEW.value)
    column = query.get("column", "")
    columns = _columns(_rows(catalogue_import, chosen))
    return {"tabs": tabs, "chosen": chosen, "columns": columns, "column": column if column in BY_KEY else ""}


def _rows(catalogue_import, chosen):
    if chosen == KEPT:
        return catalogue_import.rows.applied().filter(undone_at=None)
    return catalogue_import.rows.filter(outcome=chosen)


def _columns(rows):
    """Return ``[(key, header, number of rows)]`` of the columns with mistakes or changes, the most frequent first."""
    counts = Counter()
    for marks in rows.order_by().exclude(marks="").values_list("marks", flat=True):
        counts.update(marks.strip(",").split(","))
    return [(key, header(key), count) for key, count in counts.most_common()]
