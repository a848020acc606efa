"""References with a check digit, one transfer for several orders, and the slips that tell of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from procurement.delivery import purchase_orders
from procurement.moves import Refused
from shop.inbox.kinds import Kind
from shop.payments import bank_transfer, references, remittances
from shop.payments.models import BankSlip, Remittance
from tests import factories

from .money import order, picture

KINDS = st.sampled_from([references.ORDER, references.REMITTANCE])
NUMBERS = st.integers(1, 10**9)


@given(KINDS, NUMBERS)
def test_a_reference_is_read_back_from_any_note(kind, pk):
    written = references.write(kind, pk)

    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in written)
    for note in (written, f"货款{written}等", f"付 {written[:2]} {written[2:]}（11月）", full_width, " ".join(written)):
        assert references.find(note).whole == [(kind, pk)]


@given(KINDS, NUMBERS, st.data())
def test_a_wrong_digit_or_two_exchanged_are_always_noticed(kind, pk, data):
    digits = list(references.write(kind, pk)[2:])
    place = data.draw(st.integers(0, len(digits) - 2))
    if data.draw(st.booleans()) and digits[place] != digits[place + 1]:
        digits[place], digits[place + 1] = digits[place + 1], digits[place]
    else:
        digits[place] = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))

    found = references.find(kind + "".join(digits))

    assert not found.whole
    assert found.broken


@pytest.mark.parametrize("note", ["", "货款", "JH2026-000123-01", "DD12345", "XDD0001236", "DD0001236789012345"])
def test_what_is_no_reference_is_none(note):
    assert references.find(note) == references.Found()


@pytest.fixture
def two(unit, handler, oranges):
    return [order(oranges, packs, by=handler, unit=unit, number=f"P{packs}") for packs in (10, 5)]


@pytest.fixture
def made(two, unit, handler):
    return remittances.make(unit=unit, orders=two, by=handler, at=timezone.now())


def neighbour(supplier, unit, handler, *, shares):
    """Return an order at another supplier, paid through the same account or through its own."""
    other = factories.SupplierFactory()
    if shares:
        other.profile.bank_account = f" {supplier.profile.bank_account[:4]} {supplier.profile.bank_account[4:]}"
        other.profile.save()
    return order(factories.make_product(other), 1, by=handler, unit=unit, number="N1")


def unit_url(name, unit, *arguments):
    return reverse(f"unit_payments:{name}", args=[unit.code, *arguments])


def slip_form(**changes):
    today = timezone.localdate().isoformat()
    return {"file": picture(), "amount": "870.00", "serial": "B1", "paid_on": today, **changes}


def test_orders_of_suppliers_with_one_account_go_together(two, unit, handler, supplier):
    third = neighbour(supplier, unit, handler, shares=True)

    made = remittances.make(unit=unit, orders=[*two, third], by=handler, at=timezone.now())

    assert remittances.outstanding(remittances.orders_of(made)) == sum(map(purchase_orders.amount_due, [*two, third]))


def test_orders_of_two_accounts_do_not_go_together(two, unit, handler, supplier):
    third = neighbour(supplier, unit, handler, shares=False)

    with pytest.raises(Refused, match="收款账户不同"):
        remittances.make(unit=unit, orders=[*two, third], by=handler, at=timezone.now())


def test_an_order_stands_in_one_remittance_only_until_that_is_withdrawn(two, made, unit, handler):
    with pytest.raises(Refused, match=f"已经在汇款单 {made.reference} 里"):
        remittances.make(unit=unit, orders=two[:1], by=handler, at=timezone.now())

    remittances.withdraw(remittance=made, at=timezone.now())

    assert remittances.make(unit=unit, orders=two[:1], by=handler, at=timezone.now()) != made


def test_paid_orders_are_not_paid_again(two, unit, handler, seller):
    facts = {"reference": "B1", "by": seller, "at": timezone.now()}
    bank_transfer.record(purchase_order=two[0], amount=purchase_orders.amount_due(two[0]), **facts)

    with pytest.raises(Refused, match="没有待付的款项"):
        remittances.make(unit=unit, orders=two, by=handler, at=timezone.now())


def test_the_handler_puts_orders_together_and_reads_where_to_pay(client, handler, unit, two, supplier):
    client.force_login(handler)
    page = client.get(unit_url("index", unit)).text
    assert supplier.profile.bank_account in page
    assert "870.00" in page

    answer = client.post(unit_url("make", unit), {"order": [row.number for row in two]}, follow=True)

    made = Remittance.objects.get()
    for words in (f">{made.reference}<", ">870.00<", supplier.profile.bank_account):
        assert words in answer.text
    assert f"汇款单 {made.reference}" in client.get(unit_url("index", unit)).text


def test_orders_of_another_unit_cannot_be_put_together(client, stranger_handler, unit, two):
    foreign = stranger_handler.memberships.get().unit
    client.force_login(stranger_handler)

    client.post(unit_url("make", foreign), {"order": [row.number for row in two]})

    assert not Remittance.objects.exists()
    assert client.get(unit_url("index", unit)).status_code == 404


def test_a_member_looks_but_does_not_pay(client, member, unit, made):
    client.force_login(member)

    assert client.get(unit_url("remittance", unit, made.reference)).status_code == 200
    assert client.post(unit_url("make", unit)).status_code == 403
    assert client.post(unit_url("withdraw", unit, made.reference)).status_code == 403
    assert client.post(unit_url("slip", unit, made.reference), slip_form()).status_code == 403


@pytest.mark.parametrize("reference", ["HK0000019", "DD0000010", "HK99", "x"])
def test_unknown_or_misspelt_references_open_nothing(client, handler, unit, made, reference):
    client.force_login(handler)

    assert client.get(unit_url("remittance", unit, reference)).status_code == 404


def test_the_list_takes_the_same_queries_for_few_and_many(client, handler, unit, oranges):
    client.force_login(handler)
    counts = []
    for number in range(12):
        order(oranges, 1, by=handler, unit=unit, number=f"Q{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(unit_url("index", unit))
        counts.append(len(queries))

    assert counts[1] == counts[-1]


def test_a_slip_tells_the_supplier_and_stands_on_both_pages(client, handler, seller, unit, made, two):
    client.force_login(handler)

    answer = client.post(unit_url("slip", unit, made.reference), slip_form(), follow=True)

    slip = BankSlip.objects.get()
    assert "供应商会收到消息" in answer.text
    assert seller.inbox.get(kind=Kind.SLIP).title.startswith(unit.name)
    client.force_login(seller)
    code = two[0].supplier.code
    for name, *arguments in (("index", code), ("remittance", code, made.reference)):
        assert slip.token in client.get(reverse(f"supplier_payments:{name}", args=arguments)).text
    shown = client.get(reverse("payments:slip", args=[slip.token]))
    assert shown["Content-Type"] == "image/jpeg"
    assert "870.00" in client.get(reverse("supplier:order", args=[two[0].supplier.code, two[0].number])).text


def test_the_same_slip_for_another_order_is_refused_and_the_first_is_named(client, handler, unit, two):
    client.force_login(handler)
    first, second = (reverse("payments:slip_upload", args=[row.number]) for row in two)
    assert client.post(first, slip_form(amount="580.00")).status_code == 302

    same_picture = client.post(second, slip_form(amount="290.00", serial="B2"))
    same_serial = client.post(second, slip_form(amount="290.00", file=picture(120)))

    for answer in (same_picture, same_serial):
        assert answer.status_code == 409
        assert f"已经用于订单 {two[0].number}" in answer.text
    assert BankSlip.objects.count() == 1


def test_another_units_order_is_not_named(client, handler, stranger_handler, two, oranges):
    other_unit = stranger_handler.memberships.get().unit
    foreign = order(oranges, 1, by=stranger_handler, unit=other_unit, number="F1")
    client.force_login(handler)
    client.post(reverse("payments:slip_upload", args=[two[0].number]), slip_form())
    client.force_login(stranger_handler)

    answer = client.post(reverse("payments:slip_upload", args=[foreign.number]), slip_form())

    assert "已经用于别的订单" in answer.text
    assert two[0].number not in answer.text


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.txt", b"hello", "不能作为凭证"),
        ("a.jpg", b"\xff\xd8\xff broken", "照片已损坏"),
        ("a.xml", b"<EInvoice/>", "不是数电票"),
    ],
)
def test_files_that_are_no_slip_are_refused(client, handler, two, name, data, sentence):
    client.force_login(handler)

    answer = client.post(
        reverse("payments:slip_upload", args=[two[0].number]), slip_form(file=SimpleUploadedFile(name, data))
    )

    assert answer.status_code == 400
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("person", "status"),
    [("handler", 200), ("member", 200), ("seller", 200), ("office", 200), ("rival", 404), ("stranger_handler", 404)],
)
def test_a_slip_is_seen_by_both_sides_and_the_office_only(client, request, handler, two, person, status):
    client.force_login(handler)
    client.post(reverse("payments:slip_upload", args=[two[0].number]), slip_form())
    slip = BankSlip.objects.get()

    client.force_login(request.getfixturevalue(person))

    assert client.get(reverse("payments:slip", args=[slip.token])).status_code == status


def test_a_slip_is_removed_before_the_money_came_and_not_after(client, handler, member, seller, two):
    client.force_login(handler)
    upload = reverse("payments:slip_upload", args=[two[0].number])
    client.post(upload, slip_form())
    remove = reverse("payments:slip_remove", args=[BankSlip.objects.get().token])
    client.force_login(member)
    assert client.post(remove).status_code == 403
    client.force_login(handler)
    client.post(remove)
    assert not BankSlip.objects.exists()

    client.post(upload, slip_form())
    facts = {"reference": "B1", "by": seller, "at": timezone.now()}
    bank_transfer.record(purchase_order=two[0], amount=purchase_orders.amount_due(two[0]), **facts)
    client.post(reverse("payments:slip_remove", args=[BankSlip.objects.get().token]))
    assert BankSlip.objects.exists()


def test_the_supplier_confirms_one_transfer_for_all_its_orders_once(client, seller, made, two):
    client.force_login(seller)
    where = reverse("supplier_payments:remittance", args=[two[0].supplier.code, made.reference])
    amounts = {f"amount_{row.pk}": purchase_orders.amount_due(row) for row in two}
    form = {"reference": "B1", "paid_on": timezone.localdate().isoformat(), **amounts}

    for _ in range(2):
        assert client.post(where, form).status_code in (302, 400)

    for row in two:
        row.refresh_from_db()
        assert row.is_paid
        assert purchase_orders.amount_received(row) == purchase_orders.amount_due(row)
    assert "款项已经收齐" in client.get(where).text


def test_a_part_that_does_not_fit_leaves_all_unpaid(client, seller, made, two):
    client.force_login(seller)
    where = reverse("supplier_payments:remittance", args=[two[0].supplier.code, made.reference])
    form = {"reference": "B1", "paid_on": timezone.localdate().isoformat()}

    answer = client.post(where, form | {f"amount_{two[0].pk}": "580.00", f"amount_{two[1].pk}": "290.01"})

    assert answer.status_code == 409
    assert f"订单 {two[1].number}：" in answer.text
    assert purchase_orders.amount_received(two[0]) == 0


def test_each_supplier_confirms_its_own_part_of_a_shared_transfer(client, seller, unit, handler, supplier, two):
    third = neighbour(supplier, unit, handler, shares=True)
    made = remittances.make(unit=unit, orders=[two[0], third], by=handler, at=timezone.now())
    client.force_login(seller)

    page = client.get(reverse("supplier_payments:remittance", args=[supplier.code, made.reference])).text

    assert two[0].number in page
    assert third.number not in page
    assert "另有 1 张是其他供应商的订单" in page


def test_a_rival_finds_no_remittance_of_others(client, rival, made):
    client.force_login(rival)
    where = reverse("supplier_payments:remittance", args=[rival.partners.get().code, made.reference])

    assert client.get(where).status_code == 404
    assert client.post(where).status_code == 404
