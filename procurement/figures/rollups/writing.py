"""Keep the rollups: add entries as they are written, or build all anew."""

from decimal import Decimal

from django.db import connection, transaction

from ...models import LedgerEntry, Rollup
from . import cuts

TABLE, ENTRIES = Rollup._meta.db_table, LedgerEntry._meta.db_table
# A row has 19 values, and SQLite takes no more than some thousands in one statement.
ROWS_AT_ONCE = 400
HUNDRED = Decimal(100)
COLUMNS = [*Rollup.KEY, *Rollup.SUMS, "newest"]
CONFLICT = ", ".join("COALESCE(unit_id, 0)" if name == "unit_id" else name for name in Rollup.KEY)
ON_CONFLICT = f"""
    ON CONFLICT ({CONFLICT}) DO UPDATE SET
    {", ".join(f"{name} = {TABLE}.{name} + excluded.{name}" for name in Rollup.SUMS)},
    newest = CASE WHEN excluded.newest > {TABLE}.newest THEN excluded.newest ELSE {TABLE}.newest END
"""
INSERT = f"INSERT INTO {TABLE} ({', '.join(COLUMNS)})"
# An empty cell of each dimension that a cut does not keep.
EMPTY = {cuts.column(name): None if name == "unit" else "" for name in cuts.ALL}


def add(entries, *, lane):
    """Add newly stored entries to all cuts, in the transaction that stored them.

    Rows are written in the order of their keys. ``lane`` is one that no other transaction writes to now
    (``procurement.figures.book``), so nobody waits here.
    """
    cells = {}
    for entry in entries:
        sums = 1, _whole(entry.amount), _whole(entry.tax_amount), _whole(entry.net_weight_g or 0)
        for cut in cuts.DIMENSIONS:
            key = _key(cut, entry, lane)
            old, newest = cells.get(key, ((0, 0, 0, 0), 0))
            cells[key] = tuple(map(sum, zip(old, sums, strict=True))), max(newest, entry.pk)
    rows = [(*key, *sums, newest) for key, (sums, newest) in sorted(cells.items(), key=_order)]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            _upsert(cursor, rows[start : start + ROWS_AT_ONCE])


@transaction.atomic
def rebuild():
    """Sum all entries anew, set by set; nobody may write entries meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        for cut in cuts.DIMENSIONS:
            cursor.execute(f"{INSERT} {selected(cut)}")


def selected(cut):
    """Return the SELECT that sums all entries by the dimensions of a cut, its columns as those of the table."""
    known = {cuts.column(name) for name in (*cuts.ALWAYS, *cuts.DIMENSIONS[cut])}
    empty = {name: "NULL" if name == "unit_id" else "''" for name in Rollup.KEY} | {"cut": f"'{cut}'", "lane": "0"}
    keys = [name if name in known else f"{empty[name]} AS {name}" for name in Rollup.KEY]
    return f"SELECT {', '.join(keys)}, {summed()} FROM {ENTRIES} GROUP BY {', '.join(sorted(known))}"


def summed(newest="newest"):
    """Return the sums of entries as columns of a SELECT."""
    sums = f"{_sum('amount')} AS amount_fen, {_sum('tax_amount')} AS tax_fen, {_sum('net_weight_g')} AS weight_cg"
    return f"COUNT(*) AS entries, {sums}, MAX(id) AS {newest}"


def _sum(amount):
    """Sum exactly: PostgreSQL adds decimals as they are, SQLite would add them as floats."""
    if connection.vendor == "postgresql":
        return f"CAST(COALESCE(SUM({amount}), 0) * 100 AS bigint)"
    return f"COALESCE(SUM(CAST(ROUND({amount} * 100) AS bigint)), 0)"


def _whole(amount):
    return int((amount * HUNDRED).to_integral_value())


def _key(cut, entry, lane):
    cell = {**EMPTY, **{cuts.column(name): getattr(entry, cuts.column(name)) for name in cuts.DIMENSIONS[cut]}}
    fixed = {"cut": str(cut), "stage": str(entry.stage), "period": entry.period, "is_demo": entry.is_demo, "lane": lane}
    cell |= fixed
    return tuple(cell[name] for name in Rollup.KEY)


def _order(cell):
    return tuple((value is not None, value) for value in cell[0])


def _upsert(cursor, rows):
    row = f"({', '.join(['%s'] * len(COLUMNS))})"
    values = [value for cells in rows for value in cells]
    cursor.execute(f"{INSERT} VALUES {', '.join([row] * len(rows))} {ON_CONFLICT}", values)
