"""A unit orders its basket without a collection: once, approved like any, and the basket is empty only then."""

from decimal import Decimal

import pytest
from django.urls import reverse
from oscar.core.loading import get_model

from procurement.collection import direct_orders, group_orders
from procurement.models import Channel, GroupOrder, PurchaseOrder, Role
from shop.basket import contents
from shop.checkout import orders, unit_orders
from shop.partner.strategy import Selector
from tests import factories

from .test_pledge_concurrency import at_once

Basket = get_model("basket", "Basket")
KEY = "k" * 22
DETAILS = {
    "key": KEY,
    "title": "食堂 12 月食材",
    "fund_source": "CANTEEN",
    "note": "",
    "delivery_street": "测试路 1 号",
    "delivery_contact": "收货人",
    "delivery_mobile": "0515-86212345",
}
FACTS = {
    "title": "食堂 12 月食材",
    "fund_source": "CANTEEN",
    "delivery": ("测试路 1 号", "收货人", "10000000000"),
    "token": KEY,
}


@pytest.fixture
def tea(db):
    return factories.make_product(title="秭归绿茶 250g/盒", price="118.00", unit="盒", stock=200)


def fill(person, wanted):
    """Return a person's open basket with ``{product: packs}``."""
    basket = Basket.objects.create(owner=person)
    basket.strategy = Selector().strategy(user=person)
    for product, packs in wanted.items():
        basket.add_product(product, packs)
    return basket


@pytest.fixture
def basket(handler, oranges, tea):
    """Twenty boxes of oranges at the tier price and two of tea: 1,362.00 CNY."""
    return fill(handler, {oranges: 20, tea: 2})


@pytest.fixture
def address(unit):
    return reverse("checkout:unit", args=[unit.code])


def page(response):
    return response.content.decode()


def sent(client, address, **changed):
    """Send the form as the page shows it."""
    shown = client.get(address)
    data = DETAILS | {"agreed": shown.context["form"]["agreed"].value()} | changed
    return data, client.post(address, data)


def test_the_basket_becomes_a_direct_order_with_packs_and_prices_frozen(client, basket, handler, unit, address):
    client.force_login(handler)

    _, response = sent(client, address)

    made = GroupOrder.objects.get()
    assert response.url == reverse("unit:group_order", args=[unit.code, made.number])
    assert made.is_direct and made.is_closed and made.participants.count() == 0
    assert group_orders.total_amount(made) == Decimal("1362.00")
    assert sorted(made.items.values_list("quantity", "top_up", "unit_price")) == [
        (2, 2, Decimal("118.00")),
        (20, 20, Decimal("56.30")),
    ]
    basket.refresh_from_db()
    assert basket.status == Basket.SUBMITTED
    assert (
        "购物车已清空" in page(client.get(response.url)) and not contents.of(client.get("/").wsgi_request.basket).rows
    )


def test_it_is_submitted_approved_and_placed_like_any(client, basket, handler, approver, address, now):
    client.force_login(handler)
    sent(client, address)
    made, who = GroupOrder.objects.get(), {"by": handler, "at": now}

    group_orders.submit(group_order=made, **who)
    assert not PurchaseOrder.objects.exists()
    with pytest.raises(group_orders.Refused, match="须由其他审批人"):
        group_orders.approve(group_order=made, **who)
    group_orders.approve(group_order=made, by=approver, at=now)
    placed = group_orders.place(group_order=made, **who)

    assert [order.number for order in placed] == [f"{made.number}-01", f"{made.number}-02"]
    assert {order.channel for order in placed} == {Channel.DIRECT}
    assert placed[0].ledger_entries.first().channel == Channel.DIRECT


def test_the_form_sent_twice_makes_one_order(client, basket, handler, address):
    client.force_login(handler)
    data, first = sent(client, address)

    second = client.post(address, data)

    assert first.url == second.url and GroupOrder.objects.count() == 1


def test_the_same_key_makes_one_order_whatever_led_there(handler, unit, oranges, now):
    facts = {"unit": unit, "packs": [(oranges, 3)], "by": handler, "at": now, **FACTS}

    assert direct_orders.create(**facts) == direct_orders.create(**facts) == GroupOrder.objects.get()


@pytest.mark.parametrize("packs", [[], [0], [-1], [100_001]])
def test_impossible_packs_are_refused(handler, unit, oranges, now, packs):
    wanted = [(oranges, quantity) for quantity in packs]

    with pytest.raises(group_orders.Refused):
        direct_orders.create(unit=unit, packs=wanted, by=handler, at=now, **FACTS)


def test_another_form_for_the_same_basket_finds_it_ordered(client, basket, handler, address):
    client.force_login(handler)
    data, _ = sent(client, address)

    response = client.post(address, data | {"key": "j" * 22}, follow=True)

    assert "购物车里没有商品" in page(response) and GroupOrder.objects.count() == 1


