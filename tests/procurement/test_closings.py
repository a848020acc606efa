"""A month is closed once, in its turn, with nothing forbidding it; what comes later is an adjustment that names it."""

import hashlib
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from docx import Document

from procurement.delivery import purchase_orders
from procurement.figures import closings, digests
from procurement.figures.reports import bulletin
from procurement.figures.statistics import overview, selection
from procurement.models import Closing, LedgerEntry, OfflinePurchase, Plan, Stage
from shop.payments import bank_transfer
from tests import factories

from .closing_months import close, day
from .histories import buy, complete, make_plan, pay, receive
from .test_verify_ledger import run, sql, unlocked  # noqa: F401


@pytest.fixture
def bought(oranges, unit, shopper):
    """Ten boxes of 58 CNY in October and three in November."""
    make_plan()
    return [complete(oranges, packs, by=shopper, at=day(month), unit=unit) for packs, month in ((10, 10), (3, 11))]


@pytest.fixture
def october(bought, office):
    return close("2026-10", office, day(11, 5))


def amounts(closing):
    return {row["stage"]: row["amount"] for row in closing.content["stages"]}


def refusal(period, by, at, **facts):
    with pytest.raises(closings.Refused) as refused:
        close(period, by, at, **facts)
    return str(refused.value)


def test_a_closing_says_what_the_month_added_up_to(october, office, unit):
    assert amounts(october) == dict.fromkeys(Stage.values, "580.00")
    assert october.content["regions"][0]["name"] == "秭归县"
    assert october.content["units"][0] | {"path": ""} == {
        "code": unit.code,
        "name": unit.name,
        "path": "",
        **dict.fromkeys(Stage.values, "580.00"),
    }
    assert (october.entries, october.closed_by, october.content["signer"]) == (4, office, "周主任")
    assert october.digest == october.content_digest()
    assert Closing.objects.get().content_digest() == october.digest, "stored and read again it is the same"


def test_closings_form_a_chain(october, office):
    november = close("2026-11", office, day(12, 1))

    assert november.previous == october
    assert november.content_digest() == november.digest
    november.previous.digest = "0" * 64
    assert november.content_digest() != november.digest


def test_months_are_closed_in_turn_and_only_when_they_are_over(bought, office):
    assert refusal("2026-11", office, day(12, 1)) == "2026年10月还没有封账，请按月份先后办理。"
    assert refusal("2026-09", office, day(12, 1)) == "2026年9月没有台账，封账从2026年10月开始。"
    assert refusal("2026-10", office, day(10, 31)) == "2026年10月还没有过完，下月 1 日起可以封账。"
    close("2026-10", office, day(12, 1))
    assert refusal("2026-10", office, day(12, 1)) == "2026年10月已经封账，没有重复办理。"


def test_a_month_without_purchases_is_closed_like_any_other(october, office):
    close("2026-11", office, day(12, 1))
    december = close("2026-12", office, day(1, 1, year=2027))

    assert (december.entries, december.content["units"]) == (0, [])
    assert amounts(december) == dict.fromkeys(Stage.values, "0.00")
    assert run()[0] == 0


def test_the_list_says_where_each_month_stands(october, office):
    found = closings.listed(day(12, 2))

    assert [(one.period, bool(one.closing), one.is_closable, one.is_over) for one in found] == [
        ("2026-12", False, False, False),
        ("2026-11", False, True, True),
        ("2026-10", True, False, True),
    ]
    assert [one.completed for one in found] == [Decimal("0.00"), Decimal("174.00"), Decimal("580.00")]


def test_an_empty_ledger_has_nothing_to_close(office, now):
    assert refusal("2026-10", office, now) == "台账里还没有记录，不用封账。"
    assert closings.listed(now) == []


