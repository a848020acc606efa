"""Statements on the pages: each line once, booked when a person confirms, with every fate in sight."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.delivery import purchase_orders
from procurement.figures import verification
from procurement.models import Stage
from shop.payments import bank_transfer, payees, remittances
from shop.payments.models import LinePart, PayerAlias, Statement, StatementLayout, StatementLine
from shop.payments.statements import decisions, queue, uploads
from tests import factories
from tests.shop.money import order

from .files import csv, row, workbook

Status = StatementLine.Status


@pytest.fixture
def placed(unit, handler, oranges):
    """Ten boxes for 580.00."""
    return order(oranges, 10, by=handler, unit=unit)


@pytest.fixture
def account(supplier):
    return payees.of(supplier).key


@pytest.fixture
def upload(account, seller):
    """Return a function that takes a statement in and returns its lines."""

    def take(file):
        statement = uploads.upload(account=account, file=file, name=file.name, by=seller, at=timezone.now())
        return list(statement.lines.order_by("row"))

    return take


@pytest.fixture
def confirm(account, seller, supplier):
    """Return a function that books everything that is sure."""

    def book():
        orders = supplier.purchase_orders.all()
        rows = queue.proposals(account=account, orders=orders)
        chosen = {line.pk: queue.digest(each.sure) for line, each in rows if each.sure}
        facts = {"account": account, "orders": orders, "chosen": chosen}
        return queue.confirm(**facts, by=seller, at=timezone.now())

    return book


def url(name, supplier, *arguments):
    return reverse(f"supplier_payments:{name}", args=[supplier.code, *arguments])


def received(purchase_order):
    return purchase_orders.amount_received(purchase_order)


def is_conserved(line):
    line = StatementLine.objects.get(pk=line.pk)
    parts = line.parts.aggregate(total=Sum("amount"))["total"] or 0
    return line.amount == parts + line.returned_amount + line.rest and line.rest >= 0


def test_three_orders_are_paid_with_one_transfer(unit, handler, oranges, upload, confirm):
    orders = [order(oranges, packs, by=handler, unit=unit, number=f"P{packs}") for packs in (1, 2, 3)]
    made = remittances.make(unit=unit, orders=orders, by=handler, at=timezone.now())

    (line,) = upload(workbook([row("348.00", f"货款 {made.reference}", unit.name, "B1")]))
    booked, refused = confirm()

    assert (len(booked), refused) == (1, [])
    for each in orders:
        each.refresh_from_db()
        assert each.is_paid
    assert StatementLine.objects.get(pk=line.pk).status == Status.BOOKED
    assert not list(verification.differences())


def test_nothing_is_booked_before_a_person_confirms(placed, upload):
    (line,) = upload(workbook([row("580.00", remittances.reference_of(placed))]))

    assert line.status == Status.WAITING
    assert received(placed) == 0


def test_the_same_statement_again_changes_nothing(placed, upload, confirm):
    rows = [row("580.00", remittances.reference_of(placed)), row("9.00"), row("9.00"), row("x")]
    upload(workbook(rows))
    confirm()

    assert not upload(workbook(rows))
    assert not upload(csv(rows))
    confirm()

    assert StatementLine.objects.count() == 4
    assert received(placed) == Decimal("580.00")
    assert Statement.objects.first().known == 4


def test_an_overlapping_period_adds_only_what_is_new(upload):
    upload(workbook([row("9.00", "甲"), row("9.00", "甲")]))

    (new,) = upload(workbook([row("9.00", "甲"), row("9.00", "甲"), row("9.00", "甲")]))

    assert new.row == 4


def test_serial_numbers_that_lost_their_digits_keep_lines_apart(upload):
    lines = upload(workbook([row(1, serial=1.2345e18, note="甲"), row(1, serial=1.2345e18, note="乙")]))

    assert len(lines) == 2
    assert len({line.reference for line in lines}) == 2


def test_a_part_then_the_rest_pays_the_order_once(placed, upload, confirm):
    reference = remittances.reference_of(placed)
    upload(workbook([row("200.00", reference)]))
    confirm()
    assert not placed.ledger_entries.at_stage(Stage.PAID).exists()

    upload(workbook([row("380.00", reference)]))
    confirm()

    placed.refresh_from_db()
    assert placed.is_paid
    assert placed.ledger_entries.at_stage(Stage.PAID).count() == 1


def test_what_came_too_much_waits_until_it_is_sent_back(placed, upload, confirm, seller):
    (line,) = upload(workbook([row("600.00", remittances.reference_of(placed))]))
    confirm()
    line.refresh_from_db()
    assert (line.status, line.rest) == (Status.PARTLY, Decimal("20.00"))
    assert received(placed) == Decimal("580.00")

    decisions.give_back(line=line, reference="R1", by=seller, at=timezone.now())

    line.refresh_from_db()
    assert (line.status, line.returned_amount) == (Status.BOOKED, Decimal("20.00"))
    assert is_conserved(line)


def test_money_written_down_by_hand_is_known_again_by_its_serial(placed, upload, seller, confirm):
    facts = {"reference": "B1", "by": seller, "at": timezone.now()}
    bank_transfer.record(purchase_order=placed, amount=Decimal("580.00"), **facts)

    (line,) = upload(workbook([row("580.00", remittances.reference_of(placed), serial="B1")]))
    confirm()

    assert line.status == Status.BOOKED
    assert line.parts.get().is_known
    assert received(placed) == Decimal("580.00")


def test_money_written_down_under_another_serial_is_shown_and_recognised(client, placed, upload, seller, supplier):
    facts = {"reference": "手抄B1", "by": seller, "at": timezone.now()}
    bank_transfer.record(purchase_order=placed, amount=Decimal("580.00"), **facts)
    (line,) = upload(workbook([row("580.00", remittances.reference_of(placed), serial="B1")]))
    client.force_login(seller)
    page = client.get(url("line", supplier, line.pk)).text
    assert "已经付清" in page
    assert "手抄B1" in page

    client.post(url("line_recognise", supplier, line.pk), {"row": bank_transfer.Transaction.objects.get().pk})

    line.refresh_from_db()
    assert line.status == Status.BOOKED
    assert received(placed) == Decimal("580.00")


def test_a_payer_is_remembered(client, placed, upload, seller, supplier, unit, oranges, handler):
    (line,) = upload(workbook([row("580.00", "", "县财政国库支付中心")]))
    client.force_login(seller)
    form = {f"amount_{placed.pk}": "580.00", "remember": "1"}
    assert "不认识付款人" in client.get(url("line", supplier, line.pk)).text
    assert client.post(url("line_book", supplier, line.pk), form).status_code == 302
    second = order(oranges, 1, by=handler, unit=unit, number="P2")

    (line,) = upload(workbook([row("58.00", "", "县财政 国库支付中心")]))

    page = client.get(url("statements", supplier)).text
    assert f"付款人和金额都相符：{second.number}" in page
    client.post(url("payer_forget", supplier, PayerAlias.objects.get().pk))
    assert f"付款人和金额都相符：{second.number}" not in client.get(url("statements", supplier)).text


def test_two_units_with_equal_amounts_get_their_own_money(unit, handler, stranger_handler, oranges, upload, confirm):
    other = stranger_handler.memberships.get().unit
    mine = order(oranges, 1, by=handler, unit=unit, number="P1")
    theirs = order(oranges, 1, by=stranger_handler, unit=other, number="P2")

    lines = upload(workbook([row("58.00", "", other.name), row("58.00", "", unit.name)]))
    confirm()

    assert lines[0].parts.get().purchase_order == theirs
    assert lines[1].parts.get().purchase_order == mine


def test_a_refund_that_left_the_account_is_written_down_once(client, placed, upload, seller, supplier):
    bank_transfer.record(purchase_order=placed, amount=Decimal("580.00"), reference="B1", by=seller, at=timezone.now())
    purchase_orders.cancel(purchase_order=placed, by=seller, at=timezone.now(), reason="断货")
    (line,) = upload(workbook([row("", expense="580.00", serial="R1")]))
    client.force_login(seller)
    assert placed.number in client.get(url("line", supplier, line.pk)).text

    for _ in range(2):
        client.post(url("line_refund", supplier, line.pk), {"order": placed.number})

    assert received(placed) == 0
    assert LinePart.objects.get().amount == Decimal("-580.00")
    assert not list(verification.differences())


def test_what_has_nothing_to_do_with_orders_is_set_aside_and_can_come_back(client, upload, seller, supplier):
    (line,) = upload(workbook([row("9.00", "结息")]))
    client.force_login(seller)

    client.post(url("line_set_aside", supplier, line.pk), {"reason": "利息"})
    assert "利息" in client.get(url("statements", supplier) + "?state=SET_ASIDE").text
    client.post(url("line_put_back", supplier, line.pk))

    line.refresh_from_db()
    assert line.is_open


def test_a_change_after_the_look_is_not_booked(client, placed, upload, account, seller, supplier):
    upload(workbook([row("580.00", remittances.reference_of(placed))]))
    client.force_login(seller)
    page = client.get(url("statements", supplier)).text
    seen = page.split('name="sure"')[1].split('value="')[1].split('"')[0]
    bank_transfer.record(purchase_order=placed, amount=Decimal("80.00"), reference="B9", by=seller, at=timezone.now())

    answer = client.post(url("statement_confirm", supplier), {"account": account, "sure": seen}, follow=True)

    assert "订单刚刚有变化" in answer.text
    assert received(placed) == Decimal("80.00")


def test_a_suppliers_whole_way_on_the_pages(client, placed, seller, supplier, unit):
    client.force_login(seller)
    rows = [row("580.00", remittances.reference_of(placed), unit.name), row("五百"), row("", expense="3.00")]

    answer = client.post(url("statements", supplier), {"file": workbook(rows)}, follow=True)
    for words in ("读了 3 行，新增 3 行", "读不懂", "支出", "待处理", "五百"):
        assert words in answer.text
    page = client.get(url("statements", supplier)).text
    seen = page.split('name="sure"')[1].split('value="')[1].split('"')[0]
    form = {"account": payees.of(supplier).key, "sure": seen}
    answer = client.post(url("statement_confirm", supplier), form, follow=True)

    assert "已入账 1 笔" in answer.text
    assert "没有选择" in client.post(url("statement_confirm", supplier), form, follow=True).text
    placed.refresh_from_db()
    assert placed.is_paid


def test_an_unknown_header_is_mapped_once_and_remembered(client, seller, supplier):
    client.force_login(seller)
    names = ["何时", "何人", "多少"]
    day = timezone.localdate().isoformat()
    page = client.post(url("statements", supplier), {"file": workbook([[day, "甲", "5"]], header=names)}, follow=True)
    assert "表头认不出来" in page.text
    where = url("statement_columns", supplier, Statement.objects.get().pk)

    assert client.post(where, {"header_row": "0", "column_0": "date"}).status_code == 409
    columns = {"header_row": "0", "column_0": "date", "column_1": "payer", "column_2": "income"}
    client.post(where, columns)
    client.post(url("statements", supplier), {"file": workbook([[day, "乙", "6"]], header=names)})

    assert set(StatementLine.objects.values_list("payer_name", "amount")) == {("甲", 5), ("乙", 6)}
    client.post(url("layout_forget", supplier, StatementLayout.objects.get().pk))
    assert not StatementLayout.objects.exists()


def test_the_statement_of_another_account_is_refused(client, seller, supplier):
    client.force_login(seller)
    file = workbook([row("1.00")], above=[["账号：6222000011112222"]])

    answer = client.post(url("statements", supplier), {"file": file})

    assert answer.status_code == 400
    assert "尾号 2222" in answer.text


@pytest.mark.parametrize("file", [SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0"), SimpleUploadedFile("a.csv", b"")])
def test_an_unreadable_file_is_refused_on_the_page(client, seller, supplier, file):
    client.force_login(seller)

    assert client.post(url("statements", supplier), {"file": file}).status_code == 400
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("amounts", "status"),
    [
        ({}, 400),
        ({"0": "5"}, 400),
        ({"P": "abc"}, 400),
        ({"P": "-5"}, 400),
        ({"P": "580.01"}, 409),
        ({"P": "1e2"}, 302),
    ],
)
def test_amounts_by_hand_must_fit(client, placed, upload, seller, supplier, amounts, status):
    (line,) = upload(workbook([row("580.00")]))
    client.force_login(seller)
    form = {f"amount_{placed.pk if key == 'P' else key}": value for key, value in amounts.items()}

    assert client.post(url("line_book", supplier, line.pk), form).status_code == status
    assert is_conserved(line)


def test_money_older_than_its_order_is_refused_with_the_reason(client, upload, seller, supplier, placed):
    (line,) = upload(workbook([row("580.00", date="2026-01-05")]))
    client.force_login(seller)

    answer = client.post(url("line_book", supplier, line.pk), {f"amount_{placed.pk}": "580.00"})

    assert answer.status_code == 409
    assert "日期不能早于下单日期" in answer.text


def test_a_rival_sees_nothing_and_books_nothing(client, placed, upload, rival, supplier):
    (line,) = upload(workbook([row("580.00", remittances.reference_of(placed))]))
    client.force_login(rival)
    own = rival.partners.get()

    for name in ("statements",):
        assert client.get(url(name, supplier)).status_code == 404
    for name, pk in (("line", line.pk), ("statement", line.statement_id)):
        assert client.get(url(name, own, pk)).status_code == 404
    for name in ("line_book", "line_refund", "line_give_back", "line_set_aside", "line_put_back", "line_recognise"):
        assert client.post(url(name, own, line.pk)).status_code == 404
        assert client.get(url(name, own, line.pk)).status_code == 405
    assert client.post(url("statement_confirm", own), {"account": line.account}).status_code == 404
    assert received(placed) == 0


def test_with_a_shared_account_each_supplier_books_its_own_orders(
    client, unit, handler, supplier, seller, oranges, upload, office
):
    other = factories.SupplierFactory()
    other.profile.bank_account = supplier.profile.bank_account
    other.profile.save()
    theirs = order(factories.make_product(other), 1, by=handler, unit=unit, number="N1")
    (line,) = upload(workbook([row("58.00", remittances.reference_of(theirs))]))
    client.force_login(seller)
    page = client.get(url("statements", supplier)).text
    assert "请县协作办入账" in page
    assert theirs.number not in client.get(url("line", supplier, line.pk)).text
    assert client.post(url("line_book", supplier, line.pk), {f"amount_{theirs.pk}": "58.00"}).status_code == 400

    client.force_login(office)
    client.post(reverse("office_transfers:line_book", args=[line.pk]), {f"amount_{theirs.pk}": "58.00"})

    assert received(theirs) == Decimal("58.00")


def test_the_office_chooses_an_account(client, office, placed, upload, account):
    upload(workbook([row("580.00", remittances.reference_of(placed))]))
    factories.SupplierFactory()
    client.force_login(office)
    where = reverse("office_transfers:statements")

    assert "待处理 1" in client.get(where).text
    assert "可以入账（1）" in client.get(where, {"account": account}).text


def test_the_queue_takes_the_same_queries_for_few_lines_and_many(
    client, seller, supplier, handler, unit, oranges, upload
):
    client.force_login(seller)
    counts = []
    for count in (5, 40):
        for number in range(count):
            each = order(oranges, 1, by=handler, unit=unit, number=f"Q{count}-{number}")
            upload(csv([row("58.00", remittances.reference_of(each))]))
        for address in (url("statements", supplier), url("line", supplier, StatementLine.objects.first().pk)):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


def test_a_line_of_today_counts_now_and_an_older_one_at_noon(placed, upload, confirm):
    day = timezone.localdate() - timedelta(days=3)
    upload(workbook([row("580.00", remittances.reference_of(placed), date=day.isoformat())]))

    confirm()

    assert placed.ledger_entries.get(stage=Stage.PAID).occurred_on == day
