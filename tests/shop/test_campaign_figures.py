"""What everybody may see of this year's figures."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone

from shop.campaign import blocks, front_page, live_figures
from tests import factories
from tests.procurement.histories import complete, make_plan

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def bought(oranges, shopper):
    """Return a function that lets units buy and complete so many packs of oranges each, this year."""
    today = timezone.localdate()
    make_plan(year=today.year)
    at = datetime(today.year, 1, 5, 9, tzinfo=SHANGHAI)
    oranges.stockrecords.update(num_in_stock=9000)

    def let(*packs):
        for number in packs:
            complete(oranges, number, unit=factories.UnitFactory(), by=shopper, at=at)

    return let


def show(office):
    front_page.change(change=lambda now: blocks.changed(now, "FIGURES", is_shown=True), by=office, at=timezone.now())
    front_page.publish(by=office, at=timezone.now() + timedelta(seconds=1))


def test_figures_are_public_only_when_the_office_says_so(client, bought, office):
    bought(100, 100, 100)

    assert "今年成效" not in client.get("/").content.decode()
    show(office)

    page = client.get("/").content.decode()
    assert "今年成效" in page and "<strong>1.7</strong> 万元" in page and "已完成" in page


def test_of_fewer_than_three_units_nothing_is_said(client, bought, office):
    bought(100, 100)
    show(office)

    assert live_figures.read() is None and "今年成效" not in client.get("/").content.decode()


def test_a_region_of_few_buyers_is_not_shown_alone(bought, shopper):
    bought(100, 100, 100, 100)
    far = factories.RegionFactory(code="632701", name="玉树市", slug="yushu", position=9)
    yak = factories.make_product(
        factories.SupplierFactory(profile__region=far), title="牦牛肉", price="90.00", stock=500
    )
    at = datetime(timezone.localdate().year, 1, 6, 9, tzinfo=SHANGHAI)
    complete(yak, 100, unit=factories.UnitFactory(), by=shopper, at=at)

    assert [name for name, _ in live_figures.read().regions] == ["其他"]


def test_without_a_plan_there_are_no_figures(db):
    assert live_figures.read() is None
