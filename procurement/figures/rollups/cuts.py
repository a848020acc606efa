"""Which dimensions each cut of the rollups keeps apart: names of fields of both ``LedgerEntry`` and ``Rollup``.

A page about everything reads cuts that are bounded by how many units, suppliers and categories a county has; those with
units and goods together are for crossing them and for narrowing to one.
"""

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
ALL = tuple(dict.fromkeys(UNIT + GOODS + WAY))


def column(dimension):
    """Return the attribute and column of a dimension: ``unit`` is stored as ``unit_id``."""
    return "unit_id" if dimension == "unit" else dimension


def smallest(dimensions):
    """Return the smallest cut that keeps all the dimensions apart, or None."""
    wanted = set(dimensions) - set(ALWAYS)
    return next((cut for cut, known in DIMENSIONS.items() if wanted <= set(known)), None)