def test_what_waits_for_the_office_forbids_closing(bought, office, unit):
    waiting = factories.make_offline_purchase(unit, at=day(10, 20))
    OfflinePurchase.objects.filter(pk=waiting.pk).update(status="SUBMITTED")
    assert refusal("2026-10", office, day(11, 5)) == "还不能封账：待核实的线下采购 1 笔。"

    OfflinePurchase.objects.filter(pk=waiting.pk).update(status="RETURNED")
    assert refusal("2026-10", office, day(11, 5), is_acknowledged=False).startswith("还有未了结的事项")
    outstanding = close("2026-10", office, day(11, 5)).content["outstanding"]
    assert [(row["key"], row["count"], row["amount"]) for row in outstanding] == [("incomplete", 1, "1250.05")]


def test_an_entry_changed_behind_the_ledgers_back_forbids_closing(bought, office, unlocked):  # noqa: F811
    sql("UPDATE procurement_ledgerentry SET unit_name = '别人' WHERE period = '2026-10' AND stage = 'PAID'")

    assert refusal("2026-10", office, day(11, 5)) == "还不能封账：内容与摘要不符的台账 1 笔。"


def test_rollups_that_differ_forbid_closing(bought, office):
    sql("UPDATE procurement_rollup SET amount_fen = amount_fen + 1 WHERE cut = 'UNIT' AND period = '2026-10'")

    assert "汇总与台账不符" in refusal("2026-10", office, day(11, 5))


def test_unpaid_orders_and_claims_are_counted_with_their_amount(bought, oranges, unit, shopper, office):
    unpaid = buy(oranges, 4, by=shopper, at=day(10), unit=unit)
    receive(unpaid, by=shopper, at=day(10), short=1)
    early, late = (
        {one.key: (one.count, one.amount) for one in closings.check("2026-10", day(11, when)) if one.count}
        for when in (5, 20)
    )

    assert early == {"claims": (1, None)}
    assert late == {"claims": (1, None), "unpaid": (1, Decimal("174.00"))}


def test_the_checklist_takes_the_same_queries_for_few_and_many(bought, oranges, unit, shopper):
    counts = []
    for number in (1, 8):
        for _ in range(number):
            receive(buy(oranges, 4, by=shopper, at=day(10), unit=unit), by=shopper, at=day(10), short=1)
        with CaptureQueriesContext(connection) as queries:
            closings.check("2026-10", day(11, 20))
            closings.listed(day(11, 20))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_closing_is_never_changed_and_its_month_never_written_into(october):
    for statement in ("UPDATE procurement_closing SET entries = 0", "DELETE FROM procurement_closing"):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement)
    entry = LedgerEntry.objects.filter(period="2026-10").first()
    entry.pk = None
    with pytest.raises(DatabaseError, match="closed month"), transaction.atomic():
        entry.save(force_insert=True)


def test_a_refund_after_closing_is_an_adjustment_in_statistics_and_bulletin(october, bought, shopper, office):
    order, plan = bought[0], selection.whole(Plan.objects.get(year=2026))
    before = overview.read(plan.narrowed(first_month="2026-10", last_month="2026-10"))
    purchase_orders.take_back(
        purchase_order=order, packs={order.order.lines.get().pk: 2}, reason="腐烂", by=shopper, at=day(11, 20)
    )
    bank_transfer.refund(purchase_order=order, reference="R1", by=shopper, at=day(11, 21), reason="退款")

    for entry in LedgerEntry.objects.filter(reversal_of__purchase_order=order):
        assert (entry.period, entry.corrects_period) == ("2026-11", "2026-10")
    assert LedgerEntry.objects.filter(reversal_of__purchase_order=order).values("stage").distinct().count() == 4
    after = overview.read(before.selection)
    assert (after.total.amount, after.adjustments) == (before.total.amount, [])
    november = overview.read(plan.narrowed(first_month="2026-11", last_month="2026-11"))
    assert november.total.amount == Decimal("174.00") - Decimal("116.00")
    assert [(one.month, one.entries, one.amount) for one in november.adjustments] == [
        ("2026-10", 1, Decimal("-116.00"))
    ]
    text = bulletin_text(november.selection)
    assert "更正已封账的2026年10月-116.00元" in text and "58.00元" in text
    closed = close("2026-11", office, day(12, 1))
    assert {(row["month"], row["amount"]) for row in closed.content["adjustments"]} == {("2026-10", "-116.00")}
    assert run()[0] == 0


