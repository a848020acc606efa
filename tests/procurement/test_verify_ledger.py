"""verify_ledger agrees with every honest history and names what was changed behind the ledger's back."""

from datetime import datetime
from io import StringIO
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procurement.delivery import claims, purchase_orders, shipments
from procurement.figures import verification
from procurement.models import LedgerEntry, Stage
from tests import factories
from tests.procurement.histories import History, buy, complete, make_plan, pay, receive


@pytest.fixture
def completed(oranges, unit, shopper, now):
    make_plan()
    return complete(oranges, 10, by=shopper, at=now, unit=unit)


@pytest.fixture
def unlocked(db):
    """Take the triggers off the ledger, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Deferred checks of foreign keys must be done before the table may be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE procurement_ledgerentry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER ledger_entry_no_update")
            cursor.execute("DROP TRIGGER ledger_entry_no_delete")


def run():
    """Return the exit code and the lines of the command."""
    out, code = StringIO(), 0
    try:
        call_command("verify_ledger", stdout=out, stderr=out)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue().splitlines()


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


@pytest.mark.parametrize("seed", range(3))
def test_honest_histories_agree(oranges, shopper, seed):
    oranges.stockrecords.update(num_in_stock=5000)
    history = History(shopper, datetime(2026, 2, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai")), Random(seed + 100))
    history.play([factories.UnitFactory()], [oranges], 30)

    code, lines = run()

    assert (code, len(lines)) == (0, 1), lines
    assert lines[0].endswith("全部一致。")
    assert f"{LedgerEntry.objects.count()} 条台账" in lines[0]
    assert "30 张采购订单、30 条订单明细" in lines[0]


def test_an_empty_ledger_agrees(db):
    assert run() == (0, ["已核对 0 条台账、0 张采购订单、0 条订单明细：全部一致。"])


def test_a_part_payment_before_a_shortage_agrees(oranges, unit, shopper, now):
    order = buy(oranges, 10, by=shopper, at=now, unit=unit)
    pay(order, by=shopper, at=now, amount=500)
    receive(order, by=shopper, at=now, short=5)

    assert run()[0] == 0


def test_a_changed_amount_is_named_with_both_amounts(completed, unlocked):
    entry = completed.ledger_entries.get(stage=Stage.COMPLETED)
    sql("UPDATE procurement_ledgerentry SET amount = 9999 WHERE id = %s", entry.pk)

    code, lines = run()

    assert code == 1
    about = [line for line in lines if line.startswith(f"台账 {entry.pk}（订单 {completed.number}）")]
    assert any("9999.00 元" in line and "应为 580.00 元" in line for line in about)
    assert any("内容与摘要不符" in line for line in about)
    assert lines[-1].endswith(f"{len(lines) - 1} 处不一致。")


def test_a_changed_name_breaks_the_digest(completed, unlocked):
    entry = completed.ledger_entries.first()
    sql("UPDATE procurement_ledgerentry SET unit_name = %s WHERE id = %s", "别的单位", entry.pk)

    assert run()[1][0] == f"台账 {entry.pk}（订单 {completed.number}）：内容与摘要不符，登记之后被改动过。"


def test_a_deleted_entry_is_missed(completed, unlocked):
    sql("DELETE FROM procurement_ledgerentry WHERE stage = 'ORDERED'")

    code, lines = run()

    assert code == 1
    assert any("订单数量为 10，台账下单合计为 0" in line for line in lines)


def test_a_changed_quantity_of_an_order_line_is_named(completed):
    completed.order.lines.update(quantity=12)

    code, lines = run()

    assert code == 1
    assert f"订单 {completed.number}“秭归脐橙 5kg/箱”：订单数量为 12，台账下单合计为 10。" in lines


def test_a_changed_price_of_an_order_line_is_named(completed):
    completed.order.lines.update(unit_price_incl_tax="57.00")

    assert any("单价为 58.00 元，订单明细为 57.00 元" in line for line in run()[1])


def test_a_changed_order_total_is_named(completed):
    completed.order.total_incl_tax = 600
    completed.order.save()

    assert f"订单 {completed.number}：订单金额为 600.00 元，明细与运费合计为 580.00 元。" in run()[1]


def test_a_changed_payment_is_named(completed):
    source = completed.order.sources.get()
    source.transactions.update(amount=500)

    code, lines = run()

    assert code == 1
    assert f"订单 {completed.number}：收款累计为 580.00 元，逐笔合计为 500.00 元。" in lines
    assert f"订单 {completed.number}：实收 500.00 元，台账已付款为 580.00 元。" in lines


def test_money_that_never_reached_the_ledger_is_named(oranges, unit, shopper, now):
    order = buy(oranges, 10, by=shopper, at=now, unit=unit)
    pay(order, by=shopper, at=now, amount=500)
    source = order.order.sources.get()
    source.debit(80, reference="behind", status="RECORDED")

    assert run()[1][0] == f"订单 {order.number}：实收 580.00 元已与应付相等，台账已付款为 0.00 元。"


def test_a_paid_date_without_payment_is_named(oranges, unit, shopper, now):
    order = buy(oranges, 1, by=shopper, at=now, unit=unit)
    order.paid_at = now
    order.save()

    assert run()[1][0].endswith("订单有付清时间，台账却没有付款记录。")


def test_a_changed_acceptance_is_named(completed):
    completed.acceptance.lines.update(accepted=9, short=1)

    assert any("验收单实收 9，台账验收合计为 10" in line for line in run()[1])


def test_a_status_that_differs_from_oscars_is_named(completed):
    completed.order.status = "SHIPPED"
    completed.order.save()

    assert any("采购订单为“已验收”，商城订单状态为 SHIPPED" in line for line in run()[1])


def test_a_cancelled_status_without_reversals_is_named(oranges, shopper, now):
    order = buy(oranges, 3, by=shopper, at=now)
    order.status = order.order.status = "CANCELLED"
    order.save()
    order.order.save()

    assert any("应为 0，台账下单净数量为 3" in line for line in run()[1])


def test_a_proof_of_another_order_is_named(completed, oranges, shopper, now, unlocked):
    other = complete(oranges, 1, by=shopper, at=now)
    sql("UPDATE procurement_ledgerentry SET acceptance_id = %s WHERE stage = 'COMPLETED'", other.acceptance.pk)

    assert any("所附验收单属于另一张订单" in line for line in run()[1])


def test_reversals_beyond_what_they_undo_are_named(completed, shopper, now, unlocked):
    line = completed.order.lines.get()
    purchase_orders.take_back(purchase_order=completed, packs={line.pk: 2}, by=shopper, at=now, reason="腐烂")
    sql("UPDATE procurement_ledgerentry SET quantity = -12 WHERE quantity < 0 AND stage = 'ACCEPTED'")

    assert any("数量 10，却被冲销了 12" in line for line in run()[1])


def test_a_wrong_tax_is_named(completed, unlocked):
    sql("UPDATE procurement_ledgerentry SET tax_amount = tax_amount + 0.01 WHERE stage = 'PAID'")

    assert any("已付款税额合计为 47.90 元，按税率 9% 应为 47.89 元" in line for line in run()[1])


def test_a_real_order_with_a_demo_entry_is_named(completed):
    completed.is_demo = True
    completed.save()

    assert sum("演示标记与订单不同" in line for line in run()[1]) == 4


def test_more_orders_take_no_more_queries(completed, oranges, shopper, now):
    counts = []
    for number in (1, 20):
        for _ in range(number):
            complete(oranges, 1, by=shopper, at=now)
        with CaptureQueriesContext(connection) as queries:
            assert list(verification.differences()) == []
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_partial_shipments_claims_and_replacements_agree(oranges, unit, shopper, now):
    order = buy(oranges, 10, by=shopper, at=now, unit=unit)
    line, who = order.order.lines.get().pk, {"by": shopper, "at": now}
    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="A", packs={line: 6}, **who)
    shipments.accept(shipment=order.shipments.get(), refused={line: (1, 1)}, **who)
    pay(order, **who)
    claims.reship(claim=order.claims.get(), carrier="顺丰", waybill="B", **who)
    shipments.accept(shipment=order.shipments.get(position=2), refused={line: (1, 0)}, **who)
    purchase_orders.cancel_rest(purchase_order=order, reason="断货", **who)

    assert run()[0] == 0
    assert order.ledger_entries.at_stage(Stage.ACCEPTED).net_quantities() == {line: 5}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE procurement_shipmentline SET quantity = 11", "订单数量为 10，发货单合计却为 11"),
        ("DELETE FROM procurement_shipmentline", "扣除取消、短少、破损和退货后应为"),
        ("UPDATE procurement_claimline SET packs = 4", "验收单短少、破损 3，到货售后却为 4"),
        ("UPDATE procurement_claim SET status = 'DISMISSED'", "另有补发签收和撤回、驳回的售后 3，台账下单合计为 10"),
    ],
)
def test_rows_of_shipments_and_claims_changed_behind_the_ledgers_back_are_named(
    oranges, shopper, now, change, sentence
):
    order = buy(oranges, 10, by=shopper, at=now)
    receive(order, by=shopper, at=now, short=3)
    if change.startswith("DELETE"):
        order = buy(oranges, 10, by=shopper, at=now)
        purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="A", by=shopper, at=now)
    sql(change)

    code, lines = run()

    assert code == 1
    assert any(sentence in row for row in lines), lines
