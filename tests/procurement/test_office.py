"""The county office's desk: who may come in, what it shows, and that each figure opens its entries."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.collection import group_orders
from procurement.delivery import purchase_orders
from procurement.models import LedgerEntry
from tests import factories
from tests.procurement.histories import buy, complete, make_plan, pay, receive

PAGES = [
    "home",
    "statistics",
    "statistics_xlsx",
    "statistics_docx",
    "months_chart",
    "ledger",
    "purchase_orders",
    "plans",
]


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture
def bought(plan, oranges, unit, shopper, now):
    return complete(oranges, 5, by=shopper, at=now, unit=unit)


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def page(client, name, *arguments, **query):
    answer = client.get(reverse(f"office:{name}", args=arguments), query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def words(html):
    """Return what a person reads, without the tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("name", PAGES)
def test_the_office_sees_its_pages(desk, bought, name):
    assert desk.get(reverse(f"office:{name}"), {"plan": "2026"}).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, "plan_new"])
def test_nobody_else_does(client, plan, handler, seller, supplier, shopper, name):
    address = reverse(f"office:{name}")
    assert client.get(address).status_code == 302

    for outsider in (handler, seller, shopper):
        client.force_login(outsider)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_pages_refuse_to_be_posted_to(desk, name):
    assert desk.post(reverse(f"office:{name}")).status_code == 405


def test_an_entry_and_an_order_are_closed_to_outsiders(client, bought, handler, seller):
    for person in (handler, seller):
        client.force_login(person)
        assert client.get(reverse("office:entry", args=[bought.ledger_entries.first().pk])).status_code == 404
        assert client.get(reverse("office:purchase_order", args=[bought.number])).status_code == 404


def test_the_first_page_names_the_stage_and_shows_all_four(desk, bought, oranges, shopper, now):
    buy(oranges, 2, by=shopper, at=now)
    html = words(page(desk, "home"))

    assert "采购额 已完成口径 290.00 元" in html
    assert "已下单 406.00" in html
    assert "未设目标" in html


def test_the_first_page_counts_what_waits(desk, plan, oranges, unit, shopper, handler, now):
    facts = {"by": shopper, "at": now}
    buy(oranges, 1, unit=unit, **facts)
    receive(buy(oranges, 2, unit=unit, **facts), **facts)
    shipped = buy(oranges, 3, unit=unit, **facts)
    purchase_orders.ship(purchase_order=shipped, carrier="顺丰", waybill="SF1", **facts)
    html = words(page(desk, "home"))

    assert "待发货 1 单 58.00 元" in html
    assert "待验收 1 单 174.00 元" in html
    assert "已验收未付款 1 单 116.00 元" in html


def test_the_first_page_lists_collections_under_way(desk, open_group_order):
    assert "春节慰问" in page(desk, "home")

    group_orders.cancel(
        group_order=open_group_order, by=open_group_order.handler, at=open_group_order.created_at, reason="不办了"
    )
    assert "春节慰问" not in page(desk, "home")


def test_without_any_plan_the_first_page_offers_to_make_one(desk):
    from procurement.models import Plan

    Plan.objects.all().delete()

    assert "建立方案" in page(desk, "home")
    assert desk.get(reverse("office:statistics")).status_code == 400


def test_each_figure_on_the_page_opens_a_list_with_its_sum(desk, bought, plan, oranges, unit, shopper, now):
    complete(oranges, 2, by=shopper, at=now - timedelta(days=70))
    late = complete(oranges, 3, by=shopper, at=now - timedelta(days=40), unit=unit)
    line = late.order.lines.get()
    purchase_orders.take_back(purchase_order=late, packs={line.pk: 1}, by=shopper, at=now, reason="腐烂")
    html = page(desk, "statistics", plan="2026")

    links = set(re.findall(r'class="opens[^"]*"\s+href="([^"]+)">([^<]+)<', html))
    assert len(links) > 15
    for address, amount in links:
        opened = words(desk.get(address.replace("&amp;", "&")).content.decode())
        assert f"合计 {amount} 元" in opened, address


def test_a_unit_with_a_target_shows_percentage_and_basis_one_without_does_not(
    desk, bought, plan, oranges, shopper, now
):
    other = factories.UnitFactory()
    complete(oranges, 1, by=shopper, at=now, unit=other)
    plan.targets.create(unit=bought.unit, amount=Decimal("580"), set_at=now, basis="OFFICE")
    html = words(page(desk, "statistics_units", plan="2026"))

    assert "580.00 协作办录入 50.0% 还差 290.00" in html
    assert "58.00 — 未设目标" in html
    assert "0.0%" not in html.replace("50.0%", "").replace("100.0%", "")


def test_all_units_can_be_listed(desk, bought):
    quiet = factories.UnitFactory(name="没有采购的单位")

    assert quiet.name not in page(desk, "statistics_units", plan="2026")
    assert quiet.name in page(desk, "statistics_units", plan="2026", all="1")


