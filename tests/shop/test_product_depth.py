"""The product page's depth: where it comes from, whom it helps, what is bought with it."""

from datetime import date

import pytest
from django.core.cache import cache

from procurement.models import Beneficiaries
from shop.catalogue import origin_map, together
from shop.produce import editions
from tests import factories

from .test_checkout import put, send, text


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.mark.parametrize("code", ["420527", "632701", "610202", "610203", "610204", "610222", "610200"])
def test_each_place_of_the_three_regions_is_drawn_within_the_picture(code):
    drawing = origin_map.of(code)

    assert len(drawing.dots) > 3 and drawing.here
    assert all(0 < dot.x < drawing.width and 0 < dot.y < drawing.height for dot in drawing.dots)


@pytest.mark.parametrize("code", ["420527", "632701", "610202", "610203", "610204", "610222"])
def test_no_label_covers_another(code):
    boxes = [label_box(dot) for dot in origin_map.of(code).dots]

    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]


def label_box(dot, letter=12):
    """Return left, top, right and bottom of a label whose letters are as wide as the page draws them."""
    wide = letter * len(dot.name)
    left = dot.label_x - {"start": 0, "middle": wide / 2, "end": wide}[dot.anchor]
    return left, dot.label_y - letter + 2, left + wide, dot.label_y


def test_south_lies_below_north():
    dots = {dot.name: dot for dot in origin_map.of("610202").dots}

    assert dots["宜君"].y < dots["耀州"].y


@pytest.mark.parametrize("code", ["000000", "420000"])
def test_what_cannot_be_drawn_is_left_out(code):
    assert origin_map.of(code) is None


def test_the_page_shows_the_map_and_says_who_is_helped_and_who_said_so(client, oranges, supplier, now):
    facts = {"supplier": supplier, "source": "帮扶台账", "confirmed_by": "秭归县农业农村局", "recorded_at": now}
    Beneficiaries.objects.create(households=320, as_of=date(2026, 9, 30), **facts)
    assert "示意图" in text(client.get(oranges.get_absolute_url()))
    assert "<strong>320</strong>" in text(client.get(oranges.get_absolute_url()))

    Beneficiaries.objects.create(households=45, as_of=date(2026, 6, 30), product=oranges, **facts)
    Beneficiaries.objects.create(households=999, as_of=date(2026, 9, 1), is_demo=True, product=oranges, **facts)
    editions.turn()

    page = text(client.get(oranges.get_absolute_url()))
    assert "这种商品带动农户 <strong>45</strong> 户" in page and "秭归县农业农村局确认；来源：帮扶台账" in page


def test_bought_together_is_told_only_of_three_buyers(client, oranges):
    tea = factories.make_product(title="宜昌毛尖")
    for number in range(3):
        assert together._ask(oranges) == []
        buyer = client.__class__()
        put(buyer, oranges)
        put(buyer, tea)
        send(buyer, mobile=f"1380000000{number}")

    assert together._ask(oranges) == [tea.pk] and together._ask(tea) == [oranges.pk]
    assert "买过的人还一起买了" in text(client.get(oranges.get_absolute_url()))


def test_one_buyer_three_times_is_one_buyer(client, oranges):
    tea = factories.make_product(title="宜昌毛尖")
    for _ in range(3):
        put(client, oranges)
        put(client, tea)
        send(client)

    assert together._ask(oranges) == []


def test_what_is_not_on_sale_any_more_is_not_shown(client, oranges):
    cache.set(f"catalogue:together:{oranges.pk}", [hidden := factories.make_product(title="下架的茶").pk])
    oranges.__class__.objects.filter(pk=hidden).update(is_public=False)

    assert "下架的茶" not in text(client.get(oranges.get_absolute_url()))
