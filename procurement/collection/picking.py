"""Products of the shop to choose from for a group order."""

from dataclasses import dataclass

from django.db.models import Q
from oscar.core.loading import get_model

from shop.produce import pictures, products
from shop.produce.models import Region

Category = get_model("catalogue", "Category")
MAX_WORDS, EARLIER = 5, 50


@dataclass(frozen=True)
class Offer:
    """One product to choose, loaded ``with_facts``."""

    product: object

    @property
    def dossier(self):
        return self.product.dossier

    @property
    def stock_record(self):
        return products.stock_record(self.product)

    @property
    def stock(self):
        """Packs left to order."""
        return max(self.stock_record.net_stock_level, 0)

    @property
    def picture_url(self):
        picture = next(iter(self.product.images.all()), None)
        return pictures.small_url(picture, pictures.THUMB_SIDE) if picture else ""


def offered():
    """Return the products that may go into a group order: on sale, with a price."""
    return products.on_sale().filter(stockrecords__price__gt=0)


def search(*, region="", category="", q=""):
    """Return products offered of a region (slug), a top category (slug), with every word in their name or keywords."""
    found = offered()
    if region:
        found = found.filter(dossier__region__slug=region)
    if category:
        top = Category.objects.filter(depth=1, slug=category).first()
        found = found.filter(categories__path__startswith=top.path) if top else found.none()
    for word in q.split()[:MAX_WORDS]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(dossier__short_title__icontains=word)
            | Q(dossier__keywords__icontains=word)
            | Q(stockrecords__partner__name__icontains=word)
        )
    return found.distinct()


def earlier(group_order):
    """Return the unit's other group orders with products, newest first, to take products from."""
    return sources(group_order.unit, besides=group_order)


def sources(unit, besides=None):
    """Return a unit's group orders with products, newest first, at most 50."""
    rows = unit.group_orders.filter(items__isnull=False).distinct()
    rows = rows.exclude(pk=besides.pk) if besides else rows
    return rows.order_by("-created_at", "-pk")[:EARLIER]


def of_earlier(earlier):
    """Return ``(products, titles)``: what of a group order may be had today, and the names of what may not."""
    chosen = [item.product for item in earlier.items.select_related("product").order_by("pk")]
    had = set(offered().filter(pk__in=[product.pk for product in chosen]).values_list("pk", flat=True))
    gone = [product.title for product in chosen if product.pk not in had]
    return [product for product in chosen if product.pk in had], gone


def regions():
    """Return the partner regions."""
    return Region.objects.partners()


def categories():
    """Return the top categories of the shop."""
    return Category.objects.filter(depth=1, is_public=True).order_by("path")
