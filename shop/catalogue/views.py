"""Lists of products and the page of one."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from procurement.models import Beneficiaries
from shop.produce import products, provinces
from shop.produce.models import Region
from shop.shared_pages import parts, sharing

from . import categories, counts, filters, offers, origin_map, structured
from . import together as bought_together

NEIGHBOURS = 4
REVIEWS = 20
# What only the page of one product shows.
BESIDE = ("stockrecords__partner__freight_template__areas", "categories")
LIST_QUERY = (*filters.FilterForm.base_fields, "page")


@sharing.shared_page(*LIST_QUERY)
@require_safe
def index(request):
    """All products on sale."""
    return _list(request, products.on_sale(), categories.read())


@sharing.shared_page(*LIST_QUERY)
@require_safe
def category(request, category_slug, pk):
    """The products of a category and of those below it; an outdated address leads to the right one."""
    branches = categories.read()
    branch = branches.get(int(pk))
    if not branch:
        raise Http404
    if category_slug != branch.slug:
        return redirect(f"{branch.url}?{request.GET.urlencode()}".rstrip("?"), permanent=True)
    rows = categories.products_in(branch.category, products.on_sale())
    return _list(request, rows, branches, branch)


@sharing.shared_page()
@require_safe
def detail(request, product_slug, pk):
    """One product on sale; an outdated address leads to the right one."""
    month = timezone.localdate().month
    loaded = products.with_facts(products.on_sale()).prefetch_related(*BESIDE)
    product = get_object_or_404(loaded, pk=pk)
    if product_slug != product.slug:
        return redirect(product, permanent=True)
    branches = categories.read()
    offer = offers.Offer(product, month)
    branch = next((branches[row.pk] for row in product.categories.all() if row.pk in branches), None)
    together, neighbours = _beside(product, month)
    context = {
        "offer": offer,
        "branch": branch,
        "sending": _sending(request, offer) if offer.price else None,
        "reviews": _reviews(offer),
        "together": together,
        "neighbours": neighbours,
        "helped": _helped(offer),
        "map": origin_map.of(product.dossier.county.code),
        "linked": [structured.product(offer), structured.crumbs(branch, offer)],
        "share_title": product.title,
        "share_text": f"{offer.origin}，{offer.season_label}",
        "share_image": offer.gallery[0].large if offer.gallery else "",
    }
    return render(request, "catalogue/detail.html", context)


def _reviews(offer):
    """Return the newest reviews shown; asks nothing for a product without any."""
    if not offer.review_count:
        return []
    rows = offer.product.buyer_reviews.shown().prefetch_related("photos")
    return list(rows[:REVIEWS])


def _sending(request, offer):
    """Return what sending costs to the province in the address, else to the county's own."""
    asked = request.GET.get("to", "")
    to = asked if asked in provinces.PROVINCES else provinces.home_code()
    charge, rate = offer.sending(to)
    return {"charge": charge, "rate": rate, "to": to, "name": provinces.short(to), "choices": provinces.SHORT_CHOICES}


def _list(request, rows, branches, branch=None):
    def make():
        return render_to_string("catalogue/_list.html", _context(request, rows, branches, branch), request)

    found = parts.kept(request.get_full_path(), make) if sharing.is_plain(request, LIST_QUERY) else make()
    return render(request, "catalogue/index.html", {"branch": branch, "list": found})


def _context(request, rows, branches, branch):
    month = timezone.localdate().month
    form = filters.FilterForm(request.GET, regions=list(Region.objects.partners()))
    rows = filters.apply(rows, month=month, **form.wishes)
    chosen = form.chosen
    counts.put_into(form, rows, month, key=f"{branch.category.pk if branch else ''}:{sorted(form.wishes.items())}")
    kept = request.GET.copy()
    kept.pop("page", None)
    return {
        "form": form,
        "page": offers.page_of(rows, number=request.GET.get("page"), month=month),
        "tops": categories.tops(branches),
        "branch": branch,
        "chips": [(words, _without(kept, name)) for name, words in chosen],
        "kept": f"?{kept.urlencode()}" if kept else "",
    }


def _without(query, name):
    rest = query.copy()
    rest.pop(name, None)
    return f"?{rest.urlencode()}"


def _beside(product, month):
    """Return ``(often bought with it, others from the same region)``, those that can be had first; loaded together."""
    together = bought_together.of(product)
    others = products.on_sale().exclude(pk__in=[product.pk, *together])
    rows = filters.apply(others, month=month, region=product.dossier.region.slug)
    loaded = offers.in_order([*together, *rows.values_list("pk", flat=True)[:NEIGHBOURS]], month)
    found = {offer.product.pk: offer for offer in loaded if offer.product.is_public}
    with_it = [found.pop(pk) for pk in together if pk in found]
    return with_it, list(found.values())


def _helped(offer):
    """Return the newest statement of households helped, or None; invented ones only on a demo site."""
    statements = Beneficiaries.objects.all() if settings.DEMO else Beneficiaries.objects.filter(is_demo=False)
    return statements.of_product(offer.product, offer.record.partner) if offer.record else None
