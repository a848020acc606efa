"""A shopper's own orders: seen by the buyer and the holder of the key, by nobody else."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.collection import group_orders
from procurement.delivery import purchase_orders
from procurement.delivery.purchase_orders import Address, Wanted
from procurement.models import Channel, FundSource, PurchaseOrder, Stage
from shop.checkout import limits
from shop.checkout.views.find import NOT_FOUND, TOO_MANY
from shop.payments import bank_transfer
from tests import factories

MOBILE = "13812345678"
ADDRESS = Address("王小明", MOBILE, "人民路 18 号", "江苏省", "盐城市", "建湖县")
LIST = reverse("checkout:orders")
FIND = reverse("checkout:find")


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()
    yield
    cache.clear()


def place(product, *, by=None, number="JH2026-900001", quantity=3, at):
    record = product.stockrecords.get()
    return purchase_orders.place(
        number=number,
        wanted=[Wanted(record, quantity, record.price)],
        address=ADDRESS,
        channel=Channel.PUBLIC,
        fund_source=FundSource.PERSONAL,
        by=by,
        at=at,
    )[0]


def page_of(purchase_order, step="order"):
    return reverse(f"checkout:{step}", args=[purchase_order.number])


def text(response):
    return response.content.decode()


@pytest.fixture
def own(oranges, shopper, now):
    """The shopper's order."""
    return place(oranges, by=shopper, at=now)


@pytest.fixture
def guests(oranges, now):
    """A guest's order."""
    return place(oranges, at=now, number="JH2026-900002")


@pytest.fixture
def shipped(own, seller, now):
    return purchase_orders.ship(purchase_order=own, carrier="顺丰", waybill="SF1", by=seller, at=now)


@pytest.fixture
def placed_for_unit(open_group_order, handler, approver, now):
    group_orders.join(
        group_order=open_group_order,
        name="职工",
        mobile="10000009000",
        quantities={open_group_order.items.get().pk: 2},
        at=now,
    )
    for step, by in (("close", handler), ("submit", handler), ("approve", approver)):
        getattr(group_orders, step)(group_order=open_group_order, by=by, at=now)
    return group_orders.place(group_order=open_group_order, by=handler, at=now)[0]


def test_the_list_shows_ones_own_public_orders_only(client, shopper, own, guests, placed_for_unit, handler):
    client.force_login(shopper)
    assert own.number in text(client.get(LIST))
    assert guests.number not in text(client.get(LIST))

    client.force_login(handler)
    assert "您还没有个人订单" in text(client.get(LIST))


def test_a_guest_is_led_to_finding_an_order(client, db):
    assert client.get(LIST).url == FIND


def test_the_list_is_paged(client, shopper, oranges, now):
    for place_number in range(12):
        place(oranges, by=shopper, number=f"JH2026-8{place_number:05d}", at=now)
    client.force_login(shopper)

    first, second = client.get(LIST), client.get(LIST, {"page": 2})

    assert (len(first.context["page"].object_list), len(second.context["page"].object_list)) == (10, 2)


def test_ten_orders_of_five_lines_take_as_many_queries_as_one_of_one(client, shopper, supplier, now):
    products = [factories.make_product(supplier) for _ in range(5)]
    client.force_login(shopper)
    place(products[0], by=shopper, at=now)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for position in range(9):
        records = [product.stockrecords.get() for product in products]
        purchase_orders.place(
            number=f"JH2026-7{position:05d}",
            wanted=[Wanted(record, 1, record.price) for record in records],
            address=ADDRESS,
            channel=Channel.PUBLIC,
            fund_source=FundSource.PERSONAL,
            by=shopper,
            at=now,
        )

    with CaptureQueriesContext(connection) as many:
        assert len(client.get(LIST).context["page"].object_list) == 10

    assert len(many) == len(few)


def test_an_order_of_ten_lines_takes_as_many_queries_as_one_of_one(client, shopper, supplier, seller, now):
    products = [factories.make_product(supplier) for _ in range(10)]
    client.force_login(shopper)
    counts = []
    for number, some in (("JH2026-600001", products[:1]), ("JH2026-600002", products)):
        records = [product.stockrecords.get() for product in some]
        wanted = [Wanted(record, 1, record.price) for record in records]
        facts = {"channel": Channel.PUBLIC, "fund_source": FundSource.PERSONAL, "by": shopper, "at": now}
        order = purchase_orders.place(number=number, wanted=wanted, address=ADDRESS, **facts)[0]
        purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=seller, at=now)
        client.get(page_of(order))
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(order))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_buyer_sees_state_lines_address_and_where_to_pay(client, shopper, own):
    client.force_login(shopper)

    page = text(client.get(page_of(own)))

    for words in (own.number, "待发货", "秭归脐橙", "174.00", "138****5678", own.supplier.profile.bank_account):
        assert words in page
    assert MOBILE not in page
    assert "key=" not in page


