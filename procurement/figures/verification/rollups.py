"""The rollups beside the entries that they sum; by way of them, the sums by any dimension beside each other."""

from django.db import connection

from ...models import Cut, Rollup, Stage
from ..rollups import cuts, writing

MEASURES = {"entries": "条数", "amount_fen": "金额(分)", "tax_fen": "税额(分)", "weight_cg": "净重(百分之一克)"}


def differences():
    for cut in cuts.DIMENSIONS:
        yield from _differences(cut)


def _differences(cut):
    names = [*cuts.ALWAYS, *cuts.DIMENSIONS[cut]]
    with connection.cursor() as cursor:
        cursor.execute(_unequal(cut, [cuts.column(name) for name in names]))
        for row in cursor.fetchall():
            yield _sentence(cut, dict(zip(names, row, strict=False)), row[len(names) :])


def _unequal(cut, columns):
    """Return the SELECT of the cells whose sums differ, or whose newest entry does."""
    keys = ", ".join(columns)
    kept = f"SELECT {keys}, {', '.join(f'-{name} AS {name}' for name in Rollup.SUMS)}, 0 AS counted, newest AS kept"
    measured = ", ".join(f"SUM({name}) AS {name}" for name in Rollup.SUMS)
    unequal = " OR ".join([*(f"SUM({name}) <> 0" for name in Rollup.SUMS), "MAX(counted) <> MAX(kept)"])
    return f"""
        SELECT {keys}, {measured}, MAX(counted), MAX(kept)
        FROM ({_counted(cut, keys)} UNION ALL {kept} FROM {writing.TABLE} WHERE cut = '{cut}') AS both_sides
        GROUP BY {keys} HAVING {unequal}
    """


def _counted(cut, keys):
    # The larger one is itself held against the entries.
    if cut in cuts.LARGER:
        sums = ", ".join(f"SUM({name}) AS {name}" for name in Rollup.SUMS)
        source = f"{writing.TABLE} WHERE cut = '{cuts.LARGER[cut]}'"
        period = cuts.period_sql(cut)
        named, grouped = keys.replace("period", f"{period} AS period"), keys.replace("period", period)
        return f"SELECT {named}, {sums}, MAX(newest) AS counted, 0 AS kept FROM {source} GROUP BY {grouped}"
    sums = writing.summed(newest="counted")
    return f"SELECT {keys}, {sums}, 0 AS kept FROM {writing.ENTRIES} GROUP BY {keys}"


def _sentence(cut, cell, measures):
    where = " ".join(str(value) for name, value in cell.items() if name not in ("stage", "is_demo") and value)
    off = [f"{label}相差 {-value}" for label, value in zip(MEASURES.values(), measures, strict=False) if value]
    what = "，".join(off) or "最新一条不同"
    return f"汇总“{Cut(cut).label}” {Stage(cell['stage']).label} {where}：与台账不符，{what}。"
