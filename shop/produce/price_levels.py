"""How a product's price per 500 g lies against the others of its category."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from oscar.core.loading import get_model

from . import prices
from .money import to_fen

ProductCategory = get_model("catalogue", "ProductCategory")
# Beyond these, and with so many others to compare with, a price is unusual.
HIGH, LOW = Decimal("1.5"), Decimal("0.5")
ENOUGH = 3


@dataclass(frozen=True)
class Level:
    """A price per 500 g, the median of ``count`` other products in the category, and the name of the category."""

    price: Decimal
    median: Decimal | None
    count: int
    category: str

    @property
    def percent(self):
        """By how much the price lies above the median, in whole percent; None without others."""
        return round((self.price / self.median - 1) * 100) if self.median else None

    @property
    def down(self):
        """The percentage without its sign, for a price below the median."""
        return abs(self.percent or 0)

    @property
    def is_high(self):
        return self._is_comparable and self.price > self.median * HIGH

    @property
    def is_low(self):
        return self._is_comparable and self.price < self.median * LOW

    @property
    def _is_comparable(self):
        return bool(self.median) and self.count >= ENOUGH


def of(offers):
    """Return ``{product pk: Level}`` in one query for any number of products; those without a net weight are left out.

    :param offers: ``[(product, unit price), …]``; products loaded with dossier and categories.
    """
    categories = {product.pk: next(iter(product.categories.all()), None) for product, _ in offers}
    others = _others({category.pk for category in categories.values() if category})
    found = {}
    for product, unit_price in offers:
        category, dossier = categories[product.pk], getattr(product, "dossier", None)
        own = prices.per_500g(unit_price, dossier.net_weight_g) if dossier and unit_price else None
        if own and category:
            rest = [price for pk, price in others[category.pk] if pk != product.pk]
            found[product.pk] = Level(own, to_fen(median(rest)) if rest else None, len(rest), category.name)
    return found


def _others(category_ids):
    """Return ``{category: [(product pk, price per 500 g), …]}`` of what is on sale."""
    rows = ProductCategory.objects.filter(
        category__in=category_ids,
        product__is_public=True,
        product__dossier__net_weight_g__gt=0,
        product__stockrecords__price__gt=0,
    )
    found = defaultdict(list)
    for category, product, price, weight in rows.values_list(
        "category", "product", "product__stockrecords__price", "product__dossier__net_weight_g"
    ):
        found[category].append((product, prices.per_500g(price, weight)))
    return found
