"""The papers of a group order: what they add up to, who gets them, and whether a code still holds."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from procurement.collection import group_orders
from procurement.delivery import purchase_orders
from procurement.models import GroupOrder, IssuedPaper
from procurement.papers import folder
from shop.payments import bank_transfer
from tests.procurement import states

PRICE = Decimal("56.30")
JPEG = b"\xff\xd8\xff only stored and read again"


@pytest.fixture
def placed(open_group_order, handler, approver, now):
    item = open_group_order.items.get()
    for number, (name, quantity) in enumerate((("=1+1", 12), ("李四", 10))):
        group_orders.join(
            group_order=open_group_order,
            name=name,
            mobile=f"1380000900{number}",
            quantities={item.pk: quantity},
            at=now,
        )
    group_orders.close(group_order=open_group_order, by=handler, at=now)
    group_orders.submit(group_order=open_group_order, by=handler, at=now)
    group_orders.approve(group_order=open_group_order, by=approver, at=now, reason="同意采购")
    return group_orders.place(group_order=open_group_order, by=handler, at=now)[0]


@pytest.fixture
def accepted(placed, seller, acceptor, now):
    """Two of the packs were short; somebody took a photo."""
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    line = placed.order.lines.get()
    facts = {"refused": {line.pk: (2, 0)}, "pictures": [JPEG]}
    purchase_orders.accept(purchase_order=placed, by=acceptor, at=now, **facts)
    return placed


def url(name, group_order, *more):
    return reverse(f"unit:{name}", args=[group_order.unit.code, group_order.number, *more])


def papers(group_order):
    return {paper.kind: paper for paper in folder.of(GroupOrder.objects.get(pk=group_order.pk))}


def test_an_open_collection_has_no_papers_yet(client, handler, open_group_order):
    client.force_login(handler)

    assert "征集截止之后才有单据" in client.get(url("papers", open_group_order)).text
    assert client.get(url("papers_all", open_group_order)).status_code == 404


def test_goods_settlement_and_order_come_to_the_same_amount(accepted):
    found = papers(accepted.group_order)

    amounts = {kind: found[kind].tables[-1].sums[-1] for kind in ("order", "settlement")}
    amounts |= {"requisition": found["requisition"].tables[0].sums[-1], "people": found["settlement"].tables[0].sums[4]}
    assert amounts == dict.fromkeys(amounts, 22 * PRICE)
    assert [row[1:5] for row in found["acceptance"].tables[0].rows] == [(22, 20, 2, 0)]
    assert sum(row[3] for table in found["distribution"].tables for row in table.rows) <= 22


def test_each_participant_has_one_sum(placed):
    totals, lines = papers(placed.group_order)["settlement"].tables

    assert [(row[0], row[3], row[4]) for row in totals.rows] == [("=1+1", 12, 12 * PRICE), ("李四", 10, 10 * PRICE)]
    assert sum(row[4] for row in totals.rows) == sum(row[5] for row in lines.rows) == totals.sums[4]


def test_the_payment_record_tells_what_is_due_and_what_moved(accepted, seller, now):
    def facts():
        balance, moved = papers(accepted.group_order)["payments"].tables
        return balance.rows[0][2:], [row[3:] for row in moved.rows], balance.sums[2:]

    assert facts()[0] == (22 * PRICE, 2 * PRICE, 20 * PRICE, 0, 20 * PRICE)

    record = {"purchase_order": accepted, "by": seller, "at": now}
    bank_transfer.record(amount=20 * PRICE, reference="LS1", **record)
    line = accepted.order.lines.get().pk
    purchase_orders.take_back(packs={line: 1}, reason="腐烂", **record)
    bank_transfer.refund(reference="TK1", reason="腐烂", **record)

    balance, moved, sums = facts()
    assert balance == (22 * PRICE, 3 * PRICE, 19 * PRICE, 19 * PRICE, 0) == sums
    assert moved == [("付款", 20 * PRICE), ("退款", -PRICE)]


def test_there_is_no_payment_record_before_placing(open_group_order, handler, now):
    states.join(open_group_order, 12, states.Cast(handler, handler, now))
    group_orders.close(group_order=open_group_order, by=handler, at=now)

    assert "payments" not in papers(open_group_order)


def test_the_requisition_tells_who_agreed_in_which_words(placed, approver):
    rows = papers(placed.group_order)["requisition"].tables[1].rows

    assert [row[3] for row in rows] == ["提交", "批准"]
    assert str(approver) in rows[1][2]
    assert rows[1][4] == "同意采购"


def test_a_paper_is_a_workbook_whose_sum_is_a_formula_and_whose_names_stay_text(client, handler, placed):
    client.force_login(handler)

    answer = client.get(url("paper_xlsx", placed.group_order, "settlement"))

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert cells["=1+1"].data_type == "s"
    assert any(str(value).startswith("=SUM(") for value in cells)
    assert len(sheet._images) == 1


def test_everything_comes_in_one_zip_with_a_list_of_contents(client, handler, accepted):
    client.force_login(handler)

    answer = client.get(url("papers_all", accepted.group_order))

    archive = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    names = archive.namelist()
    assert len(names) == 8
    contents = archive.read("00 目录.txt").decode("utf-8-sig")
    assert all(name in contents for name in names if name != "00 目录.txt")
    assert archive.read(f"照片/01 {accepted.number} 验收.jpg") == JPEG
    assert all(load_workbook(BytesIO(archive.read(name))) for name in names if name.endswith(".xlsx"))


def test_the_same_paper_keeps_its_code_and_the_check_names_nobody(client, handler, placed):
    client.force_login(handler)
    for _ in range(2):
        assert client.get(url("paper", placed.group_order, "settlement")).status_code == 200
    issued = IssuedPaper.objects.get()
    client.logout()

    answer = client.get(reverse("papers:check", args=[issued.token]))

    assert "内容与现在的记录一致" in answer.text
    assert placed.group_order.number in answer.text
    assert "李四" not in answer.text


def test_a_paper_issued_before_the_goods_changed_says_so(client, handler, acceptor, seller, accepted, now):
    client.force_login(handler)
    client.get(url("paper", accepted.group_order, "acceptance", accepted.number))
    issued = IssuedPaper.objects.get()
    accepted.acceptances.get().lines.update(accepted=21, short=1)

    assert "出具之后记录有变动" in client.get(reverse("papers:check", args=[issued.token])).text


def test_an_unknown_code_is_not_found(client, db):
    assert client.get(reverse("papers:check", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("name", ["papers", "papers_all"])
def test_papers_are_for_the_staff_of_the_unit(client, placed, member, stranger_handler, name):
    address = url(name, placed.group_order)

    assert client.get(address).status_code == 302
    for person, status in ((member, 403), (stranger_handler, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
    assert client.post(address).status_code == 405


def test_another_units_order_number_opens_no_paper(client, handler, placed):
    client.force_login(handler)

    assert client.get(url("paper", placed.group_order, "order", "JH2026-999999-01")).status_code == 404
    assert client.get(url("paper", placed.group_order, "nonsense")).status_code == 404


def test_the_folder_costs_the_same_for_one_participant_and_for_many(placed, now):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    group_order = GroupOrder.objects.select_related("unit", "handler").get(pk=placed.group_order.pk)
    with CaptureQueriesContext(connection) as few:
        folder.of(group_order)
    for number in range(20):
        person = group_order.participants.create(name=f"职工{number}", mobile=f"1370000{number:04d}", joined_at=now)
        person.pledges.create(item=group_order.items.get(), quantity=1, most=1, pledged_at=now)
    with CaptureQueriesContext(connection) as many:
        folder.of(group_order)

    assert len(few) == len(many)
