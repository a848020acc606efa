"""The year's union gifts of each member against the ceiling: told with the sum, never a hindrance."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.collection import gift_values, group_orders
from procurement.collection.approvals import setup
from procurement.models import FundSource
from tests import factories

from . import states
from .states import STEPS, Status


@pytest.fixture
def cast(handler, approver, now):
    return states.Cast(handler, approver, now)


@pytest.fixture
def tea(supplier):
    """100.00 CNY a box."""
    return factories.make_product(supplier, title="绿茶", price="100.00", stock=1000)


@pytest.fixture
def ceiling(unit, cast):
    setup.set_policy(unit=unit, gift_ceiling=Decimal(1000), by=cast.handler, at=cast.at)


def collected(unit, cast, tea, packs, *, status=Status.CLOSED, fund_source=FundSource.UNION):
    """Return a group order in a state, with ``{number of the person: packs of tea}``."""
    group_order = states.draft(unit, cast, [tea])
    type(group_order).objects.filter(pk=group_order.pk).update(fund_source=fund_source)
    STEPS["open"](group_order, cast)
    for number, wanted in packs.items():
        states.join(group_order, wanted, cast, number=number)
    for step in {Status.CLOSED: "close", Status.PLACED: "close submit approve place"}[status].split():
        STEPS[step](group_order, cast)
    group_order.refresh_from_db()
    return group_order


def test_a_year_adds_up_by_mobile_number(unit, cast, tea, ceiling):
    collected(unit, cast, tea, {1: 6, 2: 3}, status=Status.PLACED)
    now = collected(unit, cast, tea, {1: 5, 2: 7, 3: 10})

    excess = gift_values.excess(now, cast.at)

    # 1: 1,100, over; 2: 1,000 and 3: 1,000, at the ceiling.
    assert (excess.year, excess.people, excess.highest, excess.ceiling) == (2026, 1, Decimal(1100), Decimal(1000))


def test_of_a_short_delivery_counts_what_was_shared_out_last(unit, cast, tea, ceiling):
    unit.headcount = 10
    unit.save()
    before = collected(unit, cast, tea, {1: 6, 2: 3}, status=Status.PLACED)
    item = before.items.get()
    type(item).objects.update(top_up=10)
    item.pledges.filter(quantity=6).update(received=4)
    for day, unit_packs in enumerate((7, 5)):
        made = before.redistributions.create(rule="PROPORTIONAL", by=cast.handler, at=cast.at + timedelta(days=day))
        made.items.create(item=item, accepted=12, unit_packs=unit_packs)
    now = collected(unit, cast, tea, {1: 7, 2: 1})

    # 400 and 700 for the person, and 500 of the unit's own shared by ten.
    assert gift_values.excess(now, cast.at).highest == Decimal("1150.00")


@pytest.mark.parametrize("reason", ["other fund", "other year", "not placed", "other unit", "no ceiling", "withdrawn"])
def test_what_does_not_count_is_left_out(unit, cast, tea, ceiling, reason):
    facts = {"fund_source": FundSource.CANTEEN} if reason == "other fund" else {}
    status = Status.CLOSED if reason == "not placed" else Status.PLACED
    at = cast.at
    if reason == "other year":
        cast.at -= timedelta(days=365)
    if reason == "other unit":
        other = factories.UnitFactory()
        for person, role in ((cast.handler, "HANDLER"), (cast.approver, "APPROVER")):
            person.memberships.create(unit=other, role=role)
        collected(other, cast, tea, {1: 9}, status=status)
    elif reason != "withdrawn":
        collected(unit, cast, tea, {1: 9}, status=status, **facts)
    cast.at = at
    now = collected(unit, cast, tea, {1: 9, 2: 1})
    if reason == "withdrawn":
        now.participants.filter(mobile__endswith="00001").update(withdrawn_at=at)
    if reason == "no ceiling":
        unit.approval_policy.delete()
        now.unit.refresh_from_db()

    assert gift_values.excess(now, at) is None


def test_what_the_unit_bought_itself_is_shared_by_its_headcount(unit, cast, tea, ceiling):
    unit.headcount = 10
    unit.save()
    now = collected(unit, cast, tea, {1: 9})
    item = now.items.get()
    group_orders.decide(item=item, top_up=20, is_dropped=False, by=cast.handler, at=cast.at)

    assert gift_values.excess(now, cast.at).highest == Decimal("1100.00")


def test_the_county_has_a_ceiling_for_units_without_their_own(unit, cast, tea, settings):
    settings.GIFT_CEILING = Decimal(500)
    now = collected(unit, cast, tea, {1: 6})

    assert gift_values.excess(now, cast.at).ceiling == Decimal(500)


def test_other_money_than_the_unions_is_no_gift(unit, cast, tea, ceiling):
    now = collected(unit, cast, tea, {1: 60}, fund_source=FundSource.WELFARE)

    assert gift_values.excess(now, cast.at) is None


def test_it_warns_on_the_page_and_hinders_nothing(client, unit, cast, tea, ceiling):
    now = collected(unit, cast, tea, {1: 12, 2: 1})
    address = f"/unit/{unit.code}/group-orders/{now.number}/"
    client.force_login(cast.handler)
    words = "今年有 1 人超过，最高 1,200.00 元"
    assert words in client.get(address).content.decode()

    STEPS["submit"](now, cast)
    client.force_login(cast.approver)

    assert words in client.get(address).content.decode()
    assert STEPS["approve"](now, cast).is_approved
