"""Bank transfers: written once, never more than is due, by those who may; and where a buyer is told to pay."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.delivery import purchase_orders
from procurement.models import Stage
from shop.payments import bank_transfer, remittances, summary

from .money import order


@pytest.fixture
def placed(unit, handler, oranges):
    """Ten boxes for 580.00, placed ten days ago."""
    return order(oranges, 10, by=handler, unit=unit)


@pytest.fixture
def bought(shopper, oranges):
    """A public order of one box."""
    return order(oranges, 1, by=shopper, number="P2")


def pay(purchase_order, amount, reference, by, days_ago=0):
    at = timezone.now() - timedelta(days=days_ago)
    return bank_transfer.record(
        purchase_order=purchase_order, amount=Decimal(amount), reference=reference, by=by, at=at
    )


def url(name, purchase_order):
    return reverse(f"payments:{name}", args=[purchase_order.number])


def form(**changes):
    today = timezone.localdate().isoformat()
    return {"amount": "580.00", "reference": "B1", "paid_on": today, "next": "/", **changes}


def test_parts_add_up_and_the_order_is_paid_with_the_last_of_them(placed, seller):
    pay(placed, "200.00", "B1", seller)
    assert not placed.ledger_entries.at_stage(Stage.PAID).exists()

    pay(placed, "380.00", "B2", seller)

    placed.refresh_from_db()
    assert placed.is_paid
    assert placed.ledger_entries.at_stage(Stage.PAID).total() == Decimal("580.00")
    assert summary.of(placed).is_settled


def test_parts_written_down_late_count_on_the_day_of_the_last_one(placed, seller):
    pay(placed, "200.00", "B2", seller, days_ago=2)
    pay(placed, "380.00", "B1", seller, days_ago=5)

    entry = placed.ledger_entries.get(stage=Stage.PAID)
    assert entry.occurred_on == timezone.localdate() - timedelta(days=2)


@pytest.mark.parametrize("amount", ["580.01", "0.00", "-5.00"])
def test_amounts_that_do_not_fit_are_refused(placed, seller, amount):
    with pytest.raises(bank_transfer.PaymentRefused, match="不超过待付的"):
        pay(placed, amount, "B1", seller)

    assert purchase_orders.amount_received(placed) == 0


def test_a_serial_number_is_taken_once_per_order(placed, bought, seller):
    pay(placed, "100.00", "B1", seller)

    for reference in ("B1", " B1 "):
        with pytest.raises(bank_transfer.AlreadyRecorded, match="没有重复办理"):
            pay(placed, "100.00", reference, seller)
    with pytest.raises(bank_transfer.PaymentRefused):
        pay(placed, "100.00", "  ", seller)
    assert purchase_orders.amount_received(placed) == Decimal("100.00")
    # One transfer may pay several orders.
    pay(bought, "58.00", "B1", seller)


def test_money_does_not_arrive_before_the_order(placed, seller):
    with pytest.raises(bank_transfer.PaymentRefused, match="不能早于下单日期"):
        pay(placed, "580.00", "B1", seller, days_ago=11)


def test_a_refund_sends_back_exactly_what_is_too_much_and_only_once(placed, seller):
    pay(placed, "580.00", "B1", seller, days_ago=1)
    purchase_orders.cancel(purchase_order=placed, by=seller, at=timezone.now(), reason="断货")
    refund = {"purchase_order": placed, "by": seller, "reason": "断货"}
    with pytest.raises(bank_transfer.PaymentRefused, match="不能早于收款日期"):
        bank_transfer.refund(reference="R1", at=timezone.now() - timedelta(days=3), **refund)
    with pytest.raises(bank_transfer.AlreadyRecorded):
        bank_transfer.refund(reference="B1", at=timezone.now(), **refund)

    bank_transfer.refund(reference="R1", at=timezone.now(), **refund)

    with pytest.raises(bank_transfer.PaymentRefused):
        bank_transfer.refund(reference="R2", at=timezone.now(), **refund)
    assert purchase_orders.amount_received(placed) == 0
    assert placed.ledger_entries.at_stage(Stage.PAID).total() == 0


def test_nothing_is_refunded_while_nothing_is_too_much(placed, seller):
    pay(placed, "580.00", "B1", seller)

    with pytest.raises(bank_transfer.PaymentRefused, match="没有需要退回"):
        bank_transfer.refund(purchase_order=placed, reference="R1", by=seller, at=timezone.now(), reason="x")


@pytest.mark.parametrize("person", ["seller", "office"])
def test_supplier_and_office_record_a_payment_and_return_where_they_were(client, request, person, placed):
    client.force_login(request.getfixturevalue(person))
    way_back = "/supplier/X/orders/P1-01/?a=1"

    response = client.post(url("record", placed), form(next=way_back))

    assert response.url == way_back
    assert purchase_orders.amount_received(placed) == Decimal("580.00")


def test_pressing_the_button_twice_records_once(client, seller, placed):
    client.force_login(seller)
    for _ in range(2):
        response = client.post(url("record", placed), form(amount="100.00"))

    assert response.status_code == 302
    assert purchase_orders.amount_received(placed) == Decimal("100.00")
    assert "没有重复办理" in client.get("/").text


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"amount": "580.01"}, 409, "不超过待付的 580.00 元"),
        ({"amount": "abc"}, 400, "field__error"),
        ({"amount": "-1"}, 400, "field__error"),
        ({"amount": "1.005"}, 400, "field__error"),
        ({"reference": ""}, 400, "field__error"),
        ({"paid_on": "2999-01-01"}, 400, "日期不能晚于今天"),
        ({"paid_on": "2000-01-01"}, 409, "日期不能早于下单日期"),
        ({"paid_on": "昨天"}, 400, "field__error"),
    ],
)
def test_a_wrong_entry_comes_back_with_what_was_written(client, seller, placed, changes, status, sentence):
    client.force_login(seller)

    response = client.post(url("record", placed), form(**changes))

    assert response.status_code == status
    assert sentence in response.text
    assert purchase_orders.amount_received(placed) == 0


def test_a_refund_is_recorded_from_its_form(client, seller, placed):
    pay(placed, "580.00", "B1", seller)
    purchase_orders.cancel(purchase_order=placed, by=seller, at=timezone.now(), reason="断货")
    client.force_login(seller)

    assert client.post(url("refund", placed), form(reference="R1")).status_code == 400
    assert client.post(url("refund", placed), form(reference="R1", reason="断货")).status_code == 302
    assert client.post(url("refund", placed), form(reference="R2", reason="断货")).status_code == 409
    assert purchase_orders.amount_received(placed) == 0


def test_the_way_back_never_leads_off_the_site(client, seller, placed):
    client.force_login(seller)

    assert client.post(url("record", placed), form(next="https://example.com/")).url == "/"


@pytest.mark.parametrize(
    ("person", "status"),
    [("handler", 403), ("member", 403), ("stranger_handler", 404), ("rival", 404), ("shopper", 404)],
)
@pytest.mark.parametrize("name", ["record", "refund"])
def test_buyers_may_not_record_and_others_find_nothing(client, request, placed, person, status, name):
    client.force_login(request.getfixturevalue(person))

    assert client.post(url(name, placed), form(reason="x")).status_code == status
    assert purchase_orders.amount_received(placed) == 0


def test_money_is_never_recorded_by_a_link_or_a_visitor(client, seller, placed):
    assert client.post(url("record", placed), form()).url.startswith("/user/login/")
    client.force_login(seller)
    for name in ("record", "refund"):
        assert client.get(url(name, placed)).status_code == 405


def test_the_unit_is_told_account_amount_and_remark(client, member, placed, seller, supplier):
    pay(placed, "100.00", "B1", seller)
    client.force_login(member)

    text = client.get(url("instructions", placed)).text

    for words in (supplier.name, supplier.profile.bank_account, ">480.00<", f">{remittances.reference_of(placed)}<"):
        assert words in text
    assert client.post(url("instructions", placed)).status_code == 405


def test_after_payment_nothing_is_left_to_pay(client, member, placed, seller):
    pay(placed, "580.00", "B1", seller)
    client.force_login(member)

    assert "没有待付的款项" in client.get(url("instructions", placed)).text


def test_a_guest_sees_the_instructions_with_the_key_and_not_without(client, bought):
    where = url("instructions", bought)

    assert client.get(where).status_code == 404
    assert client.get(where, {"key": "wrong"}).status_code == 404
    page = client.get(where, {"key": bought.access_token})
    assert page.status_code == 200
    assert f"key={bought.access_token}" in page.text


def test_the_key_of_a_units_order_opens_nothing(client, placed):
    assert client.get(url("instructions", placed), {"key": placed.access_token}).status_code == 404


@pytest.mark.parametrize("person", ["stranger_handler", "rival", "shopper"])
def test_others_do_not_see_where_a_unit_pays(client, request, person, placed):
    client.force_login(request.getfixturevalue(person))

    assert client.get(url("instructions", placed)).status_code == 404
