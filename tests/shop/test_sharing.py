"""What pages say to people who get a link, and to search engines."""

import json
import re

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import server_error

from shop.campaign import articles
from shop.campaign.models import ArticleKind

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def linked(client, address):
    return [json.loads(found) for found in BLOCK.findall(client.get(address).content.decode())]


def test_a_product_says_its_price_and_place_in_linked_data(client, oranges, settings):
    product, crumbs = linked(client, oranges.get_absolute_url())

    assert product["@type"] == "Product" and product["offers"]["price"] == "58.00"
    assert product["offers"]["availability"].endswith("InStock") and product["offers"]["priceCurrency"] == "CNY"
    assert product["offers"]["url"] == f"{settings.SITE_URL}{oranges.get_absolute_url()}"
    names = [item["name"] for item in crumbs["itemListElement"]]
    assert names == ["首页", "全部商品", "水果", "脐橙", oranges.title]


def test_what_is_sold_out_says_so(client, oranges):
    oranges.stockrecords.update(num_in_stock=0)

    assert linked(client, oranges.get_absolute_url())[0]["offers"]["availability"].endswith("OutOfStock")


def test_words_of_a_supplier_cannot_close_the_block(client, oranges):
    oranges.description = "</script><script>alert(1)</script>"
    oranges.save()

    page = client.get(oranges.get_absolute_url()).content.decode()

    assert "<script>alert(1)" not in page
    assert linked(client, oranges.get_absolute_url())[0]["description"] == oranges.description


@pytest.mark.parametrize("name", ["campaign:home", "catalogue:index", "campaign:poster", "campaign:notices"])
def test_public_pages_have_one_address_and_a_card(client, db, settings, name):
    page = client.get(reverse(name), {"page": "1", "from": "group"}).content.decode()

    assert f'<link rel="canonical" href="{settings.SITE_URL}{reverse(name)}">' in page
    assert 'property="og:title"' in page and f'content="{settings.SITE_URL}/static/art/share' in page


def test_the_sitemap_lists_what_the_public_may_see(client, oranges, office, settings):
    facts = {"kind": ArticleKind.NOTICE, "body": "文"}
    shown = articles.write(by=office, at=timezone.now(), title="看得见", **facts)
    articles.publish(article=shown, by=office, at=timezone.now())
    draft = articles.write(by=office, at=timezone.now(), title="草稿", **facts)

    index = client.get("/sitemap.xml").content.decode()
    pages = re.findall(r"<loc>(.*?)</loc>", index)
    listed = [
        place
        for page in pages
        for place in re.findall(r"<loc>(.*?)</loc>", client.get(page.removeprefix(settings.SITE_URL)).content.decode())
    ]

    assert f"{settings.SITE_URL}{oranges.get_absolute_url()}" in listed
    assert f"{settings.SITE_URL}{shown.get_absolute_url()}" in listed
    assert f"{settings.SITE_URL}{draft.get_absolute_url()}" not in listed
    assert {client.get(place.removeprefix(settings.SITE_URL)).status_code for place in listed} == {200}


def test_robots_are_asked_to_leave_the_desks_alone(client, db, settings):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /office/" in lines and f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines


def test_the_page_of_a_fault_needs_nothing_that_may_be_missing():
    page = server_error(RequestFactory().get("/")).content.decode()

    assert "系统出错了" in page
