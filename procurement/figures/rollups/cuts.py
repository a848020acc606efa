"""Which dimensions each cut of the rollups keeps apart: names of fields of both ``LedgerEntry`` and ``Rollup``.

A page about everything reads cuts that are bounded by how many units, suppliers and categories a county has; those with
units and goods together are for crossing them and for narrowing to one. Those by year are for whole years, whose months
would be twelve times as many rows.
"""

from django.db.models import Q

from ...models import Cut

# Kept apart in every cut.
ALWAYS = ("stage", "period", "is_demo")
UNIT = ("unit", "unit_path", "unit_kind", "region_code")
GOODS = ("region_code", "county_code", "category", "supplier_code")
WAY = ("unit_kind", "region_code", "channel", "fund_source")

# The smaller first: the first that knows all that is asked for answers.
DIMENSIONS = {
    Cut.WAY: WAY,
    Cut.UNIT: UNIT,
    Cut.GOODS: GOODS,
    Cut.UNIT_WAY: tuple(dict.fromkeys(UNIT + WAY)),
    Cut.GOODS_WAY: tuple(dict.fromkeys(GOODS + ("channel", "fund_source"))),
    Cut.UNIT_GOODS: tuple(dict.fromkeys(UNIT + GOODS)),
}
# The same for whole years. None of them comes before its own in ``smallest``.
OF_YEARS = {Cut.WAY: Cut.WAY_YEAR, Cut.UNIT: Cut.UNIT_YEAR, Cut.GOODS: Cut.GOODS_YEAR}
DIMENSIONS |= {yearly: DIMENSIONS[monthly] for monthly, yearly in OF_YEARS.items()}
# The smaller are sums of a larger one that keeps their dimensions; the others are sums of the entries.
LARGER = {Cut.WAY: Cut.UNIT_WAY, Cut.UNIT: Cut.UNIT_WAY, Cut.GOODS: Cut.UNIT_GOODS}
LARGER |= {yearly: monthly for monthly, yearly in OF_YEARS.items()}
ALL = tuple(dict.fromkeys(UNIT + GOODS + WAY))


def column(dimension):
    """Return the attribute and column of a dimension: ``unit`` is stored as ``unit_id``."""
    return "unit_id" if dimension == "unit" else dimension


def smallest(dimensions):
    """Return the smallest cut that keeps all the dimensions apart, or None."""
    wanted = set(dimensions) - set(ALWAYS)
    return next((cut for cut, known in DIMENSIONS.items() if wanted <= set(known)), None)


def period(cut, month):
    """Return the period of a month in a cut: itself, or its year."""
    return month[:4] if cut in OF_YEARS.values() else month


def period_sql(cut):
    """Return the same as SQL over the column ``period``."""
    return "substr(period, 1, 4)" if cut in OF_YEARS.values() else "period"


def in_years(condition):
    """Return a condition on months as one on years; None where it speaks of less than whole years."""
    children = [in_years(child) if isinstance(child, Q) else _in_years(*child) for child in condition.children]
    return None if None in children else Q(*children, _connector=condition.connector, _negated=condition.negated)


def _in_years(lookup, value):
    if lookup.split("__")[0] != "period":
        return lookup, value
    if lookup == "period__range" and value[0].endswith("-01") and value[1].endswith("-12"):
        return lookup, (value[0][:4], value[1][:4])
    return None