def bulletin_text(chosen):
    document = Document(BytesIO(bulletin.write(chosen, at=day(12, 2))))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_an_adjustment_of_an_adjustment_names_the_month_that_was_wrong_first(october, bought, shopper, office):
    order = bought[0]
    line = order.order.lines.get().pk
    purchase_orders.take_back(purchase_order=order, packs={line: 2}, reason="腐烂", by=shopper, at=day(11, 20))
    close("2026-11", office, day(12, 1))

    purchase_orders.take_back(purchase_order=order, packs={line: 1}, reason="又一箱", by=shopper, at=day(12, 3))

    late = LedgerEntry.objects.filter(period="2026-12")
    assert set(late.values_list("corrects_period", flat=True)) == {"2026-10"}
    assert [one.month for one in closings.to_earlier_months(Q(period="2026-12"))] == ["2026-10"]
    assert closings.of_month("2026-10").count() == LedgerEntry.objects.filter(quantity__lt=0).count()


def test_an_event_told_late_counts_in_the_open_month_and_names_its_own(october, oranges, unit, shopper):
    late = complete(oranges, 1, by=shopper, at=day(10, 30), unit=unit)

    for entry in late.ledger_entries.all():
        assert (entry.period, entry.corrects_period, str(entry.occurred_on)) == ("2026-11", "2026-10", "2026-10-30")
    assert run()[0] == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE procurement_closing SET entries = 5", "封账时 5 条，现在 4 条"),
        ("UPDATE procurement_closing SET content = '{\"stages\": []}'", "封账内容与封账摘要不符"),
        ("DELETE FROM procurement_ledgerentry WHERE stage = 'PAID' AND period = '2026-10'", "封账时 4 条，现在 3 条"),
        ("UPDATE procurement_ledgerentry SET digest = 'x' WHERE stage = 'PAID'", "台账摘要与封账时不同"),
        (
            "UPDATE procurement_ledgerentry SET amount = amount + 1 WHERE stage = 'PAID' AND period = '2026-10'",
            "已付款金额封账时为 580.00 元，现在为 581.00 元",
        ),
        ("UPDATE procurement_ledgerentry SET period = '2026-09' WHERE period = '2026-11'", "台账在封账之前的月份"),
    ],
)
def test_verify_ledger_names_what_changed_in_a_closed_month(october, unlocked, change, sentence):  # noqa: F811
    unlock_closings()
    sql(change)

    code, lines = run()

    assert code == 1
    assert any(sentence in line for line in lines), lines


def unlock_closings():
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("ALTER TABLE procurement_closing DISABLE TRIGGER USER")
    else:
        sql("DROP TRIGGER closing_no_update")


def test_the_digest_of_a_month_is_the_same_in_sql_and_in_python(october):
    rows = LedgerEntry.objects.filter(period="2026-10").order_by("pk").values_list("digest", flat=True)
    assert digests.of_months(["2026-10", "2026-09"]) == {
        "2026-10": (4, hashlib.sha256("".join(rows).encode()).hexdigest())
    }
    assert october.entries_digest == digests.of_months(["2026-10"])["2026-10"][1]


def test_money_paid_before_and_for_a_closed_month_stays_apart(october, bought, oranges, unit, shopper, office):
    """A payment that comes after closing is no adjustment: it happened in its own month."""
    order = buy(oranges, 1, by=shopper, at=day(11, 3), unit=unit)
    receive(order, by=shopper, at=day(11, 3))
    close("2026-11", office, day(12, 1))
    pay(order, by=shopper, at=day(12, 2))

    entries = order.ledger_entries.filter(period="2026-12")
    assert {entry.stage for entry in entries} == {Stage.PAID, Stage.COMPLETED}
    assert not entries.exclude(corrects_period="").exists()
