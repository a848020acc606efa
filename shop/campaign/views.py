"""The front page, the halls of the partner regions, stories and notices, and a poster to put up."""

import segno
from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.catalogue import filters, offers
from shop.produce import products
from shop.produce.models import Region
from shop.shared_pages.sharing import shared_page

from . import articles, front_page, halls, home_page
from .models import Article, ArticleKind

FRESH_IN_HALL = 4
ARTICLES_ON_PAGE = 12


@shared_page(until=articles.next_turn)
@require_safe
def home(request):
    """The story, and below it the blocks that the office arranged."""
    return render(request, "campaign/home.html", home_page.context(front_page.live()))


@shared_page("page")
@require_safe
def region(request, slug):
    """One partner region: land, places, what is in season, all its products."""
    region = get_object_or_404(Region.objects.partners(), slug=slug)
    month = timezone.localdate().month
    fresh = filters.apply(products.on_sale(), month=month, region=slug, season=True, stock=True)
    fresh = offers.of(products.with_facts(fresh)[:FRESH_IN_HALL], month)
    rest = filters.apply(products.on_sale(), month=month, region=slug).exclude(
        pk__in=[offer.product.pk for offer in fresh]
    )
    context = {
        "region": region,
        "share_title": f"{region.name}好物",
        "share_text": region.introduction[:80],
        "art_url": halls.art_url(slug),
        "places": halls.places_of(region),
        "month": month,
        "fresh": fresh,
        "page": offers.page_of(rest, number=request.GET.get("page"), month=month),
    }
    return render(request, "campaign/region.html", context)


@shared_page("page", until=articles.next_turn)
@require_safe
def stories(request):
    return _list(request, ArticleKind.STORY, "协作地区的人和货，采购背后的事。")


@shared_page("page", until=articles.next_turn)
@require_safe
def notices(request):
    return _list(request, ArticleKind.NOTICE, "平台和县协作办的通知。")


@shared_page(until=articles.next_turn)
@require_safe
def article(request, pk):
    """A published article; drafts and what is scheduled are not there yet."""
    found = get_object_or_404(_published().select_related("region"), pk=pk)
    others = _published().of_kind(found.kind).exclude(pk=pk).defer("body")[:3]
    context = {
        "article": found,
        "others": others,
        "share_type": "article",
        "share_title": found.title,
        "share_text": found.lead,
        "share_image": found.picture.url if found.picture else "",
    }
    return render(request, "campaign/article.html", context)


@require_safe
def poster(request):
    """A sheet with the site's QR code, to print or to send round."""
    qr = segno.make(settings.SITE_URL, error="m").svg_data_uri(scale=8, border=2)
    return render(request, "campaign/poster.html", {"qr": qr, "regions": Region.objects.partners()})


def _list(request, kind, lead):
    page = Paginator(_published().of_kind(kind).select_related("region"), ARTICLES_ON_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "campaign/articles.html", {"kind": kind, "lead": lead, "page": page})


def _published():
    return Article.objects.published(timezone.now())
