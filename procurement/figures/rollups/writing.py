"""Keep the rollups: add entries as they are written, or build all anew."""

from decimal import Decimal
from operator import add as add_up

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
# Of each cut, the dimensions that it keeps apart, in the order of the key; an empty cell stands for each other one.
KEPT = {cut: {cuts.column(name) for name in cuts.DIMENSIONS[cut]} for cut in cuts.DIMENSIONS}
COLUMNS_OF_ALL = [name for name in Rollup.KEY if name not in ("cut", "stage", "period", "is_demo", "lane")]
EMPTY = {name: None if name == "unit_id" else "" for name in COLUMNS_OF_ALL}


def add(entries, *, lane):
    """Add newly stored entries to all cuts, in the transaction that stored them.

    Rows are written in the order of their keys. ``lane`` is one that no other transaction writes to now
    (``procurement.figures.book``), so nobody waits here.
    """
    cells = {}
    for entry in entries:
        sums = 1, _whole(entry.amount), _whole(entry.tax_amount), _whole(entry.net_weight_g or 0)
        facts = [(name, getattr(entry, name), EMPTY[name]) for name in COLUMNS_OF_ALL]
        for cut, kept in KEPT.items():
            dimensions = (value if name in kept else empty for name, value, empty in facts)
            key = (str(cut), str(entry.stage), cuts.period(cut, entry.period), *dimensions, entry.is_demo, lane)
            old, newest = cells.get(key, ((0, 0, 0, 0), 0))
            cells[key] = tuple(map(add_up, old, sums)), max(newest, entry.pk)
    rows = [(*key, *sums, newest) for key, (sums, newest) in sorted(cells.items(), key=_order)]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            _upsert(cursor, rows[start : start + ROWS_AT_ONCE])


@transaction.atomic
def rebuild():
    """Sum all entries anew, set by set, the larger cuts first; nobody may write entries meanwhile."""
    of_entries = [cut for cut in cuts.DIMENSIONS if cut not in cuts.LARGER]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        for cut in [*of_entries, *cuts.LARGER]:
            cursor.execute(f"{INSERT} {selected(cut)}")


def selected(cut):
    """Return the SELECT that sums by the dimensions of a cut, its columns as those of the table.

    A smaller cut is summed from the larger one, which has far fewer rows than there are entries.
    """
    known = {cuts.column(name) for name in (*cuts.ALWAYS, *cuts.DIMENSIONS[cut])}
    empty = {name: "NULL" if name == "unit_id" else "''" for name in Rollup.KEY} | {"cut": f"'{cut}'", "lane": "0"}
    keys = [name if name in known else f"{empty[name]} AS {name}" for name in Rollup.KEY]
    period = cuts.period_sql(cut)
    keys[Rollup.KEY.index("period")] = f"{period} AS period"
    grouped = ", ".join(sorted(known - {"period"} | {period}))
    sums, source = summed(), ENTRIES
    if cut in cuts.LARGER:
        sums = ", ".join([*(f"SUM({name})" for name in Rollup.SUMS), "MAX(newest)"])
        source = f"{TABLE} WHERE cut = '{cuts.LARGER[cut]}'"
    return f"SELECT {', '.join(keys)}, {sums} FROM {source} GROUP BY {grouped}"


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


def _order(cell):
    return tuple((value is not None, value) for value in cell[0])


def _upsert(cursor, rows):
    row = f"({', '.join(['%s'] * len(COLUMNS))})"
    values = [value for cells in rows for value in cells]
    cursor.execute(f"{INSERT} VALUES {', '.join([row] * len(rows))} {ON_CONFLICT}", values)
