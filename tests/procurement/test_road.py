"""The whole road through the domain functions: pledged, placed, shipped, accepted, paid, counted."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.collection import group_orders
from procurement.delivery import claims, purchase_orders
from procurement.models import GroupOrder, LedgerEntry, Stage
from shop.payments import bank_transfer


def nets(purchase_order):
    return {stage: purchase_order.ledger_entries.at_stage(stage).total() for stage in Stage}


@pytest.fixture
def placed(open_group_order, handler, approver, now):
    item = open_group_order.items.get()
    for number, quantity in enumerate((12, 10)):
        group_orders.join(
            group_order=open_group_order,
            name=f"职工{number}",
            mobile=f"1000000900{number}",
            quantities={item.pk: quantity},
            at=now,
        )
    group_orders.close(group_order=open_group_order, by=handler, at=now)
    group_orders.submit(group_order=open_group_order, by=handler, at=now)
    group_orders.approve(group_order=open_group_order, by=approver, at=now)
    return group_orders.place(group_order=open_group_order, by=handler, at=now)[0]


def test_the_tier_price_settles_on_the_total_of_all_pledges(placed):
    line = placed.order.lines.get()

    assert (line.quantity, line.unit_price_incl_tax) == (22, Decimal("56.30"))
    assert nets(placed)[Stage.ORDERED] == 22 * Decimal("56.30")


def test_a_shortage_comes_off_every_stage_and_settles_the_group_order(placed, seller, acceptor, now):
    line = placed.order.lines.get()
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    purchase_orders.accept(purchase_order=placed, refused={line.pk: (1, 1)}, by=acceptor, at=now + timedelta(days=2))
    due = 20 * Decimal("56.30")
    bank_transfer.record(purchase_order=placed, amount=due, reference="B1", by=seller, at=now + timedelta(days=9))
    assert GroupOrder.objects.get().status == GroupOrder.Status.RECEIVED

    claims.refund(claim=placed.claims.get(), by=seller, at=now + timedelta(days=9))

    assert nets(placed) == dict.fromkeys(Stage, due)
    assert GroupOrder.objects.get().status == GroupOrder.Status.SETTLED
    completed = placed.ledger_entries.get(stage=Stage.COMPLETED)
    assert completed.acceptance and completed.transaction
    assert completed.content_digest() == completed.digest == LedgerEntry.objects.get(pk=completed.pk).content_digest()


def test_paid_keeps_its_amount_until_the_refund_of_a_shortage(placed, seller, acceptor, now):
    line = placed.order.lines.get()
    full, due = 22 * Decimal("56.30"), 20 * Decimal("56.30")
    bank_transfer.record(purchase_order=placed, amount=full, reference="B1", by=seller, at=now)
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    purchase_orders.accept(purchase_order=placed, refused={line.pk: (2, 0)}, by=acceptor, at=now)
    assert (nets(placed)[Stage.PAID], nets(placed)[Stage.COMPLETED]) == (full, due)

    bank_transfer.refund(purchase_order=placed, reference="R1", by=seller, at=now, reason="短少")

    assert nets(placed) == dict.fromkeys(Stage, due)


def test_a_cancelled_order_gives_its_stock_back_and_counts_nothing(placed, seller, oranges, now):
    purchase_orders.cancel(purchase_order=placed, by=seller, at=now, reason="断货")

    assert oranges.stockrecords.get().num_allocated == 0
    assert nets(placed) == dict.fromkeys(Stage, Decimal("0.00"))
    assert GroupOrder.objects.get().status == GroupOrder.Status.CANCELLED


def test_placing_twice_changes_nothing(placed, open_group_order, handler, now):
    assert group_orders.place(group_order=open_group_order, by=handler, at=now) == [placed]


def test_goods_taken_back_come_off_all_stages_after_the_refund(placed, seller, acceptor, now):
    line = placed.order.lines.get()
    full = 22 * Decimal("56.30")
    bank_transfer.record(purchase_order=placed, amount=full, reference="B1", by=seller, at=now)
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    purchase_orders.accept(purchase_order=placed, refused={}, by=acceptor, at=now)

    purchase_orders.take_back(purchase_order=placed, packs={line.pk: 2}, by=seller, at=now, reason="腐烂")
    bank_transfer.refund(purchase_order=placed, reference="R1", by=seller, at=now, reason="腐烂")

    assert nets(placed) == dict.fromkeys(Stage, 20 * Decimal("56.30"))
