"""What a person may choose from when putting a cell right."""

from shop.produce import measure_units
from shop.produce.models import Storage

from . import existing


def of(supplier):
    """Return ``{key: [text, …]}`` for the columns with a known set of values."""
    context = existing.context_of(supplier)
    return {
        "category": sorted(context.categories),
        "county": list(dict.fromkeys(context.places.values())),
        "unit": list(measure_units.UNITS),
        "storage": Storage.labels,
        "tax_rate": ["0", "1%", "3%", "6%", "9%", "13%", "免税"],
        "on_sale": ["是", "否"],
    }
