"""A supplier's own pages: today, orders, shipping, cancelling, taking back, products; and nobody else's."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.delivery import purchase_orders
from procurement.models import Channel, FundSource, PurchaseOrder, Stage
from shop.payments import bank_transfer
from shop.produce.signals import products_changed
from tests import factories

ADDRESS = purchase_orders.Address(name="收货人", mobile="13800001234", street="人民路 1 号")
SHIPMENT = {"carrier": "顺丰", "waybill": "SF1390001"}


def order(product, packs, *, by, at, unit=None, number="S1"):
    record = product.stockrecords.get()
    return purchase_orders.place(
        number=number,
        wanted=[purchase_orders.Wanted(record, packs, record.price)],
        address=ADDRESS,
        channel=Channel.GROUP if unit else Channel.PUBLIC,
        fund_source=FundSource.UNION,
        by=by,
        at=at,
        unit=unit,
    )[0]


def url(name, supplier, *args):
    return reverse(f"supplier:{name}", args=[supplier.code, *args])


@pytest.fixture
def placed(unit, handler, oranges, now):
    return order(oranges, 10, by=handler, at=now, unit=unit)


@pytest.fixture
def accepted(placed, seller, acceptor, now):
    purchase_orders.ship(purchase_order=placed, by=seller, at=now, **SHIPMENT)
    return purchase_orders.accept(purchase_order=placed, refused={}, by=acceptor, at=now)


@pytest.fixture
def at_desk(client, seller):
    client.force_login(seller)
    return client


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_today_shows_what_to_ship_what_to_refund_and_what_runs_out(at_desk, supplier, placed, oranges, seller, now):
    unpaid = order(oranges, 2, by=seller, at=now, number="S2")
    bank_transfer.record(purchase_order=unpaid, amount=Decimal("116.00"), reference="B1", by=seller, at=now)
    purchase_orders.cancel(purchase_order=unpaid, by=seller, at=now, reason="断货")
    factories.make_product(supplier, title="只剩几箱", stock=3)

    response = at_desk.get(url("home", supplier))

    counts = {waiting.title: waiting.count for waiting in response.context["lists"]}
    assert counts == {"待发货": 1, "已验收，待付款": 0, "待退款": 1}
    assert placed.number in response.text
    assert "只剩几箱" in response.text


def test_a_supplier_without_products_is_shown_how_to_begin(at_desk, supplier):
    assert "还没有商品" in at_desk.get(url("home", supplier)).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"S1", "S2", "S3"}),
        ("state=placed", {"S1", "S2"}),
        ("state=cancelled", {"S3"}),
        ("payment=refund", {"S3"}),
        ("payment=paid", {"S3"}),
        ("payment=unpaid&state=placed", {"S1", "S2"}),
        ("words=S2", {"S2"}),
        ("words=公众", set()),
        ("words=%00&state=nonsense&payment=nonsense&page=99", {"S1", "S2", "S3"}),
    ],
)
def test_orders_are_found_by_state_money_and_words(at_desk, supplier, placed, oranges, seller, now, query, found):
    order(oranges, 1, by=seller, at=now, number="S2")
    cancelled = order(oranges, 1, by=seller, at=now, number="S3")
    bank_transfer.record(purchase_order=cancelled, amount=Decimal("58.00"), reference="B1", by=seller, at=now)
    purchase_orders.cancel(purchase_order=cancelled, by=seller, at=now, reason="断货")

    response = at_desk.get(url("orders", supplier) + "?" + query)

    assert {row.number.removesuffix("-01") for row in response.context["page"]} == found


def test_lists_take_as_many_queries_for_fifty_orders_as_for_five(at_desk, supplier, oranges, seller, unit, now):
    pages = [url("home", supplier), url("orders", supplier), url("products", supplier)]
    counts = []
    for many in (5, 50):
        for number in range(many):
            order(oranges, 1, by=seller, at=now, unit=unit if number % 2 else None, number=f"N{many}-{number}")
            factories.make_product(supplier, stock=number % 3, tiers=[(5, "50.00")])
        counts.append([])
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert at_desk.get(page).status_code == 200
            counts[-1].append(len(queries))

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 34


def test_an_order_page_takes_as_many_queries_for_twenty_lines_as_for_one(at_desk, supplier, seller, now):
    counts = []
    for lines in (1, 20):
        records = [factories.make_product(supplier).stockrecords.get() for _ in range(lines)]
        placed = purchase_orders.place(
            number=f"L{lines}",
            wanted=[purchase_orders.Wanted(record, 1, record.price) for record in records],
            address=ADDRESS,
            channel=Channel.PUBLIC,
            fund_source=FundSource.PERSONAL,
            by=seller,
            at=now,
        )[0]
        with CaptureQueriesContext(connection) as queries:
            at_desk.get(url("order", supplier, placed.number))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_shipping_is_done_once_however_often_the_button_is_pressed(at_desk, supplier, placed, oranges):
    first = at_desk.post(url("ship", supplier, placed.number), SHIPMENT, follow=True)
    second = at_desk.post(url("ship", supplier, placed.number), SHIPMENT, follow=True)

    assert said(first) == ["已登记发货。"]
    assert said(second) == ["这张订单已经是“已发货”，没有重复办理。"]
    placed.refresh_from_db()
    assert placed.is_shipped
    assert oranges.stockrecords.get().num_in_stock == 190


def test_a_shipment_without_waybill_comes_back_with_what_was_written(at_desk, supplier, placed):
    response = at_desk.post(url("ship", supplier, placed.number), {"carrier": "顺丰速运", "waybill": ""})

    assert response.status_code == 400
    assert "顺丰速运" in response.text
    assert "运单号：" in said(response)[0]
    placed.refresh_from_db()
    assert placed.is_waiting_for_shipment


def test_a_cancelled_order_cannot_be_shipped_and_says_so(at_desk, supplier, placed, oranges):
    at_desk.post(url("cancel", supplier, placed.number), {"reason": "断货"})

    response = at_desk.post(url("ship", supplier, placed.number), SHIPMENT)

    assert response.status_code == 409
    assert said(response)[-1] == "订单当前为“已取消”，不能改为“已发货”。"
    assert oranges.stockrecords.get().num_allocated == 0


def test_cancelling_needs_a_reason_and_happens_once(at_desk, supplier, placed):
    where = url("cancel", supplier, placed.number)

    assert at_desk.post(where, {"reason": " "}).status_code == 400
    assert at_desk.post(where, {"reason": "断货"}).status_code == 302
    assert "没有重复办理" in said(at_desk.post(where, {"reason": "断货"}, follow=True))[-1]
    assert placed.moves.count() == 2
    assert placed.ledger_entries.at_stage(Stage.ORDERED).total() == 0


def test_goods_sent_back_twice_by_one_form_are_taken_back_once(at_desk, supplier, accepted):
    line = accepted.order.lines.get()
    page = at_desk.get(url("order", supplier, accepted.number))
    form = {f"packs_{line.pk}": 2, "reason": "腐烂", "seen": page.context["seen"]}

    first = at_desk.post(url("take_back", supplier, accepted.number), form, follow=True)
    second = at_desk.post(url("take_back", supplier, accepted.number), form, follow=True)

    assert "已登记退货" in said(first)[0]
    assert "没有重复办理" in said(second)[0]
    assert purchase_orders.accepted_packs(accepted) == {line.pk: 8}


@pytest.mark.parametrize(("packs", "reason"), [("0", "腐烂"), ("", "腐烂"), ("11", "腐烂"), ("-1", "腐烂"), ("2", "")])
def test_a_wrong_return_is_refused_in_words(at_desk, supplier, accepted, packs, reason):
    line = accepted.order.lines.get()

    response = at_desk.post(url("take_back", supplier, accepted.number), {f"packs_{line.pk}": packs, "reason": reason})

    assert response.status_code == 400
    assert said(response)
    assert purchase_orders.accepted_packs(accepted) == {line.pk: 10}


def test_nothing_is_taken_back_before_acceptance(at_desk, supplier, placed):
    line = placed.order.lines.get()

    response = at_desk.post(url("take_back", supplier, placed.number), {f"packs_{line.pk}": 1, "reason": "腐烂"})

    assert response.status_code == 409
    assert said(response) == ["验收之后才能登记退货。"]


def test_the_buyers_phone_is_whole_until_the_goods_are_signed_for(at_desk, supplier, placed, seller, acceptor, now):
    pages = [url("order", supplier, placed.number), url("packing_slip", supplier, placed.number)]
    assert all("13800001234" in at_desk.get(page).text for page in pages)
    assert "13800001234" not in at_desk.get(url("orders", supplier)).text

    purchase_orders.ship(purchase_order=placed, by=seller, at=now, **SHIPMENT)
    purchase_orders.accept(purchase_order=placed, refused={}, by=acceptor, at=now)

    for page in pages:
        text = at_desk.get(page).text
        assert "138****1234" in text
        assert "13800001234" not in text


def test_the_packing_slip_lists_every_line(at_desk, supplier, placed):
    text = at_desk.get(url("packing_slip", supplier, placed.number)).text

    assert "秭归脐橙 5kg/箱" in text
    assert "10 箱" in text
    assert placed.unit.name in text


def test_a_product_is_put_on_sale_and_taken_off(at_desk, supplier, oranges):
    changed = []
    receiver = lambda sender, product_ids, **kwargs: changed.extend(product_ids)  # noqa: E731
    products_changed.connect(receiver)
    way_back = url("products", supplier) + "?shelf=on"

    for name, is_public in (("unpublish", False), ("unpublish", False), ("publish", True)):
        response = at_desk.post(url(name, supplier, oranges.pk), {"next": way_back})
        oranges.refresh_from_db()
        assert (oranges.is_public, response.url) == (is_public, way_back)

    products_changed.disconnect(receiver)
    assert changed == [oranges.pk, oranges.pk]


def test_the_way_back_never_leads_off_the_site(at_desk, supplier, oranges):
    response = at_desk.post(url("publish", supplier, oranges.pk), {"next": "https://example.com/"})

    assert response.url == url("products", supplier)


def test_products_are_found_by_name_code_and_shelf(at_desk, supplier, oranges):
    factories.make_product(supplier, title="丝绵茶", sku="TEA-1")
    type(oranges).objects.filter(pk=oranges.pk).update(is_public=False)
    factories.make_product(title="丝绵茶 别家")

    for query, titles in {
        "words=丝绵": ["丝绵茶"],
        "words=tea-1": ["丝绵茶"],
        "shelf=off": [oranges.title],
        "shelf=on": ["丝绵茶"],
        "words=没有": [],
    }.items():
        page = at_desk.get(url("products", supplier) + "?" + query).context["page"]
        assert [product.title for product in page] == titles


PAGES = ["home", "orders", "products"]
ORDER_PAGES = ["order", "packing_slip"]
STEPS = ["ship", "cancel", "take_back"]


@pytest.mark.parametrize("name", PAGES + ORDER_PAGES + STEPS + ["publish", "unpublish"])
def test_a_rival_sees_and_changes_nothing(client, rival, supplier, placed, oranges, name):
    client.force_login(rival)
    args = [oranges.pk] if "publish" in name else [] if name in PAGES else [placed.number]
    get = name in PAGES + ORDER_PAGES
    own = rival.partners.get()

    for partner in (supplier, own) if args else (supplier,):
        where = url(name, partner, *args)
        response = client.get(where) if get else client.post(where, {**SHIPMENT, "reason": "断货"})
        assert response.status_code == 404
    placed.refresh_from_db()
    assert placed.is_waiting_for_shipment


@pytest.mark.parametrize("name", STEPS)
def test_steps_are_never_taken_by_a_link(at_desk, supplier, placed, name):
    assert at_desk.get(url(name, supplier, placed.number)).status_code == 405


def test_a_visitor_is_asked_to_log_in(client, supplier, placed):
    for where in (url("home", supplier), url("order", supplier, placed.number)):
        assert client.get(where).url.startswith("/user/login/")


def test_rows_of_a_list_are_newest_first(at_desk, supplier, oranges, seller, now):
    for day in (2, 1, 3):
        order(oranges, 1, by=seller, at=now - timedelta(days=day), number=f"D{day}")

    page = at_desk.get(url("orders", supplier)).context["page"]

    assert [row.number for row in page] == ["D1-01", "D2-01", "D3-01"]
    assert PurchaseOrder.objects.count() == 3
