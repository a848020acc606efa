"""The halls: each partner region with its drawing, its counties and what is in season there."""

from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest

from django.contrib.staticfiles import finders
from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.templatetags.static import static

from shop.catalogue import filters, offers
from shop.produce import products
from shop.produce.models import Dossier, Region

ON_SALE = Q(product__is_public=True)


@dataclass(frozen=True)
class Hall:
    """A partner region as the campaign page shows it."""

    region: Region
    product_count: int
    fresh: list

    @property
    def art_url(self):
        return art_url(self.region.slug)

    @property
    def fresh_names(self):
        """Short names of what is in season, at most 4."""
        return [offer.title for offer in self.fresh[:4]]


def read(month, fresh_each):
    """Return a hall for every partner region, each with its fresh products, in a constant number of queries."""
    regions = list(Region.objects.partners())
    counts = dict(Dossier.objects.filter(ON_SALE).values_list("region").annotate(Count("pk")))
    fresh = _fresh(month, fresh_each)
    return [
        Hall(region, counts.get(region.pk, 0), [offer for offer in fresh if offer.dossier.region_id == region.pk])
        for region in regions
    ]


def mixed(halls, most):
    """Return fresh offers of all halls in turn, so that no region stands before the others."""
    rounds = zip_longest(*(hall.fresh for hall in halls))
    return [offer for offer in chain.from_iterable(rounds) if offer][:most]


def places_of(region):
    """Return ``[(county, townships)]`` of where a region's products on sale come from."""
    rows = Dossier.objects.filter(ON_SALE, region=region).values_list("county__name", "township").distinct()
    places = {}
    for county, township in sorted(rows):
        places.setdefault(county, []).extend([township] if township else [])
    return list(places.items())


@cache
def art_url(slug):
    """Return the address of a region's landscape; a region without its own gets the general one."""
    name = f"art/{slug}.svg"
    return static(name if finders.find(name) else "art/default.svg")


def _fresh(month, each):
    """Load the fresh products of all regions at once: the keys of the first few by region, then their facts."""
    rows = filters.apply(products.on_sale(), month=month, season=True, stock=True).order_by()
    place = Window(RowNumber(), partition_by="dossier__region", order_by=filters.fair_order(month))
    first = rows.annotate(place=place).filter(place__lte=each).order_by("place", "pk")
    return offers.in_order(list(first.values_list("pk", flat=True)), month)
