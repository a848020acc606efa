"""The pages that search engines may list, and what they are asked to leave alone."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.produce import products
from shop.produce.models import Region

from .models import Article

# Desks, baskets and personal links; what they show is nobody else's business.
DESKS = ["/office/", "/unit/", "/supplier/"]
PRIVATE = [*DESKS, "/basket/", "/checkout/", "/join/", "/invitation/", "/papers/", "/user/", "/elder/"]


class _Pages(Sitemap):
    """A sitemap at the address of the settings, whatever the Site table says."""

    limit = 5_000

    @property
    def protocol(self):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class Entrances(_Pages):
    changefreq = "daily"

    def items(self):
        names = ("campaign:home", "catalogue:index", "campaign:stories", "campaign:notices", "guide:index")
        return [reverse(name) for name in names]

    def location(self, item):
        return item


class Halls(_Pages):
    def items(self):
        return Region.objects.partners()

    def location(self, item):
        return reverse("campaign:region", args=[item.slug])


class Products(_Pages):
    def items(self):
        return products.on_sale()

    def lastmod(self, item):
        return item.date_updated


class Articles(_Pages):
    def items(self):
        return Article.objects.published(timezone.now())

    def lastmod(self, item):
        return item.changed_at


SITEMAPS = {"pages": Entrances, "halls": Halls, "products": Products, "articles": Articles}


@require_safe
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
