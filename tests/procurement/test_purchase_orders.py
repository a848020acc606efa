"""One supplier's order from placing to taking back: the table of moves, and what money and goods add up to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from oscar.core.loading import get_model

from procurement import numbers
from procurement.delivery import claims, purchase_orders, shipments
from procurement.delivery.purchase_orders import MOVES, Address, Wanted
from procurement.figures import verification
from procurement.models import Channel, FundSource, GroupOrder, PurchaseOrder, Shipment, Stage
from shop.payments import bank_transfer
from shop.produce import stock
from tests import factories
from tests.procurement import stories

StockRecord = get_model("partner", "StockRecord")
Status = PurchaseOrder.Status
ADDRESS = Address(name="收货人", mobile="13800001234", street="人民路 1 号", city="盐城市", district="建湖县")
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def order(goods, *, by, at, unit=None, number="JH2026-000001"):
    """Place one order of ``[(product, packs)]`` and return its purchase orders."""
    records = [(product.stockrecords.get(), packs) for product, packs in goods]
    wanted = [Wanted(record, packs, record.price) for record, packs in records]
    return order_all(wanted, by=by, at=at, unit=unit, number=number)


def order_all(wanted, *, by, at, unit, number):
    return purchase_orders.place(
        number=number,
        wanted=wanted,
        address=ADDRESS,
        channel=Channel.GROUP,
        fund_source=FundSource.UNION,
        by=by,
        at=at,
        unit=unit,
    )


def nets(purchase_order):
    return {stage: purchase_order.ledger_entries.at_stage(stage).total() for stage in Stage}


@pytest.fixture
def placed(unit, handler, oranges, now):
    """Ten boxes at 58.00."""
    return order([(oranges, 10)], by=handler, at=now, unit=unit)[0]


@pytest.fixture
def line(placed):
    return placed.order.lines.get()


@pytest.fixture
def shipped(placed, seller, now):
    return purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)


@pytest.fixture
def accepted(shipped, acceptor, now):
    return purchase_orders.accept(purchase_order=shipped, refused={}, by=acceptor, at=now)


def steps(purchase_order, person, at):
    """Each step as a function without arguments, by the state it leads to."""
    who = {"purchase_order": purchase_order, "by": person, "at": at}
    part = {purchase_order.order.lines.get().pk: 4}
    return {
        Status.PARTLY_SHIPPED: lambda: purchase_orders.ship(carrier="顺丰", waybill="SF2", packs=part, **who),
        Status.SHIPPED: lambda: purchase_orders.ship(carrier="顺丰", waybill="SF3", **who),
        Status.ACCEPTED: lambda: accept_all(**who),
        Status.CANCELLED: lambda: purchase_orders.cancel(reason="不要了", **who),
    }


def accept_all(**who):
    """Sign for all that was sent; an order sent in part is then accepted once the rest is cancelled."""
    if PurchaseOrder.objects.get().is_partly_shipped:
        shipments.accept(shipment=Shipment.objects.get(), refused={}, by=who["by"], at=who["at"])
        return purchase_orders.cancel_rest(reason="断货", **who)
    return purchase_orders.accept(refused={}, **who)


def bring_to(status, purchase_order, person, at):
    path = {Status.ACCEPTED: [Status.SHIPPED, Status.ACCEPTED]}.get(status, [status])
    for step in path if status != Status.PLACED else []:
        steps(purchase_order, person, at)[step]()


# A second part is sent within the same state.
# What waits for an online payment is tested with those (``tests.shop.test_online_payments``).
STATES = [status for status in Status if status != Status.PENDING_PAYMENT]
PAIRS = [(old, new) for old in STATES for new in STATES if new != Status.PLACED]
PAIRS.remove((Status.PARTLY_SHIPPED, Status.PARTLY_SHIPPED))


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_an_order_moves_along_the_table_and_nowhere_else(placed, seller, now, old, new):
    bring_to(old, placed, seller, now)

    if new in MOVES.get(old, ()):
        steps(placed, seller, now)[new]()
        placed.refresh_from_db()
        assert placed.status == placed.order.status == new
        assert placed.moves.last().old == old
    else:
        before = list(placed.ledger_entries.values_list("pk"))
        with pytest.raises(purchase_orders.IllegalMove) as refused:
            steps(placed, seller, now)[new]()
        is_nearly = (old, new) == (Status.SHIPPED, Status.PARTLY_SHIPPED)
        assert refused.value.is_repeated == (old == new or is_nearly)
        assert list(placed.ledger_entries.values_list("pk")) == before


def test_suppliers_get_one_order_each_with_their_own_lines(oranges, unit, handler, now):
    other = factories.make_product(price="20.00")

    one, two = order([(other, 3), (oranges, 2)], by=handler, at=now, unit=unit)

    assert {one.supplier, two.supplier} == {oranges.stockrecords.get().partner, other.stockrecords.get().partner}
    assert (one.number, two.number) == ("JH2026-000001-01", "JH2026-000001-02")
    assert sorted(row.order.total_incl_tax for row in (one, two)) == [Decimal("60.00"), Decimal("116.00")]
    assert one.order.shipping_address.line3 == "建湖县"


def test_nothing_is_ordered_when_one_product_is_missing(oranges, handler, now):
    scarce = factories.make_product(stock=2)

    with pytest.raises(stock.OutOfStock):
        order([(oranges, 2), (scarce, 3)], by=handler, at=now)

    assert not PurchaseOrder.objects.exists()
    assert oranges.stockrecords.get().num_allocated == 0


def test_the_same_product_wanted_twice_is_counted_together(handler, now):
    scarce = factories.make_product(stock=5)

    with pytest.raises(stock.OutOfStock):
        order([(scarce, 3), (scarce, 3)], by=handler, at=now)


@pytest.mark.parametrize("packs", [0, -1])
def test_less_than_one_pack_is_refused(oranges, handler, now, packs):
    with pytest.raises(purchase_orders.BadQuantities):
        order([(oranges, packs)], by=handler, at=now)


@pytest.mark.parametrize("suppliers", [1, 3])
def test_placing_twenty_lines_a_supplier_takes_as_many_queries_as_one(unit, handler, now, suppliers):
    partners = [factories.SupplierFactory() for _ in range(suppliers)]
    products = [[factories.make_product(partner) for _ in range(20)] for partner in partners]
    products[0][7].categories.set([factories.make_category("水果 > 柑橘 > 脐橙")])
    counts = []
    for lines in (1, 20):
        records = StockRecord.objects.filter(product__in=[row for rows in products for row in rows[:lines]])
        wanted = [Wanted(record, 1, record.price) for record in records.select_related("product", "partner")]
        with CaptureQueriesContext(connection) as queries:
            order_all(wanted, by=handler, at=now, unit=unit, number=f"N{lines}")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 6 + 14 * suppliers


def test_shipping_takes_the_packs_out_of_the_store(shipped, oranges):
    record = oranges.stockrecords.get()

    assert (record.num_in_stock, record.num_allocated) == (190, 0)
    assert (shipped.carrier, shipped.waybill) == ("顺丰", "SF1")


@pytest.mark.parametrize("pair", [(11, 0), (6, 5), (-1, 0), (0, -2)])
def test_more_refused_than_shipped_is_refused_itself(shipped, line, acceptor, now, pair):
    with pytest.raises(purchase_orders.BadQuantities):
        purchase_orders.accept(purchase_order=shipped, refused={line.pk: pair}, by=acceptor, at=now)

    shipped.refresh_from_db()
    assert shipped.is_shipped
    assert not shipped.ledger_entries.at_stage(Stage.ACCEPTED).exists()


def test_goods_all_refused_leave_nothing_to_pay_and_settle_the_order(shipped, line, acceptor, now):
    purchase_orders.accept(purchase_order=shipped, refused={line.pk: (4, 6)}, by=acceptor, at=now)

    shipped.refresh_from_db()
    assert nets(shipped) == dict.fromkeys(Stage, Decimal("0.00"))
    assert shipped.is_paid
    assert bank_transfer.outstanding(shipped) == 0


def test_a_shortage_before_payment_leaves_exactly_the_rest_to_pay(shipped, line, seller, acceptor, now):
    purchase_orders.accept(purchase_order=shipped, refused={line.pk: (1, 1)}, by=acceptor, at=now)
    bank_transfer.record(purchase_order=shipped, amount=Decimal("464.00"), reference="B1", by=seller, at=now)

    assert nets(shipped) == dict.fromkeys(Stage, Decimal("464.00"))
    assert (bank_transfer.outstanding(shipped), bank_transfer.refundable(shipped)) == (0, 0)


def test_a_shortage_after_payment_is_refunded_and_comes_off_paid_only_then(placed, line, seller, acceptor, now):
    bank_transfer.record(purchase_order=placed, amount=Decimal("580.00"), reference="B1", by=seller, at=now)
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    purchase_orders.accept(purchase_order=placed, refused={line.pk: (2, 0)}, by=acceptor, at=now)
    before = nets(placed)
    bank_transfer.refund(purchase_order=placed, reference="R1", by=seller, at=now, reason="短少")

    assert (before[Stage.PAID], before[Stage.COMPLETED]) == (Decimal("580.00"), Decimal("464.00"))
    assert nets(placed) == dict.fromkeys(Stage, Decimal("464.00"))
    assert [entry.quantity for entry in placed.ledger_entries.at_stage(Stage.PAID)] == [10, -2]
    assert [entry.quantity for entry in placed.ledger_entries.at_stage(Stage.COMPLETED)] == [8]


def test_a_paid_order_cancelled_keeps_its_payment_until_the_refund(placed, seller, now):
    bank_transfer.record(purchase_order=placed, amount=Decimal("580.00"), reference="B1", by=seller, at=now)
    purchase_orders.cancel(purchase_order=placed, by=seller, at=now, reason="断货")
    before = nets(placed)
    bank_transfer.refund(purchase_order=placed, reference="R1", by=seller, at=now, reason="断货")

    assert (before[Stage.ORDERED], before[Stage.PAID]) == (Decimal("0.00"), Decimal("580.00"))
    assert nets(placed) == dict.fromkeys(Stage, Decimal("0.00"))


def test_completed_counts_on_the_later_of_payment_and_acceptance(placed, seller, acceptor, now):
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    purchase_orders.accept(purchase_order=placed, refused={}, by=acceptor, at=now + timedelta(days=20))
    bank_transfer.record(
        purchase_order=placed, amount=Decimal("580.00"), reference="B1", by=seller, at=now + timedelta(days=3)
    )

    days = {entry.stage: (entry.occurred_on - now.date()).days for entry in placed.ledger_entries.all()}
    assert days == {Stage.ORDERED: 0, Stage.PAID: 3, Stage.ACCEPTED: 20, Stage.COMPLETED: 20}


def test_goods_are_taken_back_only_after_acceptance(shipped, line, seller, now):
    with pytest.raises(purchase_orders.NotAccepted):
        purchase_orders.take_back(purchase_order=shipped, packs={line.pk: 1}, by=seller, at=now, reason="腐烂")


def test_no_more_is_taken_back_than_was_accepted(accepted, line, seller, now):
    take = {"purchase_order": accepted, "by": seller, "at": now, "reason": "腐烂"}
    purchase_orders.take_back(packs={line.pk: 8}, **take)

    for packs in ({line.pk: 3}, {line.pk: 0}, {line.pk: -1}, {}):
        with pytest.raises(purchase_orders.BadQuantities):
            purchase_orders.take_back(packs=packs, **take)
    assert purchase_orders.accepted_packs(accepted) == {line.pk: 2}


def test_the_same_take_back_sent_twice_is_done_once(accepted, line, seller, now):
    take = {"purchase_order": accepted, "by": seller, "at": now, "reason": "腐烂", "packs": {line.pk: 2}}
    seen = accepted.moves.last().pk
    purchase_orders.take_back(seen=seen, **take)

    with pytest.raises(purchase_orders.Changed):
        purchase_orders.take_back(seen=seen, **take)
    assert purchase_orders.accepted_packs(accepted) == {line.pk: 8}


def test_recording_progress_again_changes_nothing(accepted, seller, now):
    bank_transfer.record(purchase_order=accepted, amount=Decimal("580.00"), reference="B1", by=seller, at=now)
    before = accepted.ledger_entries.count()

    for _ in range(2):
        purchase_orders.record_progress(purchase_order=purchase_orders.lock(accepted), by=seller, at=now)

    assert accepted.ledger_entries.count() == before


def test_an_order_refused_whole_lets_its_group_order_settle(open_group_order, handler, approver, acceptor, seller, now):
    from procurement.collection import group_orders

    who = {"group_order": open_group_order, "at": now}
    item = open_group_order.items.get()
    group_orders.join(name="职工", mobile="10000009000", quantities={item.pk: 4}, **who)
    group_orders.close(by=handler, **who)
    group_orders.submit(by=handler, **who)
    group_orders.approve(by=approver, **who)
    placed = group_orders.place(by=handler, **who)[0]
    line = placed.order.lines.get()
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    purchase_orders.accept(purchase_order=placed, refused={line.pk: (0, 4)}, by=acceptor, at=now)
    claims.refund(claim=placed.claims.get(), by=seller, at=now)

    assert GroupOrder.objects.get().status == GroupOrder.Status.SETTLED


@FEW
@example(chosen=[(0, 0), (0, 0), (0, 0), (700, 11), (190, 1), (382, 0)])
@given(chosen=stories.NUMBERS)
def test_whatever_happens_the_stages_agree_with_goods_and_money(supplier, seller, unit, now, chosen):
    goods = [
        (factories.make_product(supplier), 5),
        (factories.make_product(supplier, price="33.33", tax_rate=Decimal("0.13")), 7),
    ]
    placed = order(goods, by=seller, at=now, unit=unit, number=numbers.next_order_number(2026))[0]

    stories.Story(placed, seller, now).tell(chosen)

    assert list(verification.differences()) == []
