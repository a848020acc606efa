"""What a closed group order comes to, for any pledges, tiers and decisions."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement.collection import distribution, group_orders, progress, settlement
from procurement.models import GroupOrder
from shop.produce import prices
from tests import factories

from . import states

TIERS = [(5, Decimal("9.50")), (12, Decimal("8.80"))]
packs = st.integers(min_value=1, max_value=9)
# Each person: packs of the two products (0: none), at least one of them, and a department.
people = st.lists(st.tuples(st.integers(0, 9), packs, st.sampled_from(["", "内科", "外科"])), min_size=1, max_size=6)


@pytest.fixture
def cast(handler, approver, now):
    return states.Cast(handler, approver, now)


@pytest.fixture
def two(supplier):
    rice = factories.make_product(supplier, title="小米", price="10.00", tiers=TIERS, stock=10**6)
    tea = factories.make_product(title="绿茶", price="33.33", stock=10**6, unit="盒")
    return rice, tea


def collect(unit, cast, products, wishes):
    group_order = group_orders.open(group_order=states.draft(unit, cast, products), by=cast.handler, at=cast.at)
    first, second = group_order.items.order_by("pk")
    for number, (some, more, department) in enumerate(wishes):
        states.join(group_order, {first: some, second: more}, cast, number=number, department=department)
    return group_orders.close(group_order=group_order, by=cast.handler, at=cast.at)


@given(wishes=people, top_ups=st.tuples(st.integers(0, 20), st.integers(0, 20)), dropped=st.sampled_from([0, 1, 2]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_prices_follow_totals_and_the_pick_list_adds_up(unit, cast, two, wishes, top_ups, dropped):
    group_order = collect(unit, cast, two, wishes)
    for place, (item, top_up) in enumerate(zip(group_order.items.order_by("pk"), top_ups, strict=True)):
        group_orders.decide(item=item, top_up=top_up, is_dropped=place == dropped, by=cast.handler, at=cast.at)

    picked = dict.fromkeys(two, 0)
    for department in distribution.by_department(group_order):
        for product, quantity in department.totals:
            picked[product] += quantity

    for item in group_order.items.all():
        record = item.product.stockrecords.get()
        assert item.unit_price == prices.price_at(record.price, item.product.price_tiers.all(), item.quantity)
        assert picked[item.product] == (0 if item.is_dropped else item.quantity - item.top_up)
        assert item.amount == item.unit_price * item.quantity
    rows = progress.of(group_order)
    assert progress.total_amount(rows) == group_orders.total_amount(group_order)


@given(
    quantity=st.integers(1, 500),
    own=st.integers(0, 60),
    minimum=st.integers(1, 60),
    multiple=st.integers(1, 12),
)
@settings(max_examples=60, deadline=None)
def test_rounding_up_and_down_makes_it_orderable(quantity, own, minimum, multiple):
    item = make_item(own, minimum, multiple)

    item.quantity = settlement.round_up(item, quantity)
    assert settlement.problem(item) == "" and item.quantity >= quantity
    item.quantity = settlement.round_down(item, quantity)
    assert item.quantity <= quantity and (item.quantity == 0 or settlement.problem(item) == "")
    item.quantity = quantity
    is_orderable = settlement.problem(item) == ""
    assert is_orderable == (settlement.round_up(item, quantity) == quantity == settlement.round_down(item, quantity))


def make_item(own, minimum, multiple):
    """Return a group order item that never saw a database."""
    from procurement.models import GroupOrderItem
    from shop.produce.models import Dossier

    product = factories.Product(title="小米", is_public=True)
    product.dossier = Dossier(min_order_quantity=minimum, order_multiple=multiple, unit="袋")
    return GroupOrderItem(product=product, min_quantity=own, unit_price=Decimal("1.00"))


@pytest.fixture
def closed(unit, cast, two):
    return collect(unit, cast, two, [(3, 2, "")])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"min_order_quantity": 5}, "5 箱起订，还差 2 箱"),
        ({"order_multiple": 6}, "须按 6 箱的倍数订购，可改为 6 箱"),
    ],
)
def test_a_missed_minimum_or_multiple_hinders_submitting_until_it_is_topped_up(closed, cast, two, facts, sentence):
    type(two[0].dossier).objects.filter(product=two[0]).update(**facts)
    item = closed.items.get(product=two[0])

    with pytest.raises(group_orders.Refused, match=f"小米：{sentence}"):
        group_orders.submit(group_order=closed, by=cast.handler, at=cast.at)

    group_orders.decide(item=item, top_up=3, is_dropped=False, by=cast.handler, at=cast.at)
    assert group_orders.submit(group_order=closed, by=cast.handler, at=cast.at).is_submitted


def test_the_units_own_minimum_counts_too(closed, cast, two):
    closed.items.filter(product=two[0]).update(min_quantity=10)

    assert [sentence for _, sentence in group_orders.problems(closed)] == ["10 箱起订，还差 7 箱。"]


def test_dropping_everything_leaves_nothing_to_submit(closed, cast):
    for item in closed.items.all():
        group_orders.decide(item=item, top_up=0, is_dropped=True, by=cast.handler, at=cast.at)

    with pytest.raises(group_orders.Refused, match="没有可采购的商品"):
        group_orders.submit(group_order=closed, by=cast.handler, at=cast.at)


def test_a_decision_settles_its_own_item_and_leaves_the_others_price_as_promised(closed, cast, two):
    rice, tea = two
    tea.stockrecords.update(price="40.00")

    group_orders.decide(item=closed.items.get(product=rice), top_up=9, is_dropped=False, by=cast.handler, at=cast.at)

    assert closed.items.get(product=rice).unit_price == Decimal("8.80")
    assert closed.items.get(product=tea).unit_price == Decimal("33.33")


def test_the_same_decision_again_leaves_no_second_word(closed, cast):
    item = closed.items.first()
    for _ in range(2):
        group_orders.decide(item=item, top_up=4, is_dropped=False, by=cast.handler, at=cast.at)

    assert [move.reason for move in closed.moves.all() if move.is_remark] == ["小米：单位补足 4 箱"]


@pytest.mark.parametrize("top_up", [-1, group_orders.MAX_QUANTITY + 1])
def test_a_top_up_out_of_range_is_refused(closed, cast, top_up):
    with pytest.raises(group_orders.Refused, match="补足数量"):
        group_orders.decide(item=closed.items.first(), top_up=top_up, is_dropped=False, by=cast.handler, at=cast.at)


def test_no_decision_is_taken_while_an_approver_looks(closed, cast):
    group_orders.submit(group_order=closed, by=cast.handler, at=cast.at)

    with pytest.raises(group_orders.Refused, match="只有已截止或被退回"):
        group_orders.decide(item=closed.items.first(), top_up=1, is_dropped=False, by=cast.handler, at=cast.at)


def test_progress_speaks_so_that_anybody_understands(unit, cast, two):
    group_order = group_orders.open(group_order=states.draft(unit, cast, two), by=cast.handler, at=cast.at)
    type(two[0].dossier).objects.filter(product=two[0]).update(min_order_quantity=4, order_multiple=2)
    states.join(group_order, {group_order.items.get(product=two[0]): 3}, cast)

    row = progress.of(group_order)[0]

    assert row.minimum_sentence == "满 4 箱才采购，还差 1 箱"
    assert row.tier_sentence == "还差 2 箱，每箱降到 9.50 元"
    assert row.multiple_sentence == "按 2 箱的倍数订购，还差 1 箱凑整"
    assert (row.goal, row.unit_price, row.amount) == (4, Decimal("10.00"), Decimal("30.00"))


def test_progress_keeps_the_order_in_which_products_were_added(unit, cast, two):
    group_order = states.draft(unit, cast, reversed(two))

    assert [row.product for row in progress.of(group_order)] == [two[1], two[0]]
    assert GroupOrder.objects.count() == 1
