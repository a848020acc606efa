"""The state table of a group order, what each step asks for, and placing all or nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement import moves
from procurement.collection import group_orders
from procurement.models import GroupOrder, LedgerEntry, PurchaseOrder, Role
from shop.produce.stock import OutOfStock
from tests import factories

from . import states
from .states import STEPS, Status

ARROWS = [
    (Status.DRAFT, "open", Status.OPEN),
    (Status.DRAFT, "cancel", Status.CANCELLED),
    (Status.OPEN, "close", Status.CLOSED),
    (Status.OPEN, "cancel", Status.CANCELLED),
    (Status.CLOSED, "reopen", Status.OPEN),
    (Status.CLOSED, "submit", Status.SUBMITTED),
    (Status.CLOSED, "cancel", Status.CANCELLED),
    (Status.SUBMITTED, "approve", Status.APPROVED),
    (Status.SUBMITTED, "send_back", Status.RETURNED),
    (Status.SUBMITTED, "recall", Status.RETURNED),
    (Status.RETURNED, "reopen", Status.OPEN),
    (Status.RETURNED, "submit", Status.SUBMITTED),
    (Status.RETURNED, "cancel", Status.CANCELLED),
    (Status.APPROVED, "place", Status.PLACED),
    (Status.APPROVED, "recall", Status.RETURNED),
    (Status.APPROVED, "cancel", Status.CANCELLED),
    (Status.PLACED, "receive_one", Status.PARTLY_RECEIVED),
    (Status.PLACED, "cancel_orders", Status.CANCELLED),
    (Status.PARTLY_RECEIVED, "receive_rest", Status.RECEIVED),
    (Status.RECEIVED, "pay", Status.SETTLED),
]
MISSING = [
    (Status.DRAFT, "close"),
    (Status.DRAFT, "reopen"),
    (Status.OPEN, "submit"),
    (Status.OPEN, "reopen"),
    (Status.CLOSED, "approve"),
    (Status.SUBMITTED, "cancel"),
    (Status.RETURNED, "approve"),
    (Status.APPROVED, "submit"),
    (Status.PLACED, "recall"),
    (Status.PARTLY_RECEIVED, "cancel"),
    (Status.RECEIVED, "submit"),
    (Status.SETTLED, "reopen"),
    (Status.CANCELLED, "open"),
]
TWICE = ["open", "close", "submit", "approve", "send_back", "recall", "cancel"]
FIRST = {"send_back": Status.SUBMITTED, "recall": Status.APPROVED, "cancel": Status.OPEN}


@pytest.fixture
def cast(handler, approver, now):
    return states.Cast(handler, approver, now)


@pytest.fixture
def tea(db):
    """A product of a second supplier."""
    return factories.make_product(title="秭归绿茶 250g/盒", price="118.00", unit="盒", stock=200)


@pytest.fixture
def draft(unit, cast, oranges, tea):
    return states.draft(unit, cast, [oranges, tea])


@pytest.mark.parametrize(("start", "step", "end"), ARROWS)
def test_each_arrow_leads_where_the_table_says(draft, cast, start, step, end):
    group_order = states.bring(draft, start, cast)

    STEPS[step](group_order, cast)

    group_order.refresh_from_db()
    last = group_order.moves.exclude(old=group_order.status).last()
    assert (group_order.status, last.old, last.new) == (end, start, end)


@pytest.mark.parametrize(("start", "step"), MISSING)
def test_a_missing_arrow_is_refused_and_changes_nothing(draft, cast, start, step):
    group_order = states.bring(draft, start, cast)
    before = group_order.moves.count()

    with pytest.raises(group_orders.Refused):
        STEPS[step](group_order, cast)

    group_order.refresh_from_db()
    assert (group_order.status, group_order.moves.count()) == (start, before)


@pytest.mark.parametrize("step", TWICE)
def test_a_step_taken_twice_is_told_so_and_recorded_once(draft, cast, step):
    start = FIRST.get(step) or next(start for start, name, _ in ARROWS if name == step)
    group_order = states.bring(draft, start, cast)
    STEPS[step](group_order, cast)
    before = group_order.moves.count()

    with pytest.raises(group_orders.Refused, match="没有重复办理") as refusal:
        STEPS[step](group_order, cast)

    assert refusal.value.is_repeated
    assert group_order.moves.count() == before


def test_every_state_but_the_last_ones_has_arrows(draft):
    assert {start for start, _, _ in ARROWS} == set(moves.MOVES)
    assert set(Status) - set(moves.MOVES) == {Status.SETTLED, Status.CANCELLED}


def test_paid_orders_go_straight_to_settled_when_the_last_goods_arrive(draft, cast):
    assert states.bring(draft, Status.SETTLED, cast).is_settled


def test_a_draft_without_products_cannot_open(unit, cast):
    empty = states.draft(unit, cast, [])

    with pytest.raises(group_orders.Refused, match="至少一种商品"):
        STEPS["open"](empty, cast)


def test_a_draft_with_a_product_taken_off_sale_cannot_open(draft, cast, tea):
    tea.is_public = False
    tea.save()

    with pytest.raises(group_orders.Refused, match="已下架：秭归绿茶"):
        STEPS["open"](draft, cast)


def test_a_draft_whose_deadline_has_passed_cannot_open(draft, cast):
    cast.at += timedelta(days=2)

    with pytest.raises(group_orders.Refused, match="截止时间须晚于现在"):
        STEPS["open"](draft, cast)


def test_a_collection_nobody_joined_cannot_close(draft, cast):
    STEPS["open"](draft, cast)

    with pytest.raises(group_orders.Refused, match="还没有人认购"):
        STEPS["close"](draft, cast)

    draft.refresh_from_db()
    assert draft.is_open and draft.closed_at is None


def test_it_may_be_closed_after_its_deadline(draft, cast):
    states.bring(draft, Status.OPEN, cast)
    cast.at += timedelta(days=5)

    assert STEPS["close"](draft, cast).status == Status.CLOSED


def test_prolonging_takes_pledges_again_and_leaves_a_word(draft, cast):
    states.bring(draft, Status.OPEN, cast)
    cast.at += timedelta(days=2)
    later = cast.at + timedelta(days=1)
    group_orders.extend(group_order=draft, deadline_at=later, by=cast.handler, at=cast.at)

    states.join(draft, 1, cast, number=1)

    assert draft.moves.last().is_remark
    with pytest.raises(group_orders.Repeated, match="没有重复办理"):
        group_orders.extend(group_order=draft, deadline_at=later, by=cast.handler, at=cast.at)


def test_prolonging_into_the_past_is_refused(draft, cast):
    states.bring(draft, Status.OPEN, cast)

    with pytest.raises(group_orders.Refused, match="晚于现在"):
        group_orders.extend(group_order=draft, deadline_at=cast.at, by=cast.handler, at=cast.at)


def test_reopening_takes_back_prices_top_ups_and_drops(draft, cast):
    states.bring(draft, Status.CLOSED, cast)
    item = draft.items.first()
    group_orders.decide(item=item, top_up=3, is_dropped=True, by=cast.handler, at=cast.at)

    STEPS["reopen"](draft, cast)

    item.refresh_from_db()
    assert (item.top_up, item.is_dropped, item.quantity, item.unit_price) == (0, False, None, None)


@pytest.mark.parametrize("hand", ["handler", "submitter"])
def test_whoever_handled_or_submitted_it_cannot_approve(draft, cast, unit, hand):
    other = factories.join_unit(unit, Role.HANDLER)
    states.bring(draft, Status.CLOSED, cast)
    group_orders.submit(group_order=draft, by=other, at=cast.at)
    person = cast.handler if hand == "handler" else other

    with pytest.raises(group_orders.Refused, match="须由其他审批人"):
        group_orders.approve(group_order=draft, by=person, at=cast.at)

    assert group_orders.approvers(draft) == [cast.approver]


def test_approving_what_changed_after_the_look_is_refused(draft, cast):
    states.bring(draft, Status.SUBMITTED, cast)
    seen = draft.moves.last().pk
    STEPS["recall"](draft, cast)
    group_orders.decide(item=draft.items.first(), top_up=5, is_dropped=False, by=cast.handler, at=cast.at)
    STEPS["submit"](draft, cast)

    with pytest.raises(group_orders.Refused, match="查看之后有变动"):
        group_orders.approve(group_order=draft, by=cast.approver, at=cast.at, seen=seen)

    newest = draft.moves.last().pk
    assert group_orders.approve(group_order=draft, by=cast.approver, at=cast.at, seen=newest).is_approved


def test_sending_back_asks_for_a_reason(draft, cast):
    states.bring(draft, Status.SUBMITTED, cast)

    with pytest.raises(group_orders.Refused, match="退回原因"):
        group_orders.send_back(group_order=draft, by=cast.approver, at=cast.at, reason="  ")


def test_two_suppliers_get_one_order_each_and_together_they_are_the_total(draft, cast):
    states.bring(draft, Status.APPROVED, cast)
    total = group_orders.total_amount(draft)

    placed = STEPS["place"](draft, cast)

    assert len({order.supplier for order in placed}) == len(placed) == 2
    assert sum(order.order.total_incl_tax for order in placed) == total == 12 * (Decimal("58.00") + Decimal("118.00"))
    assert [order.number for order in placed] == [f"{draft.number}-01", f"{draft.number}-02"]


def test_out_of_stock_places_nothing_at_all(draft, cast, oranges, tea):
    states.bring(draft, Status.APPROVED, cast)
    tea.stockrecords.update(num_in_stock=11)

    with pytest.raises(OutOfStock) as missing:
        STEPS["place"](draft, cast)

    assert [(row[0].product, row[1], row[2]) for row in missing.value.shortages] == [(tea, 12, 11)]
    assert GroupOrder.objects.get(pk=draft.pk).is_approved
    assert not PurchaseOrder.objects.exists() and not LedgerEntry.objects.exists()
    assert oranges.stockrecords.get().num_allocated == 0


def test_a_product_taken_off_sale_after_approval_is_not_placed(draft, cast, tea):
    states.bring(draft, Status.APPROVED, cast)
    tea.is_public = False
    tea.save()

    with pytest.raises(group_orders.Refused, match="秭归绿茶 250g/盒：供应商已下架"):
        STEPS["place"](draft, cast)

    assert GroupOrder.objects.get(pk=draft.pk).is_approved and not PurchaseOrder.objects.exists()


def test_the_same_form_sent_twice_makes_one_draft(unit, cast, oranges):
    facts = {"unit": unit, "fund_source": "UNION", "deadline_at": cast.at + timedelta(days=1), "items": [(oranges, 0)]}
    facts |= {"delivery": ("路", "人", "10000000000"), "by": cast.handler, "at": cast.at, "token": "k" * 22}

    first = group_orders.create(title="春节", **facts)
    second = group_orders.create(title="春节慰问", **facts)

    assert first == second == GroupOrder.objects.get()
    assert GroupOrder.objects.get().title == "春节慰问"


def test_a_key_that_is_taken_makes_no_second_link(unit, cast, stranger_handler):
    facts = {"title": "春节", "fund_source": "UNION", "deadline_at": cast.at + timedelta(days=1), "items": []}
    facts |= {"delivery": ("路", "人", "10000000000"), "at": cast.at, "token": "k" * 22}
    mine = group_orders.create(unit=unit, by=cast.handler, **facts)
    other_unit = stranger_handler.memberships.get().unit

    theirs = group_orders.create(unit=other_unit, by=stranger_handler, **facts)

    assert mine != theirs and mine.join_token != theirs.join_token


@pytest.mark.parametrize("change", ["edit", "put_item", "remove_item"])
def test_an_open_collection_keeps_what_colleagues_were_shown(draft, cast, oranges, change):
    states.bring(draft, Status.OPEN, cast)
    facts = {"title": "新", "fund_source": "UNION", "deadline_at": cast.at, "delivery": ("", "", "")}
    arguments = {"edit": facts}.get(change, {"product": oranges})

    with pytest.raises(group_orders.Refused, match="不能再修改"):
        getattr(group_orders, change)(group_order=draft, **arguments)


def test_a_draft_takes_only_so_many_products(draft, oranges, monkeypatch):
    monkeypatch.setattr("procurement.collection.drafts.MAX_ITEMS", 2)

    with pytest.raises(group_orders.Refused, match="最多 2 种"):
        group_orders.put_item(group_order=draft, product=factories.make_product())

    assert group_orders.put_item(group_order=draft, product=oranges, min_quantity=7).min_quantity == 7
