"""Which products a shopper sees, loaded with what a card or a page shows, in a constant number of queries."""

from django.db.models import Prefetch
from oscar.core.loading import get_model

Product = get_model("catalogue", "Product")


def on_sale():
    """Products that are published and have a dossier, in no particular order."""
    return Product.objects.filter(is_public=True, dossier__isnull=False).order_by("pk")


def with_facts(products):
    """Load dossier, places, pictures, tiers, stock and supplier: 4 queries for any number of products."""
    records = get_model("partner", "StockRecord").objects.select_related(
        "partner__profile", "partner__freight_template"
    )
    return products.select_related("dossier__region", "dossier__county").prefetch_related(
        "images", "price_tiers", Prefetch("stockrecords", records)
    )


def stock_record(product):
    """Return a product's one stock record, or None; costs no query after ``with_facts``."""
    return next(iter(product.stockrecords.all()), None)
