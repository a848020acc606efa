"""The front page and the halls."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.campaign import halls
from tests import factories

HOME = "/"


@pytest.fixture
def fresh_now():
    month = timezone.localdate().month
    return {"season_start": month, "season_end": month}


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def hall_of(region):
    return reverse("campaign:region", args=[region.slug])


def test_the_front_page_answers_on_an_empty_site(client, db):
    assert client.get(HOME).status_code == 200


def test_the_front_page_tells_the_story_with_the_regions_there_are(client, oranges):
    factories.RegionFactory(code="500001", name="新协作县", slug="new")

    page = client.get(HOME).content.decode()

    assert "建湖县与秭归县、新协作县结对协作，单位和个人自愿采购" in page
    assert reverse("campaign:region", args=["new"]) in page


def test_the_front_page_shows_what_is_in_season_of_each_region_in_turn(client, supplier, fresh_now):
    yushu = factories.RegionFactory(code="632701", name="玉树市", slug="yushu", position=9)
    far = factories.SupplierFactory(profile__region=yushu)
    for number in range(3):
        factories.make_product(supplier, title=f"橙{number}", **fresh_now)
    factories.make_product(far, title="芫根", **fresh_now)
    factories.make_product(supplier, title="全年的")

    shown = [offer.product.title for offer in client.get(HOME).context["fresh"]]

    assert shown[1] == "芫根"
    assert sorted(shown) == ["橙0", "橙1", "橙2", "芫根"]


def test_the_front_page_asks_the_same_queries_for_5_products_and_for_50(client, supplier, fresh_now):
    for _ in range(5):
        factories.make_product(supplier, **fresh_now)
    few = queries_of(client, HOME)

    for _ in range(45):
        factories.make_product(supplier, **fresh_now)

    assert queries_of(client, HOME) == few <= 12


def test_a_handler_finds_the_way_to_a_group_order(client, handler, unit):
    client.force_login(handler)

    assert reverse("unit:group_order_new", args=[unit.code]) in client.get(HOME).content.decode()


def test_a_hall_shows_places_and_products(client, oranges):
    oranges.dossier.township = "郭家坝镇"
    oranges.dossier.save()

    page = client.get(hall_of(oranges.dossier.region)).content.decode()

    assert "郭家坝镇" in page
    assert oranges.title in page
    assert "art/zigui.svg" in page


def test_a_hall_shows_a_fresh_product_once(client, supplier, fresh_now):
    product = factories.make_product(supplier, **fresh_now)

    page = client.get(hall_of(product.dossier.region)).content.decode()

    assert page.count(f'href="{product.get_absolute_url()}"') == 1


def test_a_hall_asks_the_same_queries_for_5_products_and_for_50(client, supplier, fresh_now):
    for number in range(10):
        factories.make_product(supplier, **(fresh_now if number < 5 else {}))
    address = hall_of(supplier.profile.region)
    few = queries_of(client, address)

    for _ in range(45):
        factories.make_product(supplier)

    assert queries_of(client, address) == few <= 16


def test_a_hall_hides_what_is_not_published(client, oranges):
    oranges.is_public = False
    oranges.save()

    response = client.get(hall_of(oranges.dossier.region))

    assert oranges.title not in response.content.decode()
    assert response.context["places"] == []


def test_only_partner_regions_have_halls(client, db):
    zigui = factories.RegionFactory()
    county = factories.RegionFactory(code="420528", name="下辖县", slug="below", parent=zigui)

    assert client.get(hall_of(county)).status_code == 404
    assert client.get("/regions/nowhere/").status_code == 404


@pytest.mark.parametrize("address", [HOME, "/regions/zigui/"])
def test_the_front_cannot_be_posted_to(client, db, address):
    factories.RegionFactory()

    assert client.post(address).status_code == 405


def test_a_region_without_its_own_drawing_gets_the_general_one():
    assert halls.art_url("zigui").endswith("art/zigui.svg")
    assert halls.art_url("somewhere").endswith("art/default.svg")
