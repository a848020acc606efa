"""What a card or a product page says of a product: price, tiers, stock, season, origin, picture."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

from django.core.paginator import Paginator
from oscar.core.loading import get_model

from shop.produce import freight, pictures, prices, products, shelves

PAGE_SIZE = 24
LIQUID = re.compile(r"\d\s*(ml|l|升|毫升)", re.IGNORECASE)


@dataclass(frozen=True)
class Tier:
    """A tier price and what one pack costs less there."""

    min_quantity: int
    price: object
    saving: object


class Shown(NamedTuple):
    """A picture's addresses: as large as it was given, for a page, for a line, and what a browser may choose from."""

    large: str
    page: str
    thumb: str
    srcset: str

    @classmethod
    def of(cls, image):
        sides = (pictures.PAGE_SIDE, pictures.THUMB_SIDE)
        return cls(
            pictures.large_url(image), *(pictures.small_url(image, side) for side in sides), pictures.srcset(image)
        )


@dataclass(frozen=True)
class Offer:
    """One product in one month; asks the database nothing after ``products.with_facts``."""

    product: object
    month: int

    @property
    def dossier(self):
        return self.product.dossier

    @property
    def title(self):
        return self.dossier.short_title or self.product.title

    @cached_property
    def url(self):
        return self.product.get_absolute_url()

    @property
    def region(self):
        return self.dossier.region

    @property
    def unit(self):
        return self.dossier.unit

    @cached_property
    def record(self):
        return products.stock_record(self.product)

    @property
    def price(self):
        return self.record.price if self.record else None

    @property
    def per_500(self):
        return prices.per_500g(self.price, self.dossier.net_weight_g) if self.price else None

    @property
    def per_500_label(self):
        return "每 500ml" if LIQUID.search(self.dossier.spec) else "每 500g"

    @cached_property
    def tiers(self):
        tiers = sorted(self.product.price_tiers.all(), key=lambda tier: tier.min_quantity)
        return [Tier(tier.min_quantity, tier.price, self.price - tier.price) for tier in tiers if self.price]

    @property
    def first_tier(self):
        return self.tiers[0] if self.tiers else None

    @cached_property
    def first_quantity(self):
        """The smallest quantity that may be ordered."""
        return shelves.first_quantity(self.dossier)

    @property
    def first_amount(self):
        """What the smallest order costs."""
        tiers = [(tier.min_quantity, tier.price) for tier in self.tiers]
        return prices.price_at(self.price, tiers, self.first_quantity) * self.first_quantity

    def sending(self, province):
        """Return ``(charge, rate)`` of sending the smallest order to a province; load the template before."""
        template = freight.of_supplier(self.record.partner)
        goods = [(self.dossier, self.first_quantity)]
        return freight.charge(template, province, goods, self.first_amount), freight.Rate(template, province)

    @cached_property
    def left(self):
        return max(self.record.net_stock_level, 0) if self.record else 0

    @property
    def is_orderable(self):
        return bool(self.price) and self.left >= self.first_quantity

    @property
    def is_scarce(self):
        return self.is_orderable and self.told_left is not None

    @property
    def told_left(self):
        """The packs left as far as shoppers are told, None for enough; pages show no other number of them."""
        return shelves.shown(self.left, self.first_quantity)

    @property
    def stock_label(self):
        if not self.is_orderable:
            return "售罄"
        return f"仅剩 {self.told_left} {self.unit}" if self.is_scarce else "现货"

    @property
    def review_count(self):
        return self.dossier.review_count

    @property
    def average_stars(self):
        """The average of the reviews shown, one digit behind the point, or None without any."""
        if not self.review_count:
            return None
        average = Decimal(self.dossier.review_stars) / self.review_count
        return average.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    @property
    def is_seasonal(self):
        """Fresh only for some months of the year."""
        return bool(self.dossier.season_start)

    @property
    def is_in_season(self):
        return self.dossier.is_in_season(self.month)

    @property
    def season_label(self):
        if self.is_seasonal and self.is_in_season:
            return "当季"
        return f"{self.dossier.season}上市" if self.is_seasonal else "全年供应"

    @property
    def origin(self):
        """Province, region, county and township, each once: ``湖北省 秭归县 郭家坝镇``."""
        places = [self.region.province, self.region.name, self.dossier.county.name, self.dossier.township]
        return " ".join(dict.fromkeys(place for place in places if place))

    @property
    def supplier_name(self):
        name = self.record.partner.name
        return name if "演示" in name or not self.is_demo else f"{name}（演示）"

    @property
    def is_demo(self):
        """Sold by an invented supplier; needs the supplier's profile loaded, as on the product page."""
        profile = getattr(self.record.partner, "profile", None) if self.record else None
        return bool(profile and profile.is_demo)

    @property
    def claim_note(self):
        """Whose word a mark or certificate is."""
        return "供应商声明，演示数据" if self.is_demo else "供应商声明"

    @cached_property
    def images(self):
        return list(self.product.images.all())

    @property
    def card_url(self):
        return pictures.small_url(self.images[0]) if self.images else ""

    @property
    def thumb_url(self):
        return pictures.small_url(self.images[0], pictures.THUMB_SIDE) if self.images else ""

    @property
    def card_srcset(self):
        """The card's picture in every size."""
        return pictures.srcset(self.images[0]) if self.images else ""

    @property
    def gallery(self):
        """Return the ``Shown`` of each picture."""
        return [Shown.of(image) for image in self.images]


def of(rows, month):
    """Return an offer for each product loaded by ``products.with_facts``."""
    return [Offer(product, month) for product in rows]


def page_of(rows, *, number, month):
    """Return one page of 24 offers from a queryset of products; a page number out of range gives the nearest.

    Only keys are sorted: sorting whole rows made a late page of 10,000 products ten times slower.
    """
    page = Paginator(rows.values_list("pk", flat=True), PAGE_SIZE).get_page(number)
    page.object_list = in_order(list(page.object_list), month)
    return page


def in_order(pks, month):
    """Return the offers of these products in the order of their keys."""
    rows = products.with_facts(get_model("catalogue", "Product").objects.filter(pk__in=pks)).in_bulk()
    return of([rows[pk] for pk in pks if pk in rows], month)
