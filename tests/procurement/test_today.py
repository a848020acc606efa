"""What each desk opens on: each thing that waits, its age, its deadline, and a list of exactly these."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.collection import approvals
from procurement.delivery import claims, purchase_orders
from procurement.models import Claim, PurchaseOrder, UnitApplication
from procurement.today import tasks
from procurement.today.tasks import Task
from shop.payments import bank_transfer
from shop.produce.models import ListingRequest
from tests import factories

from . import states
from .test_supplier_desk import SHIPMENT, order

Status = states.Status


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def cast(handler, approver, at):
    return states.Cast(handler, approver, at)


def shown(client, person, address):
    client.force_login(person)
    return {task.title: task for task in client.get(address).context["tasks"]}


def counted(client, task):
    """Return how many rows the list behind a task holds."""
    context = client.get(task.url).context
    if "page" in context:
        return context["page"].paginator.count
    return sum(len(account.orders) for account in context["accounts"])


def agree_with_their_lists(client, found):
    # Slips stand on a page with other things.
    return all(counted(client, task) == task.count for title, task in found.items() if "回单" not in title)


def accepted(product, *, unit, handler, seller, acceptor, at, number="S9"):
    made = order(product, 2, by=handler, at=at, unit=unit, number=number)
    purchase_orders.ship(purchase_order=made, by=seller, at=at, **SHIPMENT | {"waybill": f"SF{number}"})
    return purchase_orders.accept(purchase_order=made, refused={}, by=acceptor, at=at)


def test_a_supplier_sees_all_that_waits_and_each_line_lists_it(
    client, supplier, seller, unit, handler, acceptor, oranges, at
):
    old = at - timedelta(days=40)
    due = accepted(oranges, unit=unit, handler=handler, seller=seller, acceptor=acceptor, at=old)
    order(oranges, 2, by=handler, at=at - timedelta(days=3), unit=unit, number="S1")
    acceptance = due.acceptances.get()
    line = due.order.lines.get()
    claims.open_claim(
        acceptance=acceptance, kind=Claim.Kind.QUALITY, packs={line.pk: 1}, words="坏果", by=handler, at=old
    )
    paid = order(oranges, 1, by=seller, at=at, number="S3")
    bank_transfer.record(purchase_order=paid, amount=Decimal("58.00"), reference="B1", by=seller, at=at)
    purchase_orders.cancel(purchase_order=paid, by=seller, at=at, reason="断货")
    few = factories.make_product(supplier, title="只剩几箱", stock=3)
    facts = {"kind": "PRICE", "new_price": "70", "state": "RETURNED", "reason": "太贵"}
    ListingRequest.objects.create(product=few, asked_at=at, decided_at=at, **facts)

    found = shown(client, seller, reverse("supplier:home", args=[supplier.code]))

    assert list(found) == [
        "待答复的售后",
        "待发货",
        "待开发票",
        "逾期未付的货款",
        "待退款",
        "被退回的上架和涨价",
        "快卖完的商品",
    ]
    assert found["待发货"].age == "最早的已等 3 天" and found["待发货"].deadline == "已超期 1 天"
    assert found["逾期未付的货款"].deadline == "已超期 9 天"
    assert agree_with_their_lists(client, found)


def test_a_line_is_gone_once_its_thing_is_done(client, supplier, seller, unit, handler, oranges, at):
    placed = order(oranges, 2, by=handler, at=at, unit=unit)
    address = reverse("supplier:home", args=[supplier.code])
    before = shown(client, seller, address)

    client.post(reverse("supplier:ship", args=[supplier.code, placed.number]), SHIPMENT)

    assert "待发货" in before and "待发货" not in shown(client, seller, address)


def test_nobody_sees_what_waits_for_another_supplier(client, rival, unit, handler, oranges, at):
    order(oranges, 2, by=handler, at=at, unit=unit)
    other = rival.partners.get()

    assert shown(client, rival, reverse("supplier:home", args=[other.code])) == {}


def test_a_returned_listing_is_solved_by_asking_again(oranges, at):
    facts = {"product": oranges, "kind": "PRICE", "new_price": "70"}
    ListingRequest.objects.create(asked_at=at, decided_at=at, state="RETURNED", reason="太贵", **facts)
    before = ListingRequest.objects.unsolved(at).count()

    ListingRequest.objects.create(asked_at=at + timedelta(hours=1), **facts | {"new_price": "60"})

    assert (before, ListingRequest.objects.unsolved(at).count()) == (1, 0)


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (Status.DRAFT, "草稿"),
        (Status.OPEN, "正在征集"),
        (Status.CLOSED, "已截止，等提交审批"),
        (Status.RETURNED, "退回修改的采购单"),
        (Status.APPROVED, "已批准，等下单"),
    ],
)
def test_a_handler_sees_each_group_order_that_waits(client, unit, cast, oranges, status, title):
    states.bring(states.draft(unit, cast, [oranges]), status, cast)

    found = shown(client, cast.handler, reverse("unit:home", args=[unit.code]))

    assert list(found) == [title] and found[title].count == 1
    assert agree_with_their_lists(client, found)


def test_an_approver_sees_what_waits_for_them_and_nobody_else_does(client, unit, cast, oranges):
    states.bring(states.draft(unit, cast, [oranges]), Status.SUBMITTED, cast)
    address = reverse("unit:home", args=[unit.code])

    found = shown(client, cast.approver, address)

    assert list(found) == ["等我审批"] and agree_with_their_lists(client, found)
    assert approvals.waiting_for(cast.handler, cast.at) == [] and shown(client, cast.handler, address) == {}


def test_a_handler_sees_what_comes_what_to_pay_and_which_invoices_are_missing(
    client, unit, handler, seller, acceptor, oranges, at
):
    accepted(oranges, unit=unit, handler=handler, seller=seller, acceptor=acceptor, at=at - timedelta(days=20))
    order(oranges, 1, by=handler, at=at, unit=unit, number="S2")
    sent = order(oranges, 1, by=handler, at=at, unit=unit, number="S3")
    purchase_orders.ship(purchase_order=sent, by=seller, at=at, **SHIPMENT)
    address = reverse("unit:home", args=[unit.code])

    found = shown(client, handler, address)
    to_sign = shown(client, acceptor, address)

    assert {title: task.count for title, task in found.items()} == {"还没收到发票": 1, "等付款": 3, "等到货": 1}
    assert found["还没收到发票"].is_late and not found["等付款"].is_late
    assert agree_with_their_lists(client, found)
    assert set(to_sign) == {"已发货，等验收", "等到货"} and agree_with_their_lists(client, to_sign)


def test_a_claim_that_was_rejected_waits_for_the_unit(client, unit, handler, seller, acceptor, oranges, at):
    made = accepted(oranges, unit=unit, handler=handler, seller=seller, acceptor=acceptor, at=at)
    claim = claims.open_claim(
        acceptance=made.acceptances.get(),
        kind=Claim.Kind.QUALITY,
        packs={made.order.lines.get().pk: 1},
        words="坏果",
        by=handler,
        at=at,
    )
    claims.reject(claim=claim, words="发货时完好", by=seller, at=at)

    found = shown(client, handler, reverse("unit:home", args=[unit.code]))

    assert found["售后没有谈妥"].count == 1 and agree_with_their_lists(client, found)


def test_the_office_sees_its_queues(client, office, unit, handler, seller, acceptor, oranges, at):
    old = at - timedelta(days=50)
    facts = {"name": "新单位", "short_name": "新", "credit_code": factories.credit_code(), "kind": "INSTITUTION"}
    UnitApplication.objects.create(token="t" * 32, submitted_at=old, contact_name="张", contact_phone="1", **facts)
    ListingRequest.objects.create(product=oranges, kind="FIRST", new_price="58", asked_at=at)
    factories.make_offline_purchase(unit, at=at)
    made = accepted(oranges, unit=unit, handler=handler, seller=seller, acceptor=acceptor, at=old)
    packs = {made.order.lines.get().pk: 1}
    facts = {"acceptance": made.acceptances.get(), "kind": Claim.Kind.QUALITY, "words": "坏果", "by": handler}
    claim = claims.open_claim(packs=packs, at=old, **facts)
    claims.reject(claim=claim, words="发货时完好", by=seller, at=old)
    claims.hand_over(claim=claim, by_supplier=False, words="请裁定", by=handler, at=old)

    found = shown(client, office, reverse("office:home"))

    assert list(found)[:3] == ["售后争议", "单位入驻申请", "逾期未付的货款"]
    assert set(list(found)[3:]) == {"上架与涨价", "线下凭证待核实"}
    assert agree_with_their_lists(client, found)


def test_an_empty_desk_says_what_will_come(client, office, supplier, seller, oranges):
    client.force_login(office)
    assert "没有等协作办办理的事" in client.get(reverse("office:home")).text
    client.force_login(seller)
    assert "今天没有要办的事" in client.get(reverse("supplier:home", args=[supplier.code])).text


@pytest.mark.parametrize("desk", ["supplier", "unit", "office"])
def test_a_desk_takes_as_many_queries_for_fifty_orders_as_for_five(
    client, desk, supplier, seller, unit, handler, office, oranges, at
):
    people = {"supplier": (seller, [supplier.code]), "unit": (handler, [unit.code]), "office": (office, [])}
    person, arguments = people[desk]
    client.force_login(person)
    counts = []
    for many in (5, 45):
        for number in range(many):
            made = order(oranges, 1, by=handler, at=at, unit=unit, number=f"N{many}-{number}")
            if number % 2:
                purchase_orders.ship(purchase_order=made, by=seller, at=at, **SHIPMENT)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"{desk}:home", args=arguments)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 45


def test_late_things_come_first_in_their_order_then_what_is_due_first(now):
    def task(title, due=None, count=1):
        due_at = due and now + timedelta(hours=due)
        return Task(title, "", "", count, now, due_at=due_at)

    ranked = tasks.ranked([task("无期"), task("后天", 48), task("晚了", -1), task("明天", 24), task("更晚", -90)])

    assert [each.title for each in ranked] == ["晚了", "更晚", "明天", "后天", "无期"]
    assert tasks.ranked([task("没有", count=0)]) == []


@pytest.mark.parametrize(
    ("hours", "words"), [(-1, "不到 1 小时"), (0.5, "不到 1 小时"), (5, "5 小时"), (47, "1 天"), (48, "2 天")]
)
def test_a_span_is_said_in_its_largest_measure(hours, words):
    assert tasks.length(timedelta(hours=hours)) == words


def test_cancelled_orders_ask_for_no_invoice(unit, handler, oranges, seller, at):
    made = order(oranges, 1, by=handler, at=at, unit=unit)
    purchase_orders.cancel(purchase_order=made, by=seller, at=at, reason="断货")

    assert not PurchaseOrder.objects.to_invoice().exists()
