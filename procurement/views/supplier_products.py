"""A supplier's own products: look them over, put them on sale or take them off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shop.produce import listings, publication, stock
from shop.produce.models import ListingRequest
from shop.produce.products import Product, with_facts
from shop.user import ways_back
from shop.user.desks import supplier_desk

PAGE_SIZE = 50
MAX_WORDS = 60
SHELVES = {"on": ("在售", Q(is_public=True)), "off": ("未上架", Q(is_public=False))}
LOW = "low"


@require_GET
@supplier_desk
def index(request, partner):
    words = request.GET.get("words", "").replace("\0", "").strip()[:MAX_WORDS]
    shelf = request.GET.get("shelf", "")
    named = Q(title__icontains=words) | Q(stockrecords__partner_sku__icontains=words)
    products = Product.objects.filter(named, stockrecords__partner=partner)
    if shelf in SHELVES:
        products = products.filter(SHELVES[shelf][1])
    if shelf == LOW:
        few = stock.running_out(partner.stockrecords.filter(product__is_public=True))
        products = products.filter(pk__in=few.values("product"))
    asked = ListingRequest.objects.exclude(state=ListingRequest.State.WITHDRAWN)
    own = with_facts(products).prefetch_related(Prefetch("listing_requests", asked, "asked"))
    own = own.order_by("stockrecords__partner_sku", "pk")
    context = {
        "partner": partner,
        "is_paused": publication.is_paused([partner.pk]),
        "page": Paginator(own, PAGE_SIZE).get_page(request.GET.get("page")),
        "words": words,
        "shelf": shelf,
        "shelves": [*((key, label) for key, (label, _) in SHELVES.items()), (LOW, "快卖完")],
    }
    return render(request, "supplier/products.html", context)


@require_POST
@supplier_desk
def publish(request, partner, pk):
    """Put a product on sale, or ask the county office for it when it never was."""
    product = _own(partner, pk)
    try:
        is_on = listings.publish(product=product, by=request.user, at=timezone.now())
    except listings.Paused as refusal:
        messages.error(request, str(refusal))
    else:
        if is_on:
            messages.success(request, f"已上架：{product.title}")
        else:
            messages.info(request, f"“{product.title}”首次上架，已提交县协作办审核，通过后自动上架。")
    return redirect(_way_back(request) or reverse("supplier:products", args=[partner.code]))


@require_POST
@supplier_desk
def unpublish(request, partner, pk):
    product = _own(partner, pk)
    listings.take_off(product_ids=[product.pk], by=request.user, at=timezone.now())
    messages.success(request, f"已下架：{product.title}")
    return redirect(_way_back(request) or reverse("supplier:products", args=[partner.code]))


def _own(partner, pk):
    return get_object_or_404(Product.objects.filter(stockrecords__partner=partner), pk=pk)


def _way_back(request):
    """Return the page and filters that the person came from, or nothing."""
    return ways_back.after_form(request, "")
