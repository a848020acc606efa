"""From basket to order: once, all or nothing, at the price that was agreed to."""

import importlib
import threading
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oscar.core.loading import get_class, get_model

from procurement.delivery.purchase_orders import Address
from procurement.models import Channel, FundSource, LedgerEntry, NumberSeries, PurchaseOrder, Stage
from shop.basket import lines
from shop.checkout import orders
from shop.checkout.forms import AddressForm
from shop.produce.stock import OutOfStock
from tests import factories

Basket = get_model("basket", "Basket")
Selector = get_class("partner.strategy", "Selector")
StockRecord = get_model("partner", "StockRecord")
PAGE = reverse("checkout:index")
HOME = {
    "name": "王小明",
    "mobile": "13812345678",
    "province": "江苏省",
    "city": "盐城市",
    "district": "建湖县",
    "street": "人民路 18 号",
}
ADDRESS = Address(**HOME)


def put(client, product, quantity=1):
    return client.post(reverse("basket:add", args=[product.pk]), {"quantity": quantity})


def make_basket(*wanted, owner=None):
    """Return an open basket with ``(product, quantity)`` in it."""
    basket = Basket.objects.create(owner=owner)
    basket.strategy = Selector().strategy()
    for product, quantity in wanted:
        lines.add(basket=basket, product=product, quantity=quantity)
    return basket


def send(client, **changes):
    """Open the checkout and send its form."""
    agreed = client.get(PAGE).context["agreed"]
    return client.post(PAGE, {**HOME, "agreed": agreed, **changes})


def reserved(product):
    return product.stockrecords.get().num_allocated


def text(response):
    return response.content.decode()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def apples(db):
    """Of another supplier than the oranges."""
    return factories.make_product(title="铜川苹果", price="70.00", stock=10)


def test_a_guest_buys_from_two_suppliers_and_gets_two_orders_with_keys(client, oranges, apples):
    put(client, oranges, 20)
    put(client, apples, 2)

    response = send(client)

    first, second = PurchaseOrder.objects.order_by("order__number")
    assert response.url == f"/orders/{first.number}/done/?key={first.access_token}"
    assert {first.number[-3:], second.number[-3:]} == {"-01", "-02"}
    assert [order.order.total_incl_tax for order in (first, second)] == [Decimal("1126.00"), Decimal("140.00")]
    assert (first.channel, first.fund_source, first.unit, first.order.user) == (
        Channel.PUBLIC,
        FundSource.PERSONAL,
        None,
        None,
    )
    assert (reserved(oranges), reserved(apples)) == (20, 2)
    page = client.get(response.url)
    for order in (first, second):
        assert order.number in text(page)
        assert order.supplier.profile.bank_account in text(page)
        assert f"{reverse('payments:instructions', args=[order.number])}?key={order.access_token}" in text(page)


def test_the_address_is_kept_as_written(client, oranges):
    put(client, oranges)

    send(client, mobile="+86 138-1234 5678")

    address = PurchaseOrder.objects.get().order.shipping_address
    assert (address.first_name, address.state, address.line4, address.line3, address.line1) == (
        "王小明",
        "江苏省",
        "盐城市",
        "建湖县",
        "人民路 18 号",
    )
    assert str(address.phone_number).endswith("13812345678")


def test_after_ordering_the_basket_is_empty(client, oranges):
    put(client, oranges)
    send(client)

    assert "购物车是空的" in text(client.get(reverse("basket:summary")))
    put(client, oranges, 2)
    assert send(client).status_code == 302
    assert PurchaseOrder.objects.count() == 2


def test_a_person_with_an_account_needs_no_key_and_finds_their_address_again(client, shopper, oranges):
    client.force_login(shopper)
    put(client, oranges)
    assert client.get(PAGE).context["form"].initial["mobile"] == shopper.mobile

    response = send(client)

    order = PurchaseOrder.objects.get()
    assert response.url == f"/orders/{order.number}/done/"
    assert order.order.user == shopper
    assert "key=" not in text(client.get(response.url))
    put(client, oranges)
    assert client.get(PAGE).context["form"].initial == HOME


