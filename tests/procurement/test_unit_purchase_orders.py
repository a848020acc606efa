"""A unit's purchase orders: found, signed for with what is short or damaged, cancelled; each by the role it needs."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.delivery import purchase_orders
from procurement.models import Channel, FundSource, Stage
from shop.payments import bank_transfer
from tests import factories

ADDRESS = purchase_orders.Address(name="收货人", mobile="13800001234", street="人民路 1 号")


def order(product, packs, *, by, at, unit, number="U1"):
    record = product.stockrecords.get()
    return purchase_orders.place(
        number=number,
        wanted=[purchase_orders.Wanted(record, packs, record.price)],
        address=ADDRESS,
        channel=Channel.GROUP,
        fund_source=FundSource.UNION,
        by=by,
        at=at,
        unit=unit,
    )[0]


def url(name, unit, *args):
    return reverse(f"unit:{name}", args=[unit.code, *args])


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def placed(unit, handler, oranges, now):
    return order(oranges, 10, by=handler, at=now, unit=unit)


@pytest.fixture
def shipped(placed, seller, now):
    return purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1390001", by=seller, at=now)


@pytest.fixture
def line(placed):
    return placed.order.lines.get()


def test_an_acceptor_signs_without_writing_anything_when_all_arrived(client, acceptor, unit, shipped, line):
    client.force_login(acceptor)
    where = url("accept", unit, shipped.number)

    assert "应收 10 箱" in client.get(where).text
    response = client.post(where, {}, follow=True)

    assert said(response) == ["已验收签字，供应商会看到验收结果。"]
    assert purchase_orders.accepted_packs(shipped) == {line.pk: 10}
    assert shipped.ledger_entries.get(stage=Stage.ACCEPTED).acceptance.by == acceptor


def test_short_and_damaged_packs_come_off_what_is_to_pay(client, acceptor, unit, shipped, line):
    client.force_login(acceptor)

    page = client.post(
        url("accept", unit, shipped.number),
        {f"short_{line.pk}": 1, f"damaged_{line.pk}": "2", "note": "压坏两箱"},
        follow=True,
    )

    assert "压坏两箱" in page.text
    assert bank_transfer.outstanding(shipped) == Decimal("406.00")
    row = line.acceptance_lines.get()
    assert (row.accepted, row.short, row.damaged) == (7, 1, 2)


@pytest.mark.parametrize(("short", "damaged"), [("6", "5"), ("-1", "0"), ("0", "abc"), ("1.5", "0"), ("9" * 30, "0")])
def test_impossible_numbers_come_back_with_the_form_and_sign_nothing(
    client, acceptor, unit, shipped, line, short, damaged
):
    client.force_login(acceptor)

    response = client.post(
        url("accept", unit, shipped.number), {f"short_{line.pk}": short, f"damaged_{line.pk}": damaged}
    )

    assert response.status_code == 400
    assert said(response)
    shipped.refresh_from_db()
    assert shipped.is_shipped


def test_signing_twice_is_done_once(client, acceptor, unit, shipped, line):
    client.force_login(acceptor)
    where = url("accept", unit, shipped.number)
    client.post(where, {})

    again = client.post(where, {f"short_{line.pk}": 5}, follow=True)

    assert "没有重复办理" in said(again)[-1]
    assert purchase_orders.accepted_packs(shipped) == {line.pk: 10}
    assert client.get(where).status_code == 302


def test_goods_that_are_not_on_their_way_cannot_be_signed_for(client, acceptor, unit, placed):
    client.force_login(acceptor)
    where = url("accept", unit, placed.number)

    assert "不用验收" in said(client.get(where, follow=True))[0]
    assert client.post(where, {}).status_code == 409


def test_a_handler_cancels_before_shipping_with_a_reason(client, handler, unit, placed, oranges):
    client.force_login(handler)
    where = url("cancel_purchase_order", unit, placed.number)

    assert client.post(where, {"reason": ""}).status_code == 400
    client.post(where, {"reason": "活动取消"})
    again = client.post(where, {"reason": "活动取消"}, follow=True)

    assert "没有重复办理" in said(again)[-1]
    placed.refresh_from_db()
    assert placed.is_cancelled
    assert oranges.stockrecords.get().num_allocated == 0


def test_a_shipped_order_is_not_cancelled_and_the_page_says_why(client, handler, unit, shipped):
    client.force_login(handler)

    response = client.post(url("cancel_purchase_order", unit, shipped.number), {"reason": "活动取消"})

    assert response.status_code == 409
    assert said(response) == ["订单当前为“已发货”，不能改为“已取消”。"]


@pytest.mark.parametrize("person", ["handler", "approver", "member"])
def test_only_an_acceptor_signs(client, request, person, unit, shipped):
    client.force_login(request.getfixturevalue(person))

    for answer in (client.get, client.post):
        assert answer(url("accept", unit, shipped.number)).status_code == 403
    assert "验收签字" not in client.get(url("purchase_order", unit, shipped.number)).text


@pytest.mark.parametrize("person", ["acceptor", "approver", "member"])
def test_only_a_handler_cancels(client, request, person, unit, placed):
    client.force_login(request.getfixturevalue(person))

    answer = client.post(url("cancel_purchase_order", unit, placed.number), {"reason": "不要了"})

    assert answer.status_code == 403
    assert "取消这张订单" not in client.get(url("purchase_order", unit, placed.number)).text


def test_another_units_person_finds_nothing(client, stranger_handler, unit, placed):
    client.force_login(stranger_handler)
    own = stranger_handler.memberships.get().unit

    for at in (unit, own):
        assert client.get(url("purchase_order", at, placed.number)).status_code == 404
        assert client.post(url("accept", at, placed.number)).status_code == 404
        assert client.post(url("cancel_purchase_order", at, placed.number), {"reason": "x"}).status_code == 404
    assert client.get(url("purchase_orders", unit)).status_code == 404


def test_cancelling_is_never_done_by_a_link(client, handler, unit, placed):
    client.force_login(handler)

    assert client.get(url("cancel_purchase_order", unit, placed.number)).status_code == 405


def test_the_page_shows_where_to_pay_to_the_unit_and_no_form_to_record(client, member, unit, shipped):
    client.force_login(member)

    text = client.get(url("purchase_order", unit, shipped.number)).text

    assert reverse("payments:instructions", args=[shipped.number]) in text
    assert reverse("payments:record", args=[shipped.number]) not in text


def test_the_list_takes_as_many_queries_for_fifty_orders_as_for_five(client, member, unit, handler, oranges, now):
    client.force_login(member)
    counts = []
    for many in (5, 50):
        for number in range(many):
            order(oranges, 1, by=handler, at=now, unit=unit, number=f"N{many}-{number}")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url("purchase_orders", unit))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert page.context["page"].paginator.count == 55


def test_the_list_shows_only_the_units_own_orders(client, member, unit, handler, oranges, placed, now):
    order(oranges, 1, by=handler, at=now, unit=factories.UnitFactory(), number="OTHER")
    client.force_login(member)

    assert [row.number for row in client.get(url("purchase_orders", unit)).context["page"]] == [placed.number]
