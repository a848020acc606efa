"""The county office's queue of first publications and price rises."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from oscar.core.loading import get_model

from shop.produce import price_levels
from shop.produce.models import ListingRequest
from shop.user.desks import office_desk

from .. import listing_decisions
from ..listing_filters import Filters
from ..listing_forms import DecisionForm

Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
PAGE_SIZE = 30


@require_GET
@office_desk
def queue(request):
    """Show what waits, with each price against the median of its category."""
    return render(request, "office/listings.html", _queue(request) | {"form": DecisionForm()})


@require_POST
@office_desk
def decide(request):
    """Approve, or return with a reason, what was ticked."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return render(request, "office/listings.html", _queue(request) | {"form": form}, status=400)
    messages.success(request, _decided(form.cleaned_data, by=request.user, at=timezone.now()))
    return redirect(f"{request.path.removesuffix('decide/')}?{request.GET.urlencode()}")


@require_GET
@office_desk
def prices(request, pk):
    """Show every price a product ever had."""
    product = get_object_or_404(Product.objects.select_related("dossier"), pk=pk)
    changes = Paginator(product.price_changes.select_related("by"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "office/listing_prices.html", {"product": product, "page": changes})


def _decided(asked, *, by, at):
    requests = ListingRequest.objects.filter(pk__in=asked["requests"])
    if asked["decision"] == DecisionForm.RETURN:
        count = listing_decisions.send_back(requests=requests, reason=asked["reason"], by=by, at=at)
        return f"已退回 {count} 项，供应商会看到原因。"
    return f"已通过 {listing_decisions.approve(requests=requests, by=by, at=at)} 项。"


def _queue(request):
    filters = Filters.of(request.GET)
    requests = filters.apply(ListingRequest.objects.with_facts())
    page = Paginator(requests, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    levels = price_levels.of([(row.product, row.new_price) for row in rows])
    waiting = ListingRequest.objects.waiting()
    suppliers = Partner.objects.filter(stockrecords__product__listing_requests__in=waiting).distinct().order_by("code")
    return {
        "page": page,
        "rows": [(row, levels.get(row.product_id)) for row in rows],
        "filters": filters,
        "suppliers": suppliers,
        "waiting_count": waiting.count(),
        "most_percent": settings.LISTING_PRICE_RISE,
    }