def test_a_guest_starts_in_the_countys_province(client, oranges, settings):
    put(client, oranges)
    assert client.get(PAGE).context["form"].initial == {"province": "江苏省"}

    settings.COUNTY_CODE = "610222"
    assert client.get(PAGE).context["form"].initial == {"province": "陕西省"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "请填写收货人姓名。"),
        ("mobile", "1381234567", "请填写 11 位手机号。"),
        ("mobile", "23812345678", "请填写 11 位手机号。"),
        ("mobile", "", "请填写手机号，送货时要用。"),
        ("province", "", "请选择省份。"),
        ("province", "亚特兰蒂斯", "请从列表中选择省份。"),
        ("city", " ", "请填写城市，如盐城市。"),
        ("street", "", "请填写街道和门牌号。"),
        ("street", "路" * 121, "街道、门牌号最多 120 个字。"),
    ],
)
def test_a_bad_address_is_answered_at_its_field_and_nothing_is_ordered(client, oranges, field, value, sentence):
    put(client, oranges)

    response = send(client, **{field: value})

    assert response.status_code == 422
    assert sentence in text(response)
    assert not PurchaseOrder.objects.exists()
    assert Basket.objects.get().status == Basket.OPEN


def test_beijing_needs_no_city():
    form = AddressForm({**HOME, "province": "北京市", "city": "北京市", "district": "朝阳区"})

    assert form.is_valid()
    assert (form.address().province, form.address().city, form.address().district) == ("北京市", "", "朝阳区")


def test_demo_mobiles_are_mobiles():
    assert AddressForm({**HOME, "mobile": "10000000001"}).is_valid()


def test_an_empty_basket_leads_back(client, db):
    response = client.get(PAGE, follow=True)

    assert response.redirect_chain == [(reverse("basket:summary"), 302)]
    assert messages_of(response) == ["购物车里没有商品，请先选购。"]


def test_sending_twice_orders_once(client, oranges):
    put(client, oranges, 2)
    agreed = client.get(PAGE).context["agreed"]

    first = client.post(PAGE, {**HOME, "agreed": agreed})
    second = client.post(PAGE, {**HOME, "agreed": agreed})
    changed = client.post(PAGE, {**HOME, "agreed": agreed, "name": ""})

    assert first.url == second.url == changed.url
    assert PurchaseOrder.objects.count() == 1
    assert reserved(oranges) == 2


def test_an_old_tab_cannot_order_what_another_tab_changed(client, oranges):
    put(client, oranges, 2)
    old = client.get(PAGE).context["agreed"]
    put(client, oranges, 5)

    response = client.post(PAGE, {**HOME, "agreed": old})

    assert response.status_code == 409
    assert "价格或数量刚刚有变化" in text(response)
    assert "406.00" in text(response)
    assert not PurchaseOrder.objects.exists()
    assert client.post(PAGE, {**HOME, "agreed": response.context["agreed"]}).status_code == 302


def test_a_price_raised_meanwhile_is_shown_before_it_is_ordered(client, oranges):
    put(client, oranges, 2)
    agreed = client.get(PAGE).context["agreed"]
    StockRecord.objects.update(price="60.00")

    response = client.post(PAGE, {**HOME, "agreed": agreed})

    assert response.status_code == 409
    assert response.context["contents"].total == Decimal("120.00")


@pytest.mark.parametrize("agreed", ["", "1:forged", "eyJ4IjoxfQ"])
def test_a_form_without_the_servers_signature_orders_nothing(client, oranges, agreed):
    put(client, oranges, 2)

    response = client.post(PAGE, {**HOME, "agreed": agreed}, follow=True)

    assert messages_of(response)[-1] == "页面已失效，请核对购物车后重新结算。"
    assert not PurchaseOrder.objects.exists()


def test_another_persons_basket_cannot_be_ordered(client, shopper, oranges):
    client.force_login(shopper)
    put(client, oranges, 2)
    agreed = client.get(PAGE).context["agreed"]
    stranger, guest = Client(), Client()
    stranger.force_login(factories.UserFactory())

    for person in (stranger, guest):
        assert person.post(PAGE, {**HOME, "agreed": agreed}).url == reverse("basket:summary")

    assert not PurchaseOrder.objects.exists()


def test_a_basket_merged_by_login_in_another_tab_is_not_ordered(client, shopper, oranges):
    put(client, oranges, 2)
    agreed = client.get(PAGE).context["agreed"]
    guest = Basket.objects.get()
    Basket.objects.filter(pk=guest.pk).update(status=Basket.MERGED)

    response = client.post(PAGE, {**HOME, "agreed": agreed})

    assert response.url == reverse("basket:summary")
    assert not PurchaseOrder.objects.exists()


