"""Feeds, and pictures with a QR code."""

import io
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from PIL import Image

from shop.campaign import articles, share_drawing, share_pictures
from shop.campaign.models import ArticleKind
from shop.catalogue import offers
from tests import factories

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE, FEEDS = "campaign:share_picture", ["notices_feed", "stories_feed", "products_feed"]


def entries(client, name):
    """Return ``[(title, address)]`` of a feed."""
    feed = etree.fromstring(client.get(reverse(f"campaign:{name}")).content)
    return [
        (entry.find("a:title", ATOM).text, unquote(entry.find("a:link", ATOM).get("href")))
        for entry in feed.findall("a:entry", ATOM)
    ]


def write(office, title, at, kind=ArticleKind.NOTICE):
    article = articles.write(by=office, at=timezone.now(), kind=kind, title=title, body="文 <b>")
    if at:
        articles.publish(article=article, by=office, at=timezone.now() - timedelta(days=30), publish_at=at)
    return article


def test_a_feed_has_what_is_published_of_its_kind(client, office, settings):
    now = timezone.now()
    older = write(office, "旧的", now - timedelta(days=2))
    newer = write(office, "新的", now - timedelta(days=1))
    write(office, "草稿", None)
    write(office, "以后", now + timedelta(days=1))
    story = write(office, "案例", now, ArticleKind.STORY)

    assert entries(client, "notices_feed") == [
        (one.title, settings.SITE_URL + one.get_absolute_url()) for one in (newer, older)
    ]
    assert entries(client, "stories_feed") == [("案例", settings.SITE_URL + story.get_absolute_url())]


def test_new_products_come_first_and_hidden_ones_never(client, oranges, supplier, settings):
    newer = factories.make_product(supplier)
    hidden = factories.make_product(supplier)
    hidden.is_public = False
    hidden.save()

    assert [title for title, _ in entries(client, "products_feed")] == [newer.title, oranges.title]
    assert entries(client, "products_feed")[0][1] == settings.SITE_URL + unquote(newer.get_absolute_url())


def test_a_feed_of_products_asks_the_same_queries_for_5_and_for_25(client, supplier):
    entries(client, "products_feed")  # the Site is kept after the first time
    counts = []
    for more in (5, 20):
        for _ in range(more):
            factories.make_product(supplier)
        with CaptureQueriesContext(connection) as queries:
            entries(client, "products_feed")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 8


def test_public_pages_name_the_feeds(client, db):
    page = client.get(reverse("catalogue:index")).content.decode()

    assert all(f'href="{reverse(f"campaign:{name}")}"' in page for name in FEEDS)


def test_the_pictures_are_sheets_with_a_code(client, oranges):
    pages = [reverse(SITE), reverse("campaign:product_picture", args=[oranges.pk])]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200 and "public" in answer["Cache-Control"]
        if share_drawing.fonts():
            assert Image.open(io.BytesIO(answer.content)).size == (share_pictures.WIDTH, share_pictures.HEIGHT)


def test_without_a_chinese_font_the_picture_is_an_svg(client, oranges, monkeypatch):
    oranges.title = "脐橙 <b> & 箱"
    oranges.save()
    monkeypatch.setattr(share_drawing, "FONTS", [])
    share_drawing.fonts.cache_clear()

    answer = client.get(reverse("campaign:product_picture", args=[oranges.pk]))
    share_drawing.fonts.cache_clear()

    assert answer["Content-Type"] == "image/svg+xml"
    assert "脐橙 <b> & 箱" in "".join(etree.fromstring(answer.content).itertext())


def test_a_product_that_is_not_on_sale_has_no_picture(client, oranges):
    oranges.is_public = False
    oranges.save()

    assert client.get(reverse("campaign:product_picture", args=[oranges.pk])).status_code == 404


@pytest.mark.parametrize("title", ["短", "一" * 60, "A" * 100, "很长的名字 500g×12袋/箱 " * 5])
def test_words_stay_left_of_the_edge_and_above_the_price(oranges, title):
    oranges.title = title
    sheet = share_pictures.of_product(offers.Offer(oranges, 11))

    lines = [words for words in sheet.words if words.y < 700]
    assert 1 <= len(lines) <= 2
    assert all(share_pictures._fitting(line.text, 16.01) == line.text for line in lines)


def test_the_code_leads_to_the_product(client, oranges, settings):
    sheet = share_pictures.of_product(offers.Offer(oranges, 11))

    assert sheet.qr_of.startswith(settings.SITE_URL) and len(sheet.qr_of) < 60
    answer = client.get(sheet.qr_of.removeprefix(settings.SITE_URL))
    assert answer.status_code == 301 and answer.url == oranges.get_absolute_url()
