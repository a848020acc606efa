"""The basket: what it shows, what it refuses, whose it is."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from oscar.core.loading import get_class, get_model

from shop.basket import contents, lines
from tests import factories

Basket = get_model("basket", "Basket")
Selector = get_class("partner.strategy", "Selector")
PAGE = reverse("basket:summary")


def put(client, product, quantity=1, **data):
    return client.post(reverse("basket:add", args=[product.pk]), {"quantity": quantity, **data})


def only_basket():
    basket = Basket.objects.get(status=Basket.OPEN)
    basket.strategy = Selector().strategy()
    return basket


def only_row():
    return contents.of(only_basket()).rows[0]


def quantities():
    return dict(only_basket().lines.values_list("product", "quantity"))


def text(response):
    return response.content.decode()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_an_empty_basket_says_so_and_makes_no_row(client, db):
    response = client.get(PAGE)

    assert response.status_code == 200
    assert "购物车是空的" in text(response)
    assert not Basket.objects.exists()


def test_a_guest_puts_a_product_in_and_finds_it_again(client, oranges):
    response = put(client, oranges, 3)

    assert response.url == PAGE
    page = client.get(PAGE)
    assert messages_of(page) == [f"已加入购物车：{oranges.title}，3 箱。"]
    assert 'value="3"' in text(page)
    assert "174.00" in text(page)


def test_adding_again_adds_up(client, oranges):
    put(client, oranges, 3)
    put(client, oranges, 4)

    assert quantities() == {oranges.pk: 7}


def test_lines_are_grouped_by_supplier_with_subtotals(client, oranges):
    apples = factories.make_product(title="苹果", price="70.00")
    pears = factories.make_product(oranges.stockrecords.get().partner, title="梨", price="10.00")
    for product, quantity in ((oranges, 20), (apples, 1), (pears, 2)):
        put(client, product, quantity)

    parcels = contents.of(only_basket()).parcels

    found = [([row.product for row in parcel.rows], parcel.subtotal) for parcel in parcels]
    assert found == [([oranges, pears], Decimal("1146.00")), ([apples], Decimal("70.00"))]
    assert contents.of(only_basket()).total == Decimal("1216.00")


@pytest.mark.parametrize(
    ("quantity", "sentence"),
    [
        (12, "再加 8 箱，每箱降到 56.30 元"),
        (19, "再加 1 箱，每箱降到 56.30 元"),
        (20, "再加 30 箱，每箱降到 54.50 元"),
        (50, ""),
    ],
)
def test_the_next_tier_is_offered_in_words(client, oranges, quantity, sentence):
    put(client, oranges, quantity)

    assert only_row().saving == sentence


def test_a_tier_that_stock_cannot_reach_is_not_offered(client, db):
    put(client, factories.make_product(stock=19, tiers=[(20, "50.00")]), 12)

    assert only_row().saving == ""


def test_a_tier_between_two_multiples_is_offered_at_the_next_multiple(client, db):
    put(client, factories.make_product(order_multiple=6, tiers=[(10, "50.00")]), 6)

    assert only_row().saving == "再加 6 箱，每箱降到 50.00 元"


@pytest.mark.parametrize(
    ("facts", "quantity", "sentence", "most"),
    [
        ({"min_order_quantity": 6}, 4, "6 箱起订，还差 2 箱。", 4),
        ({"order_multiple": 6}, 8, "须按 6 箱的倍数订购，可改为 12 箱。", 8),
        ({"stock": 3}, 8, "库存只剩 3 箱，请减少到 3 箱以内。", 3),
        ({"stock": 9, "order_multiple": 6}, 12, "库存只剩 9 箱，请减少到 6 箱以内。", 6),
        ({"stock": 4, "min_order_quantity": 6}, 6, "库存只剩 4 箱，不够起订的 6 箱，请移除。", 0),
        ({"stock": 4, "min_order_quantity": 6}, 2, "库存只剩 4 箱，不够起订的 6 箱，请移除。", 2),
        ({}, 5, "", 5),
    ],
)
def test_what_stands_in_the_way_is_said_at_the_line(client, db, facts, quantity, sentence, most):
    put(client, factories.make_product(**facts), quantity)

    row = only_row()

    assert (row.problem, row.most) == (sentence, most)
    assert contents.of(only_basket()).is_orderable is not bool(sentence)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda product: product.stockrecords.update(num_in_stock=0), "已售罄，请移除。"),
        (lambda product: type(product).objects.update(is_public=False), "供应商已下架这件商品，请移除。"),
        (lambda product: product.dossier.delete(), "供应商已下架这件商品，请移除。"),
        (lambda product: product.stockrecords.update(price=None), "供应商已下架这件商品，请移除。"),
    ],
)
def test_a_line_that_is_gone_since_is_shown_without_price_and_blocks_the_checkout(client, oranges, change, sentence):
    put(client, oranges, 2)
    change(oranges)

    page, checkout = client.get(PAGE), client.get(reverse("checkout:index"), follow=True)

    assert sentence in text(page)
    assert contents.of(only_basket()).total == 0
    assert checkout.redirect_chain == [(PAGE, 302)]
    assert messages_of(checkout) == ["有商品暂时不能下单，请按提示处理后再结算。"]


def test_the_quantity_box_steps_from_the_smallest_allowed_quantity(client, db):
    put(client, factories.make_product(min_order_quantity=10, order_multiple=6), 12)

    assert 'min="12"' in text(client.get(PAGE))
    assert 'step="6"' in text(client.get(PAGE))


def test_quantities_are_changed_together_and_zero_takes_a_line_out(client, oranges):
    apples = factories.make_product(title="苹果")
    put(client, oranges, 2)
    put(client, apples, 2)
    first, second = only_basket().lines.order_by("pk")

    response = client.post(PAGE, {f"quantity-{first.pk}": 7, f"quantity-{second.pk}": 0}, follow=True)

    assert quantities() == {oranges.pk: 7}
    assert messages_of(response)[-1] == "数量已更新。"


def test_the_checkout_button_saves_the_quantities_first(client, oranges):
    put(client, oranges, 2)

    response = client.post(PAGE, {f"quantity-{only_row().line.pk}": 5, "checkout": "1"})

    assert response.url == reverse("checkout:index")
    assert quantities() == {oranges.pk: 5}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "数量不能少于 0。"),
        ("1.5", "数量请填整数。"),
        ("很多", "数量请填整数。"),
        ("100000", "每种商品最多买 99999 件。"),
    ],
)
def test_a_quantity_that_cannot_be_is_answered_at_the_line(client, oranges, typed, sentence):
    put(client, oranges, 2)

    response = client.post(PAGE, {f"quantity-{only_row().line.pk}": typed})

    assert response.status_code == 422
    assert sentence in text(response)
    assert quantities() == {oranges.pk: 2}


def test_a_line_is_taken_out_and_put_back(client, oranges):
    put(client, oranges, 7)

    page = client.post(PAGE, {"remove": only_row().line.pk}, follow=True)

    assert quantities() == {}
    assert f"已移除：{oranges.title}" in text(page)
    assert "撤销" in text(page)
    assert page.context["removed"]["quantity"] == 7
    put(client, oranges, page.context["removed"]["quantity"])
    assert quantities() == {oranges.pk: 7}


def test_taking_a_line_out_is_offered_for_undoing_once(client, oranges):
    put(client, oranges, 7)
    client.post(PAGE, {"remove": only_row().line.pk})

    assert "撤销" in text(client.get(PAGE))
    assert "撤销" not in text(client.get(PAGE))


def test_a_line_that_is_gone_cannot_be_put_back(client, oranges):
    put(client, oranges, 7)
    oranges.stockrecords.update(num_in_stock=0)

    page = client.post(PAGE, {"remove": only_row().line.pk}, follow=True)

    assert "已移除" in text(page)
    assert "撤销" not in text(page)


def test_somebody_elses_line_is_left_alone(client, django_user_model, oranges):
    put(client, oranges, 2)
    line = only_row().line
    stranger = type(client)()

    for data in ({f"quantity-{line.pk}": 9}, {"remove": line.pk}):
        assert stranger.post(PAGE, data).status_code == 302
        put(stranger, oranges, 1)

    line.refresh_from_db()
    assert line.quantity == 2


def test_add_opened_by_hand_leads_to_the_product(client, oranges):
    response = client.get(reverse("basket:add", args=[oranges.pk]))

    assert response.url == oranges.get_absolute_url()
    assert not Basket.objects.exists()


def test_other_methods_are_refused(client, oranges):
    assert client.put(PAGE).status_code == 405
    assert client.delete(reverse("basket:add", args=[oranges.pk])).status_code == 405
    assert client.post(reverse("basket:add", args=[10**6])).status_code == 404


@pytest.mark.parametrize("quantity", ["0", "-3", "", "x", "1e3", "100000"])
def test_nonsense_is_not_put_in(client, oranges, quantity):
    response = put(client, oranges, quantity)

    assert response.url == oranges.get_absolute_url()
    assert not Basket.objects.exists()


def test_a_product_not_on_sale_is_not_put_in(client, oranges):
    type(oranges).objects.update(is_public=False)

    response = put(client, oranges, 1)

    assert response.status_code == 302
    assert not Basket.objects.exists()


def test_more_than_the_limit_does_not_add_up(client, oranges):
    put(client, oranges, lines.MAX_PACKS)

    put(client, oranges, 1)

    assert quantities() == {oranges.pk: lines.MAX_PACKS}


@pytest.mark.parametrize(
    ("wanted", "way"),
    [("/catalogue/", "/catalogue/"), ("https://evil.example/", PAGE), ("//evil.example", PAGE), ("", PAGE)],
)
def test_after_adding_one_comes_back_only_to_this_site(client, oranges, wanted, way):
    assert put(client, oranges, 1, next=wanted).url == way


def test_what_a_guest_chose_is_added_to_their_own_basket_after_login(client, shopper, oranges):
    apples = factories.make_product(title="苹果")
    client.force_login(shopper)
    put(client, oranges, 3)
    client.logout()
    put(client, oranges, 4)
    put(client, apples, 1)

    client.post(reverse("user:login"), {"username": shopper.mobile, "password": factories.PASSWORD})
    page = client.get(PAGE)

    assert quantities() == {oranges.pk: 7, apples.pk: 1}
    assert messages_of(page)[-1] == "登录前选的商品已并入您的购物车，数量已相加，请核对。"
    assert page.cookies["oscar_open_basket"].value == ""
    client.get(PAGE)
    assert quantities() == {oranges.pk: 7, apples.pk: 1}


def test_a_login_keeps_the_cookie_until_the_basket_is_looked_at(client, shopper, oranges):
    put(client, oranges, 4)
    client.post(reverse("user:login"), {"username": shopper.mobile, "password": factories.PASSWORD})
    client.get(reverse("checkout:find"))

    assert client.cookies["oscar_open_basket"].value

    client.get(PAGE)
    assert only_basket().owner == shopper
    assert quantities() == {oranges.pk: 4}


def test_two_open_baskets_of_one_person_become_one(client, shopper, oranges):
    for quantity in (2, 3):
        basket = Basket.objects.create(owner=shopper)
        basket.strategy = Selector().strategy()
        lines.add(basket=basket, product=oranges, quantity=quantity)
    client.force_login(shopper)

    client.get(PAGE)

    assert quantities() == {oranges.pk: 5}


def test_a_forged_cookie_opens_no_basket(client, oranges):
    put(client, oranges, 4)
    stranger = type(client)()
    stranger.cookies["oscar_open_basket"] = f"{only_basket().pk}:forged"

    assert "购物车是空的" in text(stranger.get(PAGE))


def test_a_basket_ordered_meanwhile_is_not_changed(client, oranges):
    put(client, oranges, 4)
    basket = only_basket()
    Basket.objects.update(status=Basket.SUBMITTED)

    with pytest.raises(lines.Refused):
        lines.add(basket=basket, product=oranges, quantity=1)
    with pytest.raises(lines.Refused):
        lines.change(basket=basket, quantities={basket.lines.get().pk: 9})

    assert basket.lines.get().quantity == 4


def _queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("logged_in", [False, True])
def test_fifty_lines_take_as_many_queries_as_five(client, shopper, oranges, logged_in):
    if logged_in:
        client.force_login(shopper)
    other = factories.SupplierFactory()
    partner = oranges.stockrecords.get().partner
    made = [factories.make_product((partner, other)[n % 2], tiers=[(5, "50.00")]) for n in range(50)]
    for product in made[:5]:
        put(client, product, 2)
    client.get(PAGE)
    few = _queries(client, PAGE)
    basket = only_basket()
    for product in made[5:]:
        lines.add(basket=basket, product=product, quantity=2)

    # Two more for who is logged in: unread messages, and whether they may order for a unit.
    assert _queries(client, PAGE) == few <= 10 + 2 * logged_in


def test_a_page_without_a_basket_costs_no_query_for_it(client, oranges, django_assert_num_queries):
    put(client, oranges, 2)
    client.get(PAGE)

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("checkout:find"))

    assert not [query["sql"] for query in captured if "basket" in query["sql"] or "offer" in query["sql"]]