def test_stock_gone_meanwhile_is_told_and_nothing_is_half_done(client, oranges, apples):
    put(client, oranges, 20)
    put(client, apples, 8)
    agreed = client.get(PAGE).context["agreed"]
    apples.stockrecords.update(num_in_stock=5)

    response = client.post(PAGE, {**HOME, "agreed": agreed})

    assert response.status_code == 409
    assert "库存只剩 5 箱，请减少到 5 箱以内。" in text(response)
    assert "改为现有数量" in text(response)
    assert not PurchaseOrder.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert (reserved(oranges), reserved(apples)) == (0, 0)


def test_one_button_reduces_to_what_is_left(client, oranges, apples):
    put(client, oranges, 20)
    put(client, apples, 8)
    apples.stockrecords.update(num_in_stock=5)
    type(oranges).objects.filter(pk=oranges.pk).update(is_public=False)

    response = client.post(reverse("checkout:reduce"), follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert [(row.product, row.quantity) for row in response.context["contents"].rows] == [(apples, 5)]
    assert send(client).status_code == 302


def test_reducing_never_raises_a_quantity(client, db):
    product = factories.make_product(min_order_quantity=6)
    put(client, product, 2)

    client.post(reverse("checkout:reduce"))

    assert Basket.objects.get().lines.get().quantity == 2


def test_submitting_closes_the_basket_and_is_its_own_key(shopper, oranges, apples, now):
    basket = make_basket((oranges, 2), (apples, 1), owner=shopper)

    placed = orders.submit(basket=basket, address=ADDRESS, by=shopper, at=now)

    basket.refresh_from_db()
    assert (basket.status, basket.date_submitted) == (Basket.SUBMITTED, now)
    assert {order.order.basket for order in placed} == {basket}
    assert orders.submit(basket=basket, address=ADDRESS, by=shopper, at=now) == placed
    assert PurchaseOrder.objects.count() == 2


def test_the_order_number_carries_the_year_in_shanghai(oranges):
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))

    placed = orders.submit(basket=make_basket((oranges, 1)), address=ADDRESS, by=None, at=new_year)

    assert placed[0].number.startswith("JH2027-")
    assert localtime(placed[0].placed_at).year == 2027


@pytest.mark.parametrize("quantity", [0, 4])
def test_a_basket_with_a_problem_is_not_submitted(oranges, now, quantity):
    basket = make_basket(*[(oranges, quantity)] * bool(quantity))
    oranges.dossier.min_order_quantity = 6
    oranges.dossier.save()

    with pytest.raises(orders.NotOrderable), transaction.atomic():
        orders.submit(basket=basket, address=ADDRESS, by=None, at=now)

    assert not PurchaseOrder.objects.exists()


def _queries(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    # SQLite writes many rows in several INSERTs, as it takes only so many values at once.
    return len([query for query in captured if not query["sql"].startswith("INSERT")])


def test_fifty_lines_take_as_many_queries_as_five_to_show_and_to_order(client, supplier, now):
    products = [factories.make_product(supplier, tiers=[(5, "50.00")]) for _ in range(50)]

    def shown_and_ordered(wanted):
        guest = Client()
        put(guest, wanted[0])
        for product in wanted[1:]:
            lines.add(basket=_strategic(Basket.open.latest("pk")), product=product, quantity=1)
        guest.get(PAGE)
        shown = _queries(lambda: guest.get(PAGE))
        basket = Basket.open.latest("pk")
        return shown, _queries(lambda: orders.submit(basket=basket, address=ADDRESS, by=None, at=now))

    shown_and_ordered(products[:1])

    assert shown_and_ordered(products[:5]) == shown_and_ordered(products)


def _strategic(basket):
    basket.strategy = Selector().strategy()
    return basket


def test_other_methods_are_refused(client, db):
    assert client.put(PAGE).status_code == 405
    assert client.get(reverse("checkout:reduce")).status_code == 405
    assert client.post("/orders/JH2026-000001-01/done/").status_code == 405


def test_the_thanks_page_is_the_buyers_alone(client, shopper, oranges, now):
    placed = orders.submit(basket=make_basket((oranges, 1), owner=shopper), address=ADDRESS, by=shopper, at=now)
    done = reverse("checkout:done", args=[placed[0].number])

    assert client.get(done).status_code == 404
    assert client.get(f"{done}?key=wrong").status_code == 404
    assert client.get(done, {"key": placed[0].access_token}).status_code == 200
    client.force_login(factories.UserFactory())
    assert client.get(done).status_code == 404
    client.force_login(shopper)
    assert client.get(done).status_code == 200


PRICES = st.decimals("0.01", "999.99", places=2)


@st.composite
def offers(draw):
    """A list price, falling tier prices, and a quantity."""
    price = draw(PRICES)
    minima = sorted(draw(st.sets(st.integers(2, 60), max_size=3)))
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=len(minima), max_size=len(minima))))
    tiers = [
        (minimum, max(price * (100 - cut) / 100, Decimal("0.01"))) for minimum, cut in zip(minima, cuts, strict=True)
    ]
    return price, [(minimum, tier.quantize(Decimal("0.01"))) for minimum, tier in tiers], draw(st.integers(1, 80))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), offers()), min_size=1, max_size=5))