def test_filters_narrow_and_stand_as_chips(desk, bought, unit):
    html = page(desk, "ledger", plan="2026", unit=unit.code, region="420527", **{"from": "2026-11"})

    assert f"采购方：{unit.name}" in html
    assert "地区：秭归县" in html
    assert "月份：2026-11 至 2026-12" in html
    assert "合计 290.00 元" in words(html)


def test_months_of_another_plan_are_dropped_with_a_word(desk, bought):
    html = page(desk, "statistics", plan="2022", **{"from": "2026-03"})

    assert "已改为统计整个方案" in html


@pytest.mark.parametrize("query", [{"plan": "1999"}, {"unit": "XX"}, {"region": "000000"}, {"stage": "x"}])
def test_a_wrong_filter_gets_a_sentence(desk, plan, query):
    for name in ("statistics", "ledger", "statistics_xlsx", "months_chart"):
        answer = desk.get(reverse(f"office:{name}"), {"plan": "2026", **query})
        assert answer.status_code == 400
        assert "没有" in answer.content.decode()


def test_an_entry_shows_its_proofs(desk, bought, shopper):
    entry = bought.ledger_entries.get(stage="COMPLETED")
    html = words(page(desk, "entry", entry.pk))

    assert bought.number in html
    assert "应收 5，实收 5，短少 0，破损 0" in html
    assert f"流水号 {entry.transaction.reference}" in html
    assert "登记之后没有改动" in html


def test_a_reversal_and_what_it_undoes_link_to_each_other(desk, bought, shopper, now):
    line = bought.order.lines.get()
    purchase_orders.take_back(purchase_order=bought, packs={line.pk: 1}, by=shopper, at=now, reason="腐烂")
    reversal = bought.ledger_entries.get(stage="ORDERED", quantity=-1)

    assert reverse("office:entry", args=[reversal.reversal_of_id]) in page(desk, "entry", reversal.pk)
    assert reverse("office:entry", args=[reversal.pk]) in page(desk, "entry", reversal.reversal_of_id)


def test_a_tampered_entry_is_called_out(desk, bought):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE procurement_ledgerentry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER ledger_entry_no_update")
        cursor.execute("UPDATE procurement_ledgerentry SET amount = 1 WHERE stage = 'PAID'")

    assert "登记之后被改动过" in page(desk, "entry", LedgerEntry.objects.get(stage="PAID").pk)


def test_the_order_page_lists_its_entries_and_takes_a_payment(desk, plan, oranges, unit, shopper, now):
    order = buy(oranges, 5, by=shopper, at=now, unit=unit)
    html = page(desk, "purchase_order", order.number)
    assert "已下单" in html
    assert reverse("payments:record", args=[order.number]) in html

    pay(order, by=shopper, at=now)
    assert "已付款" in words(page(desk, "purchase_order", order.number))


def test_demo_orders_and_entries_are_hidden_from_a_real_office(desk, plan, oranges, shopper, now, settings):
    demo = complete(oranges, 5, by=shopper, at=now, is_demo=True)
    addresses = [
        reverse("office:purchase_order", args=[demo.number]),
        reverse("office:entry", args=[demo.ledger_entries.first().pk]),
    ]

    assert [desk.get(address).status_code for address in addresses] == [404, 404]
    assert demo.number not in page(desk, "purchase_orders")

    settings.DEMO = True
    assert [desk.get(address).status_code for address in addresses] == [200, 200]


def test_files_are_offered_under_a_chinese_name(desk, bought):
    answer = desk.get(reverse("office:statistics_xlsx"), {"plan": "2026"})

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "filename*=utf-8''%E5%BB%BA%E6%B9%96%E5%8E%BF2026" in answer["Content-Disposition"]
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("shape", ["", "upright"])
def test_the_chart_is_a_picture_without_scripts_or_foreign_addresses(desk, bought, shape):
    svg = page(desk, "months_chart", plan="2026", shape=shape)

    assert "<script" not in svg
    assert "href=" not in svg.replace('xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    assert "秭归县" in svg
    assert "Noto Sans CJK SC" in svg
    assert "#e8862e" in svg or "#1e6b52" in svg


def test_the_chart_of_an_empty_year_is_drawn_too(desk, plan):
    assert "<svg" in page(desk, "months_chart", plan="2026")


@pytest.mark.parametrize("name", ["home", "statistics", "statistics_units", "ledger", "purchase_orders"])
def test_fifty_rows_take_as_many_queries_as_five(desk, plan, oranges, shopper, now, name):
    oranges.stockrecords.update(num_in_stock=5000)
    counts = []
    for number in (5, 45):
        for _ in range(number):
            complete(oranges, 1, by=shopper, at=now, unit=factories.UnitFactory())
        with CaptureQueriesContext(connection) as queries:
            page(desk, name, plan="2026")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 35


def test_an_orders_page_takes_as_many_queries_for_one_entry_as_for_eight(desk, plan, oranges, shopper, now):
    counts = []
    for order in (buy(oranges, 1, by=shopper, at=now), complete(oranges, 2, by=shopper, at=now)):
        with CaptureQueriesContext(connection) as queries:
            page(desk, "purchase_order", order.number)
        counts.append(len(queries))

    assert counts[1] - counts[0] <= 3  # the rows of the shipment and of the acceptance, the photos