def test_a_basket_that_became_a_direct_order_cannot_be_checked_out(basket, handler, unit, now):
    unit_orders.submit(basket=basket, unit=unit, by=handler, at=now, agreed_total=Decimal("1362.00"), **FACTS)

    with pytest.raises(orders.NotOrderable):
        orders.submit(basket=basket, address=None, by=handler, at=now)


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"title": " "}, 422, "请填写标题"),
        ({"fund_source": "PERSONAL"}, 422, "PERSONAL"),
        ({"delivery_mobile": "abc"}, 422, "请填写手机号"),
        ({"key": ""}, 422, "页面已失效"),
        ({"agreed": "forged"}, 302, ""),
    ],
)
def test_a_wrong_form_makes_nothing_and_keeps_the_basket(client, basket, handler, address, changed, status, sentence):
    client.force_login(handler)

    _, response = sent(client, address, **changed)

    assert response.status_code == status and sentence in page(response)
    basket.refresh_from_db()
    assert basket.status == Basket.OPEN and not GroupOrder.objects.exists()


def test_a_price_that_changed_meanwhile_is_shown_again(client, basket, handler, address, tea):
    client.force_login(handler)
    shown = client.get(address).context["form"]["agreed"].value()
    tea.stockrecords.update(price="120.00")

    response = client.post(address, DETAILS | {"agreed": shown})

    assert response.status_code == 409 and "价格或数量刚刚有变化" in page(response) and "1,366.00" in page(response)
    again = client.post(address, DETAILS | {"agreed": response.context["form"]["agreed"].value()})
    assert again.status_code == 302 and group_orders.total_amount(GroupOrder.objects.get()) == Decimal("1366.00")


def test_a_basket_with_a_problem_goes_back_to_the_basket(client, handler, unit, address, oranges):
    client.force_login(handler)
    assert client.get(address).url == reverse("basket:summary")
    type(oranges.dossier).objects.update(min_order_quantity=5)
    fill(handler, {oranges: 2})

    assert client.get(address).url == reverse("basket:summary")


def test_it_is_for_the_handlers_of_the_unit(client, basket, address, approver, member, stranger_handler):
    for person, status in ((approver, 403), (member, 403), (stranger_handler, 404)):
        client.force_login(person)
        assert client.get(address).status_code == client.post(address, DETAILS).status_code == status
    client.logout()
    assert client.get(address).url.startswith(reverse("user:login"))
    client.force_login(approver)
    assert client.put(address).status_code == 405


def test_somebody_elses_basket_is_out_of_reach(client, basket, handler, unit, address):
    client.force_login(handler)
    agreed = client.get(address).context["form"]["agreed"].value()
    other = factories.join_unit(unit, Role.HANDLER)
    client.force_login(other)

    assert client.post(address, DETAILS | {"agreed": agreed}).url == reverse("basket:summary")
    assert not GroupOrder.objects.exists()


def test_the_basket_offers_it_to_handlers_only(client, basket, handler, unit, oranges, shopper):
    client.force_login(handler)
    assert "以单位名义采购" in page(client.get(reverse("basket:summary")))
    line = basket.lines.get(product=oranges)
    response = client.post(reverse("basket:summary"), {f"quantity-{line.pk}": 30, "unit": unit.code})
    assert response.url == reverse("checkout:unit", args=[unit.code])
    line.refresh_from_db()
    assert line.quantity == 30

    fill(shopper, {oranges: 1})
    client.force_login(shopper)
    assert "名义采购" not in page(client.get(reverse("basket:summary")))
    refused = client.post(reverse("basket:summary"), {"unit": unit.code})
    assert refused.url == reverse("basket:summary")


def test_lists_and_pages_call_it_by_its_name(client, basket, handler, unit, address):
    client.force_login(handler)
    sent(client, address)
    made = GroupOrder.objects.get()

    for name, more in (("group_orders", []), ("home", []), ("group_order", [made.number])):
        shown = page(client.get(reverse(f"unit:{name}", args=[unit.code, *more])))
        assert "直接采购" in shown and "0 人参加" not in shown
    assert "重新征集" not in shown


def test_it_cannot_be_reopened_for_pledges(basket, handler, unit, now):
    made = unit_orders.submit(basket=basket, unit=unit, by=handler, at=now, agreed_total=Decimal("1362.00"), **FACTS)

    with pytest.raises(group_orders.Refused, match="没有征集"):
        group_orders.reopen(group_order=made, deadline_at=now, by=handler, at=now)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_form_sent_by_many_at_once_makes_one_order(now):
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    unit = factories.UnitFactory()
    handler, oranges = factories.join_unit(unit, Role.HANDLER), factories.make_product()
    basket = fill(handler, {oranges: 3})
    facts = {"basket": basket, "unit": unit, "by": handler, "at": now, "agreed_total": Decimal("174.00")}

    made = at_once([lambda: unit_orders.submit(**facts, **FACTS)] * 8)

    assert len({row.pk for row in made}) == GroupOrder.objects.count() == 1