def test_lines_orders_and_ledger_agree_and_nobody_pays_more_than_the_list_price(db, wanted):
    suppliers = [factories.SupplierFactory(), factories.SupplierFactory()]
    made = [
        (factories.make_product(suppliers[other], price=price, tiers=tiers, stock=100), quantity, price)
        for other, (price, tiers, quantity) in wanted
    ]
    basket = make_basket(*[(product, quantity) for product, quantity, _ in made])
    at = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

    placed = orders.submit(basket=basket, address=ADDRESS, by=None, at=at)

    bought = [line for order in placed for line in order.order.lines.all()]
    amounts = sum(line.line_price_incl_tax for line in bought)
    assert amounts == sum(order.order.total_incl_tax for order in placed)
    entries = LedgerEntry.objects.filter(purchase_order__in=placed)
    assert amounts == entries.at_stage(Stage.ORDERED).total()
    assert entries.exclude(stage=Stage.ORDERED).count() == 0
    assert {(line.product, line.quantity) for line in bought} == {(product, quantity) for product, quantity, _ in made}
    prices = {product.pk: price for product, _, price in made}
    assert all(line.unit_price_incl_tax <= prices[line.product_id] for line in bought)


@pytest.fixture(scope="module", autouse=True)
def rows_of_migrations(django_db_setup, django_db_blocker):
    """A flush takes the rows that migrations wrote; put them back for those who use the database next."""
    yield
    with django_db_blocker.unblock():
        write_rows_of_migrations()


@pytest.fixture
def bare_database(transactional_db):
    """A real database to race on."""
    write_rows_of_migrations()


def write_rows_of_migrations():
    importlib.import_module("procurement.migrations.0003_country_and_office").create(apps, None)


def race(*steps):
    """Run steps at once, each in a thread with a connection of its own; return what they returned or raised."""
    barrier, results = threading.Barrier(len(steps)), [None] * len(steps)

    def run(place, step):
        try:
            barrier.wait()
            results[place] = step()
        except Exception as problem:
            results[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a PostgreSQL server")
def test_two_threads_submitting_one_basket_get_one_set_of_orders(bare_database, now):
    oranges, apples = factories.make_product(stock=10), factories.make_product(stock=10)
    basket = make_basket((oranges, 3), (apples, 2))

    def submit():
        return orders.submit(basket=Basket.objects.get(pk=basket.pk), address=ADDRESS, by=None, at=now)

    first, second = race(submit, submit)

    assert first == second
    assert len(first) == PurchaseOrder.objects.count() == 2
    assert (reserved(oranges), reserved(apples)) == (3, 2)
    assert NumberSeries.objects.get().last == 1


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a PostgreSQL server")
def test_twenty_baskets_share_the_last_ten_boxes(bare_database, now):
    oranges = factories.make_product(stock=10)
    baskets = [make_basket((oranges, 1)) for _ in range(20)]

    def submit(basket):
        return lambda: orders.submit(basket=basket, address=ADDRESS, by=None, at=now)

    results = race(*map(submit, baskets))

    refused = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(result, OutOfStock | orders.NotOrderable) for result in refused), refused
    assert len(refused) == 10
    assert reserved(oranges) == PurchaseOrder.objects.count() == 10
