"""Who else knows a product: what must keep it from being deleted, whichever apps are installed."""

from oscar.core.loading import get_model

Product = get_model("catalogue", "Product")
StockRecord = get_model("partner", "StockRecord")
# Parts of the product itself, and what only remembers that somebody looked at it.
OWN = {"catalogue", "partner", "produce", "catalogue_import"}
HARMLESS = {"basket", "wishlists", "analytics", "reviews", "offer", "customer"}


def of(products):
    """Return two ``{product pk: name of what refers to it}``: what must not lose the product, and what may.

    :param products: primary keys.
    """
    blocking, harmless = {}, {}
    for relation in _relations():
        found = harmless if relation.related_model._meta.app_label in HARMLESS else blocking
        for product in _referring(relation, products):
            found.setdefault(product, relation.related_model._meta.verbose_name)
    return blocking, harmless


def _relations():
    """Return the relations of products and their stock records that come from elsewhere."""
    # Many apps hide the way back from the product.
    relations = [row for model in (Product, StockRecord) for row in model._meta.get_fields(include_hidden=True)]
    relations = [row for row in relations if row.auto_created and not row.concrete and row.is_relation]
    return [row for row in relations if row.related_model._meta.app_label not in OWN]


def _referring(relation, products):
    path = relation.field.name if relation.model is Product else f"{relation.field.name}__product"
    rows = relation.related_model._default_manager.order_by().filter(**{f"{path}__in": products})
    return rows.values_list(path, flat=True).distinct()
