"""Read sums from the smallest cut that knows what is asked, from the entries where none does."""

from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Max, Q, Sum

from shop.produce.money import ZERO, to_fen

from ...models import LedgerEntry, Rollup
from . import cuts

LOOKUPS = {"exact", "in", "range", "gt", "gte", "lt", "lte", "startswith", "endswith", "contains", "isnull"}
HUNDRED = Decimal(100)


def sums(condition, *, by=()):
    """Return one dict for each combination of the dimensions ``by`` among the entries under a condition.

    ``Rollup`` and ``LedgerEntry`` name their dimensions alike, so one ``Q`` serves both. Each dict has the dimensions,
    and ``amount``, ``tax_amount`` (CNY), ``net_weight_g``, ``entries`` (how many) and ``newest`` (the pk of the newest
    entry, for ``labelled``). One query; without ``by`` one dict, of zeros if nothing is there.

    :param condition: ``Q`` over fields of ``LedgerEntry``; what no rollup knows (``product``, ``occurred_on``) is
        summed from the entries.
    :param by: names of fields, e.g. ``("unit", "region_code")``.
    """
    cut = covering(condition, by=by)
    if cut is None:
        return _of_entries(condition, by)
    years = cuts.in_years(condition) if cut in cuts.OF_YEARS and "period" not in by else None
    return _of_rollups(cut, condition, by) if years is None else _of_rollups(cuts.OF_YEARS[cut], years, by)


def covering(condition, *, by=()):
    """Return the cut that ``sums`` would read, by month or by year, None for the entries themselves."""
    asked = set(by) | set(_fields(condition))
    return None if None in asked else cuts.smallest(asked)


def labelled(rows, names):
    """Give each row of ``sums`` the names that its newest entry carries, e.g. ``("unit_name",)``. One query."""
    wanted = [row["newest"] for row in rows if row["newest"]]
    found = {pk: values for pk, *values in LedgerEntry.objects.filter(pk__in=wanted).values_list("pk", *names)}
    for row in rows:
        row.update(zip(names, found.get(row["newest"]) or [""] * len(names), strict=True))
    return rows


def _of_rollups(cut, condition, by):
    """Sum the rows of a cut. Django writes the condition only: letting it group takes longer than the sums do."""
    rows = Rollup.objects.filter(condition, cut=cut).order_by()
    keys = [cuts.column(name) for name in by]
    try:
        cells, values = rows.values_list(*keys, *Rollup.SUMS, "newest").query.sql_with_params()
    except EmptyResultSet:
        return [] if by else [_row((), (), None, None, None, None, None)]
    summed = ", ".join([*keys, *(f"SUM({name})" for name in Rollup.SUMS), "MAX(newest)"])
    grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {summed} FROM ({cells}) AS cells{grouped}", values)
        return [_row(by, row[: len(by)], *row[len(by) :]) for row in cursor.fetchall()]


def _row(by, keys, entries, amount, tax, weight, newest):
    """Return a dict of ``sums`` from what a rollup's columns add up to."""
    return {
        **dict(zip(by, keys, strict=True)),
        "amount": _yuan(amount),
        "tax_amount": _yuan(tax),
        "net_weight_g": _yuan(weight),
        "entries": int(entries or 0),
        "newest": newest,
    }


def _of_entries(condition, by):
    rows = LedgerEntry.objects.filter(condition).order_by()
    names = ("amount", "tax_amount", "net_weight_g")
    summed = {name: Sum(name) for name in names} | {"entries": Count("pk"), "newest": Max("pk")}
    found = rows.values(*by).annotate(**_renamed(summed)) if by else [rows.aggregate(**_renamed(summed))]
    return [
        {
            **{name: row[name] for name in by},
            **{name: to_fen(row[f"sum_{name}"] or ZERO) for name in names},
            "entries": row["sum_entries"],
            "newest": row["sum_newest"],
        }
        for row in found
    ]


def _renamed(summed):
    """Keep the names of sums apart from those of fields."""
    return {f"sum_{name}": expression for name, expression in summed.items()}


def _yuan(fen):
    return Decimal(int(fen or 0)).scaleb(-2)


def _fields(condition):
    """Yield the names of the fields of a condition; None for what goes beyond the fields of one row."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _fields(child)
        elif isinstance(child, tuple):
            name, *lookups = child[0].split("__")
            yield name if set(lookups) <= LOOKUPS else None
        else:
            yield None