def test_the_key_opens_a_guests_order_and_is_kept_in_its_links(client, guests):
    page = client.get(page_of(guests), {"key": guests.access_token})

    assert page.status_code == 200
    assert f"{reverse('payments:instructions', args=[guests.number])}?key={guests.access_token}" in text(page)
    assert f'name="key" value="{guests.access_token}"' in " ".join(text(page).split())


@pytest.mark.parametrize("key", ["", "wrong", "é", "x" * 500])
def test_a_wrong_key_opens_nothing(client, guests, key):
    assert client.get(page_of(guests), {"key": key}).status_code == 404
    for step in ("accept", "cancel"):
        assert client.post(page_of(guests, step), {"key": key, "reason": "不要了"}).status_code == 404
    guests.refresh_from_db()
    assert guests.is_waiting_for_shipment


def test_strangers_the_supplier_and_the_office_get_404(client, own, guests, seller, office, rival, stranger_handler):
    for person in (seller, office, rival, stranger_handler, factories.UserFactory()):
        client.force_login(person)
        for order in (own, guests):
            assert client.get(page_of(order)).status_code == 404
            assert client.post(page_of(order, "accept")).status_code == 404
            assert client.post(page_of(order, "cancel"), {"reason": "不要了"}).status_code == 404


def test_a_units_order_is_not_opened_here(client, placed_for_unit, handler):
    client.force_login(handler)

    assert client.get(page_of(placed_for_unit)).status_code == 404
    assert client.get(page_of(placed_for_unit), {"key": placed_for_unit.access_token}).status_code == 404


def test_an_unknown_number_gets_404(client, shopper):
    client.force_login(shopper)

    assert client.get(reverse("checkout:order", args=["JH2026-999999-01"])).status_code == 404


def test_all_received_takes_one_click(client, shopper, shipped):
    client.force_login(shopper)
    assert "全部收到，没有破损" in text(client.get(page_of(shipped)))

    response = client.post(page_of(shipped, "accept"), follow=True)

    shipped.refresh_from_db()
    assert shipped.is_accepted
    assert shipped.acceptance.by == shopper
    assert shipped.acceptance.lines.get().accepted == 3
    assert "已确认收货，谢谢您的支持。" in text(response)


def test_short_and_damaged_packs_come_off_the_amount(client, shopper, shipped):
    line = shipped.order.lines.get()
    client.force_login(shopper)

    client.post(page_of(shipped, "accept"), {f"short_{line.pk}": 1, f"damaged_{line.pk}": 1, "note": "压坏一箱"})

    result = shipped.acceptance.lines.get()
    assert (result.accepted, result.short, result.damaged) == (1, 1, 1)
    assert shipped.ledger_entries.at_stage(Stage.ORDERED).total() == line.unit_price_incl_tax


def test_more_short_than_shipped_is_refused_with_a_sentence(client, shopper, shipped):
    line = shipped.order.lines.get()
    client.force_login(shopper)

    response = client.post(page_of(shipped, "accept"), {f"short_{line.pk}": 4})

    assert response.status_code == 400
    assert "不能超过" in text(response)
    assert PurchaseOrder.objects.get().is_shipped


def test_a_guest_confirms_receipt_with_the_key(client, guests, seller, now):
    purchase_orders.ship(purchase_order=guests, carrier="顺丰", waybill="SF1", by=seller, at=now)

    response = client.post(page_of(guests, "accept"), {"key": guests.access_token})

    guests.refresh_from_db()
    assert response.url == f"{page_of(guests)}?key={guests.access_token}"
    assert guests.is_accepted
    assert guests.acceptance.by is None


def test_confirming_twice_accepts_once(client, shopper, shipped):
    client.force_login(shopper)
    client.post(page_of(shipped, "accept"))

    assert client.post(page_of(shipped, "accept")).status_code == 302
    assert shipped.moves.filter(new=PurchaseOrder.Status.ACCEPTED).count() == 1


def test_what_was_not_shipped_cannot_be_received(client, shopper, own):
    client.force_login(shopper)

    assert client.post(page_of(own, "accept")).status_code == 409
    assert PurchaseOrder.objects.get().is_waiting_for_shipment


