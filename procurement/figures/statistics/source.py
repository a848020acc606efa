"""The one door from the figures to what is stored: sums of a selection by some columns, read from the rollups.

What no rollup keeps apart (a product) or adds up (packs) is summed from the entries.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, Sum

from shop.produce.money import ZERO

from ...models import Stage
from .. import rollups


@dataclass(frozen=True)
class Measure:
    """What is added up: a field of ``rollups.sums``, shown divided by ``unit``."""

    key: str
    label: str
    field: str
    places: int
    unit: int = 1

    def shown(self, value):
        """Return a sum as it is shown, e.g. grams as kilograms, rounded half-up."""
        exponent = Decimal(1).scaleb(-self.places)
        return (Decimal(value or 0) / self.unit).quantize(exponent, rounding=ROUND_HALF_UP)

    def words(self, value):
        """``Decimal("1280.50")`` → ``1,280.50``."""
        return f"{value:,.{self.places}f}"


AMOUNT = Measure("amount", "采购额（元）", "amount", 2)
QUANTITY = Measure("quantity", "数量（件）", "quantity", 0)
MEASURES = {
    measure.key: measure
    for measure in (
        AMOUNT,
        Measure("tax", "其中税额（元）", "tax_amount", 2),
        QUANTITY,
        Measure("weight", "净重（公斤）", "net_weight_g", 2, unit=1000),
        Measure("entries", "台账条数", "entries", 0),
    )
}

FEW = 10_000
UNIT_NAMES = ("unit_name", "unit_code")


def sums(selection, *columns, names=(), measure=AMOUNT):
    """Return ``[{column: value, …, "value": sum}]`` of a selection, one row for each combination that has entries.

    :param names: further columns that say what a row is called, as its newest entry has it.
    """
    if measure is QUANTITY:
        return _quantities(selection, columns)
    rows = rollups.sums(selection.condition, by=columns)
    rows = labelled(rows, names) if names else rows
    return [{**row, "value": measure.shown(row[measure.field])} for row in rows]


def labelled(rows, names):
    """Give rows of ``sums`` the names that their newest entries carry. One query, none without rows."""
    return rollups.labelled(rows, names) if rows else []


def total(selection, measure=AMOUNT):
    """Return the sum of a selection."""
    return sums(selection, measure=measure)[0]["value"]


def totals(selection):
    """Return ``[(measure, sum)]`` of all measures; packs, which no rollup knows, only of ``FEW`` entries."""
    row = rollups.sums(selection.condition)[0]
    if row["entries"] <= FEW:
        row["quantity"] = _quantities(selection, ())[0]["value"]
    known = [measure for measure in MEASURES.values() if measure.field in row]
    return [(measure, measure.shown(row[measure.field])) for measure in known]


def stages(selection):
    """Return ``{stage: amount}`` of the same purchases at all four stages."""
    # Naming all stages lets the database go straight to the rows of the months.
    condition = selection.condition_at_any_stage & Q(stage__in=Stage.values)
    return {row["stage"]: row["amount"] for row in rollups.sums(condition, by=("stage",))}


def units(selection, *columns):
    """Return sums by unit and the path that it bought with, those with the newest entries last.

    Each has the name and code that the newest entry of the unit at that path carries.
    """
    rows = sorted(sums(selection, "unit", "unit_path", *columns), key=lambda row: row["newest"])
    last = {(row["unit"], row["unit_path"]): row for row in rows}
    labelled(last.values(), UNIT_NAMES)
    return [{**row, **{name: last[row["unit"], row["unit_path"]][name] for name in UNIT_NAMES}} for row in rows]


def _quantities(selection, columns):
    rows = selection.entries().order_by()
    found = (
        rows.values(*columns).annotate(packs=Sum("quantity")) if columns else [rows.aggregate(packs=Sum("quantity"))]
    )
    return [{**row, "value": QUANTITY.shown(row["packs"] or ZERO)} for row in found]
