"""What each may ask for: a budget or a number of packs, checked on every pledge and change, at the worst price."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement.collection import group_orders, limits
from procurement.collection.wishes import wish
from procurement.models import GroupOrder, Pledge

from . import states

NO_RULES = group_orders.Rules()


@pytest.fixture
def cast(handler, approver, now):
    return states.Cast(handler, approver, now)


@pytest.fixture
def collecting(unit, cast, oranges):
    """Oranges at 58.00, from 20 on 56.30, from 50 on 54.50."""
    return group_orders.open(group_order=states.draft(unit, cast, [oranges]), by=cast.handler, at=cast.at)


@pytest.fixture
def bounded(collecting):
    """Give the open group order some rules that drafts get through the form."""

    def bounded(**changes):
        GroupOrder.objects.filter(pk=collecting.pk).update(**vars(replace(NO_RULES, **changes)))
        collecting.refresh_from_db()
        return collecting

    return bounded


def ask(group_order, cast, quantity, **totals):
    item = group_order.items.get()
    prices = {Decimal(price.removeprefix("at_").replace("_", ".")): packs for price, packs in totals.items()}
    return group_orders.join(
        group_order=group_order,
        name="李晓",
        mobile="10090000001",
        quantities={item.pk: quantity},
        totals={item.pk: prices} if prices else None,
        at=cast.at,
    )


def test_up_to_the_budget_one_may_ask(bounded, cast):
    ask(bounded(budget_amount=Decimal("174.00")), cast, 3)

    assert Pledge.objects.get().quantity == 3


def test_over_the_budget_the_sentence_says_how_much(bounded, cast):
    with pytest.raises(group_orders.Refused) as refused:
        ask(bounded(budget_amount=Decimal("173.99")), cast, 3)

    assert str(refused.value) == "每人预算 173.99 元，您选的按原价要 174.00 元，超出 0.01 元，请减少数量。"
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(("budget", "fits"), [("218.00", True), ("217.99", False)])
def test_a_conditional_pledge_counts_at_its_dearest_accepted_price(bounded, cast, budget, fits):
    """Two at 58.00 cost 116.00; four at 54.50 cost 218.00."""
    group_order = bounded(budget_amount=Decimal(budget))

    if fits:
        ask(group_order, cast, 2, at_54_50=4)
        return
    with pytest.raises(group_orders.Refused, match=r"最多要 218\.00 元"):
        ask(group_order, cast, 2, at_54_50=4)


def test_packs_wanted_at_a_lower_price_count_for_the_limit(bounded, cast):
    group_order = bounded(pack_limit=3)

    with pytest.raises(group_orders.Refused, match=r"每人最多 3 件，您选了 4 件（含降价后多要的）"):
        ask(group_order, cast, 2, at_54_50=4)
    assert ask(group_order, cast, 2, at_54_50=3).pledges.get().most == 3


def test_a_change_is_checked_like_a_pledge_and_keeps_what_was_there(bounded, cast):
    group_order = bounded(pack_limit=3)
    person = ask(group_order, cast, 2)
    item = group_order.items.get()

    with pytest.raises(group_orders.Refused, match="每人最多 3 件，您选了 5 件，"):
        group_orders.change(participant=person, quantities={item.pk: 5}, at=cast.at)

    assert person.pledges.get().quantity == 2
    group_orders.change(participant=person, quantities={item.pk: 3}, at=cast.at)
    assert person.pledges.get().quantity == 3


PRICES = st.decimals(min_value="0.01", max_value="200", places=2)


# A busy machine draws slowly.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 50), st.dictionaries(PRICES, st.integers(0, 30), max_size=5), PRICES, st.lists(PRICES))
def test_no_price_up_to_the_listed_one_costs_more_than_the_highest(quantity, more, listed, prices):
    packs, totals = quantity, {}
    for price in sorted(more, reverse=True):
        packs += more[price]
        totals[price] = packs
    asked = wish(quantity, totals)

    highest = limits.highest(asked, listed)

    candidates = [price for price in (*prices, *totals, listed) if price <= listed]
    costs = [price * asked.at(price) for price in candidates]
    assert max(costs) <= highest
    assert highest in costs, "and one of them is reached"


@pytest.fixture
def short_of_all(bounded, cast):
    """Closed with 5 packs where the unit wanted 8 in all."""
    group_order = bounded(min_quantity=8)
    ask(group_order, cast, 5)
    return group_orders.close(group_order=group_order, by=cast.handler, at=cast.at)


def test_below_the_packs_in_all_it_is_not_submitted_until_somebody_decides(short_of_all, cast):
    with pytest.raises(group_orders.Refused, match="总共要满 8 件才采购，还差 3 件"):
        group_orders.submit(group_order=short_of_all, by=cast.handler, at=cast.at)

    group_orders.waive_minimum(group_order=short_of_all, by=cast.handler, at=cast.at)

    assert group_orders.submit(group_order=short_of_all, by=cast.handler, at=cast.at).is_submitted
    assert "照常采购" in short_of_all.moves.all()[2].reason


def test_the_units_own_packs_help_to_reach_the_packs_in_all(short_of_all, cast):
    item = short_of_all.items.get()
    group_orders.decide(item=item, top_up=3, is_dropped=False, by=cast.handler, at=cast.at)

    assert group_orders.submit(group_order=short_of_all, by=cast.handler, at=cast.at).is_submitted


def test_to_go_on_below_is_decided_once_after_closing_and_only_if_missed(short_of_all, bounded, cast):
    who = {"by": cast.handler, "at": cast.at}
    group_orders.waive_minimum(group_order=short_of_all, **who)
    with pytest.raises(group_orders.Repeated):
        group_orders.waive_minimum(group_order=short_of_all, **who)

    again = group_orders.reopen(group_order=short_of_all, deadline_at=cast.at.replace(year=2027), **who)

    assert not again.is_minimum_waived, "who collects further decides anew"
    with pytest.raises(group_orders.Refused, match="只有已截止"):
        group_orders.waive_minimum(group_order=again, **who)
    GroupOrder.objects.filter(pk=again.pk).update(min_quantity=5)
    group_orders.close(group_order=again, **who)
    with pytest.raises(group_orders.Refused, match="已经达到"):
        group_orders.waive_minimum(group_order=again, **who)
