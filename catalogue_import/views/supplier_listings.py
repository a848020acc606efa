"""A supplier's own requests to the county office, and its own prices."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shop.produce import listings as produce_listings
from shop.produce.models import ListingRequest, PriceChange
from shop.user.desks import supplier_desk

from ..listing_filters import ALL, MAX_WORDS, Filters

PAGE_SIZE = 50


@require_GET
@supplier_desk
def listings(request, partner):
    """Show what the supplier asked the county office for, and what became of it."""
    filters = Filters.of(request.GET, state=ALL)
    requests = filters.apply(ListingRequest.objects.of(partner).with_facts())
    page = Paginator(requests, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "partner": partner,
        "page": page,
        "filters": filters,
        "is_reviewed": produce_listings.is_on(),
        "most_percent": settings.LISTING_PRICE_RISE,
    }
    return render(request, "catalogue_import/listings.html", context)


@require_GET
@supplier_desk
def prices(request, partner):
    """Show every change of the supplier's prices."""
    words = request.GET.get("words", "").replace("\0", "").strip()[:MAX_WORDS]
    changes = PriceChange.objects.filter(product__stockrecords__partner=partner).select_related("product", "by")
    if words:
        changes = changes.filter(
            Q(product__title__icontains=words) | Q(product__stockrecords__partner_sku__icontains=words)
        )
    page = Paginator(changes, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "catalogue_import/prices.html", {"partner": partner, "page": page, "words": words})
