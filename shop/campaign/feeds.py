"""Atom feeds of notices, stories and new products, for readers and for the county's other sites."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from shop.catalogue import offers
from shop.produce import products

from .models import Article, ArticleKind

MOST = 30


class _Feed(Feed):
    """A feed at the address of the settings, whatever the Site table says."""

    feed_type = Atom1Feed
    author_name = settings.SITE_NAME
    name = ""
    page = ""

    def link(self):
        return _absolute(reverse(self.page))

    def feed_url(self):
        return _absolute(reverse(f"campaign:{self.name}_feed"))

    def item_link(self, item):
        return _absolute(self.address(item))


class _Articles(_Feed):
    kind = None

    def title(self):
        return f"{self.kind.label} · {settings.SITE_NAME}"

    def items(self):
        return Article.objects.published(timezone.now()).of_kind(self.kind)[:MOST]

    def address(self, item):
        return item.get_absolute_url()

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.lead

    def item_pubdate(self, item):
        return item.publish_at

    def item_updateddate(self, item):
        return max(item.publish_at, item.changed_at)


class Notices(_Articles):
    kind, name, page = ArticleKind.NOTICE, "notices", "campaign:notices"


class Stories(_Articles):
    kind, name, page = ArticleKind.STORY, "stories", "campaign:stories"


class NewProducts(_Feed):
    """Products on sale, the newest first."""

    name, page = "products", "catalogue:index"

    def title(self):
        return f"新上架 · {settings.SITE_NAME}"

    def items(self):
        newest = products.with_facts(products.on_sale()).order_by("-date_created", "-pk")[:MOST]
        return offers.of(newest, timezone.localdate().month)

    def address(self, offer):
        return offer.url

    def item_title(self, offer):
        return offer.product.title

    def item_description(self, offer):
        price = f"{offer.price:,.2f} 元/{offer.unit}" if offer.price else ""
        return "，".join(filter(None, [offer.origin, price, offer.season_label]))

    def item_pubdate(self, offer):
        return offer.product.date_created

    def item_updateddate(self, offer):
        return offer.product.date_updated


def _absolute(path):
    return urljoin(f"{settings.SITE_URL}/", path)