def test_the_buyer_cancels_before_shipping_with_a_reason(client, shopper, own, oranges):
    client.force_login(shopper)

    response = client.post(page_of(own, "cancel"), {"reason": "拍错了"}, follow=True)

    own.refresh_from_db()
    assert own.is_cancelled
    assert own.moves.last().reason == "拍错了"
    assert oranges.stockrecords.get().num_allocated == 0
    assert "订单已取消" in text(response)


def test_a_guest_cancels_with_the_key(client, guests):
    response = client.post(page_of(guests, "cancel"), {"reason": "拍错了", "key": guests.access_token})

    assert response.url == f"{page_of(guests)}?key={guests.access_token}"
    assert PurchaseOrder.objects.get().is_cancelled


def test_cancelling_without_a_reason_is_refused(client, shopper, own):
    client.force_login(shopper)

    response = client.post(page_of(own, "cancel"), {"reason": " "})

    assert response.status_code == 400
    assert "取消原因" in text(response)
    assert PurchaseOrder.objects.get().is_waiting_for_shipment


def test_a_shipped_order_cannot_be_cancelled(client, shopper, shipped):
    client.force_login(shopper)
    assert "取消这张订单" not in text(client.get(page_of(shipped)))

    assert client.post(page_of(shipped, "cancel"), {"reason": "太慢"}).status_code == 409
    assert PurchaseOrder.objects.get().is_shipped


def test_money_to_come_back_is_told(client, shopper, own, seller, now):
    amount = bank_transfer.outstanding(own)
    bank_transfer.record(purchase_order=own, amount=amount, reference="B1", by=seller, at=now)
    client.force_login(shopper)
    assert "已付款，等供应商发货。" in text(client.get(page_of(own)))

    client.post(page_of(own, "cancel"), {"reason": "拍错了"})

    assert "已付的 174.00 元由供应商退回。" in text(client.get(page_of(own)))


def test_other_methods_are_refused(client, shopper, own):
    client.force_login(shopper)

    for address in (LIST, page_of(own)):
        assert client.post(address).status_code == 405
    for step in ("accept", "cancel"):
        assert client.get(page_of(own, step)).status_code == 405
    assert client.put(FIND).status_code == 405


@pytest.mark.parametrize("typed", ["JH2026-900002-01", " jh2026-900002-01 ", "JH2026-900002"])
def test_number_and_mobile_find_a_guests_order(client, guests, typed):
    response = client.post(FIND, {"number": typed, "mobile": "138 1234 5678"})

    assert response.url == f"{page_of(guests)}?key={guests.access_token}"
    assert client.get(response.url).status_code == 200


def test_a_wrong_number_and_a_wrong_mobile_are_answered_alike(client, guests):
    wrong_number = client.post(FIND, {"number": "JH2026-000099-01", "mobile": MOBILE})
    wrong_mobile = client.post(FIND, {"number": guests.number, "mobile": "13812345679"})

    for response in (wrong_number, wrong_mobile):
        assert response.status_code == 422
        assert response.context["refusal"] == NOT_FOUND


def test_a_units_order_is_not_found(client, placed_for_unit):
    response = client.post(FIND, {"number": placed_for_unit.number, "mobile": "10000000000"})

    assert response.context["refusal"] == NOT_FOUND


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"number": "", "mobile": MOBILE}, "请填写订单号。"),
        ({"number": "JH2026-900002-01", "mobile": "1"}, "请填写 11 位手机号。"),
    ],
)
def test_what_is_missing_is_said_at_its_field(client, db, data, sentence):
    response = client.post(FIND, data)

    assert response.status_code == 422
    assert sentence in text(response)


def test_after_ten_tries_an_address_has_to_wait(client, guests):
    for number in range(limits.TRIES):
        client.post(FIND, {"number": f"JH2026-{number:06d}-01", "mobile": MOBILE})

    response = client.post(FIND, {"number": guests.number, "mobile": MOBILE})

    assert response.status_code == 429
    assert TOO_MANY in text(response)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(FIND, {"number": guests.number, "mobile": MOBILE}).status_code == 302


def test_after_ten_tries_a_number_has_to_wait_wherever_one_comes_from(guests):
    for place_number in range(limits.TRIES):
        guesser = Client(REMOTE_ADDR=f"192.0.2.{place_number}")
        assert (
            guesser.post(FIND, {"number": guests.number, "mobile": f"138000000{place_number:02d}"}).status_code == 422
        )

    response = Client(REMOTE_ADDR="192.0.2.99").post(FIND, {"number": guests.number, "mobile": MOBILE})

    assert response.status_code == 429
