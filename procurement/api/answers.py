"""Rows as the plain values that schemas describe."""

from ..figures.statistics.as_json import amount
from ..models.quantities import plain

ENTRY_TEXTS = """
    stage occurred_on period corrects_period unit_code unit_name unit_path region_code region_name county_code
    county_name category product_title supplier_code supplier_name channel fund_source measure_unit reason is_demo
    digest
""".split()


def target(row):
    """A ``Target`` with its unit and region loaded."""
    return {
        "id": row.pk,
        "unit_code": row.unit.code if row.unit else None,
        "unit_name": row.unit.name if row.unit else None,
        "region_code": row.region.code if row.region else None,
        "region_name": row.region.name if row.region else None,
        "quarter": row.quarter or None,
        "amount": None if row.amount is None else amount(row.amount),
        "basis": row.basis,
        "reference": row.reference,
        "effective_on": row.effective_on,
        "set_at": row.set_at,
        "is_demo": row.is_demo,
    }


def entry(row):
    """A ``LedgerEntry`` with its ``source_number``."""
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in ENTRY_TEXTS},
        "quantity": str(plain(row.quantity)),
        "unit_price": amount(row.unit_price),
        "amount": amount(row.amount),
        "tax_amount": amount(row.tax_amount),
        "source_number": row.source_number,
        "reversal_of": row.reversal_of_id,
    }


def closing(row):
    """A ``Closing`` with the one before it loaded."""
    names = ("period", "closed_at", "entries", "entries_digest", "digest", "is_demo")
    previous = row.previous.digest if row.previous else None
    return {**{name: getattr(row, name) for name in names}, "previous_digest": previous}
