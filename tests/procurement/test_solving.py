"""The rule by which a price settles when some people take more once it falls, and the rules that share packs out."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from procurement.collection import allotment, solving, wishes
from procurement.collection.wishes import Wish, wish
from procurement.models import TrimRule

LISTED = Decimal("58.00")
PRICES = [Decimal("56.30"), Decimal("54.50"), Decimal("50.00")]
LADDER = [(0, LISTED), (20, PRICES[0]), (50, PRICES[1]), (90, PRICES[2])]


@st.composite
def some_wishes(draw):
    """Somebody's wish: packs at any price, more at some of the tiers, something at last."""
    steps = tuple((price, draw(st.integers(1, 12))) for price in PRICES if draw(st.booleans()))
    return Wish(draw(st.integers(0 if steps else 1, 15)), steps)


@st.composite
def ladders(draw):
    """A ladder of any tiers, also such as no supplier in his right mind would ask."""
    tiers = draw(st.lists(st.tuples(st.integers(2, 80), st.sampled_from([*PRICES, Decimal("60.00")])), max_size=4))
    return solving.ladder(LISTED, tiers)


people = st.lists(some_wishes(), min_size=1, max_size=12)
stocks = st.none() | st.integers(0, 120)
top_ups = st.integers(0, 30)


@given(people=people, rungs=ladders(), top_up=top_ups, stock=stocks)
@example(people=[Wish(5, ((PRICES[2], 30),))], rungs=LADDER[:2], top_up=0, stock=None)
def test_the_price_is_the_lowest_whose_minimum_is_met_at_that_very_price(people, rungs, top_up, stock):
    demand = wishes.total(people)

    price = solving.settle(rungs, demand, top_up=top_up, stock=stock)

    def is_reached(minimum, at):
        packs = sum(each.at(at) for each in people) + top_up
        return minimum == 0 or min(packs, packs if stock is None else stock) >= minimum

    assert price == min(at for minimum, at in rungs if is_reached(minimum, at))


@given(people=people, rungs=ladders(), stock=stocks)
def test_nobody_gets_more_than_asked_or_pays_more_than_accepted(people, rungs, stock):
    price = solving.settle(rungs, wishes.total(people), stock=stock)

    for each in people:
        gets = each.at(price)
        assert each.quantity <= gets <= each.most
        assert gets == each.quantity + sum(more for limit, more in each.steps if limit >= price)


@given(people=people, rungs=ladders(), top_up=top_ups)
def test_what_everybody_gets_together_costs_that_very_price(people, rungs, top_up):
    price = solving.settle(rungs, wishes.total(people), top_up=top_up)

    assert solving.price_at(rungs, sum(each.at(price) for each in people) + top_up) == price


@given(people=people, rungs=ladders(), data=st.data())
def test_the_order_of_pledges_does_not_matter(people, rungs, data):
    shuffled = data.draw(st.permutations(people))

    assert wishes.total(shuffled) == wishes.total(people)
    assert solving.settle(rungs, wishes.total(shuffled)) == solving.settle(rungs, wishes.total(people))


@given(people=people, more=some_wishes(), rungs=ladders(), top_up=top_ups, stock=stocks, data=st.data())
def test_asking_for_more_never_raises_the_price(people, more, rungs, top_up, stock, data):
    facts = {"top_up": top_up, "stock": stock}
    before = solving.settle(rungs, wishes.total(people), **facts)
    chosen = data.draw(st.integers(0, len(people) - 1))
    raised = [wishes.total([each, more]) if place == chosen else each for place, each in enumerate(people)]

    assert solving.settle(rungs, wishes.total(raised), **facts) <= before
    assert solving.settle(rungs, wishes.total([*people, more]), **facts) <= before
    assert solving.settle(rungs, wishes.total(people), top_up=top_up + 1, stock=stock) <= before


@given(people=people, rungs=ladders(), top_up=top_ups, stock=stocks)
def test_the_packs_said_to_be_missing_reach_the_price_and_one_fewer_does_not(people, rungs, top_up, stock):
    demand = wishes.total(people)
    ahead = solving.nearest(rungs, demand, top_up=top_up, stock=stock)
    if ahead is None:
        lower = [
            minimum for minimum, price in rungs if price < solving.settle(rungs, demand, top_up=top_up, stock=stock)
        ]
        assert all(minimum > stock for minimum in lower)
        return
    _, price, missing = ahead

    assert missing > 0
    assert solving.settle(rungs, wishes.total([demand, Wish(missing)]), top_up=top_up, stock=stock) <= price
    before = solving.settle(rungs, demand, top_up=top_up, stock=stock)
    assert solving.settle(rungs, wishes.total([demand, Wish(missing - 1)]), top_up=top_up, stock=stock) == before


def rounding(multiple, minimum):
    def up(packs):
        return -(-max(packs, minimum) // multiple) * multiple

    def down(packs):
        whole = packs - packs % multiple
        return whole if whole >= minimum else 0

    return up, down


@given(
    people=people,
    rungs=ladders(),
    top_up=top_ups,
    stock=stocks,
    multiple=st.integers(1, 12),
    minimum=st.integers(1, 60),
)
def test_the_least_top_up_makes_it_orderable_and_no_smaller_one_does(people, rungs, top_up, stock, multiple, minimum):
    demand, (up, _) = wishes.total(people), rounding(multiple, minimum)

    def is_orderable(packs):
        total = demand.at(solving.settle(rungs, demand, top_up=packs, stock=stock)) + packs
        return total == up(total)

    found = solving.least_top_up(rungs, demand, up, top_up=top_up, stock=stock)

    assert found >= top_up and is_orderable(found)
    assert not any(is_orderable(packs) for packs in range(top_up, found))


@given(
    people=people,
    rungs=ladders(),
    top_up=top_ups,
    most=st.integers(0, 150),
    multiple=st.integers(1, 12),
    minimum=st.integers(1, 60),
)
def test_the_trimmed_total_is_the_largest_that_is_wanted_at_its_own_price(
    people, rungs, top_up, most, multiple, minimum
):
    demand, (_, down) = wishes.total(people), rounding(multiple, minimum)

    found = solving.trimmed(rungs, demand, down, most=most, top_up=top_up)

    def can_be(total):
        return total == down(total) > 0 and solving.is_wanted(rungs, demand, total, top_up=top_up)

    assert found <= most and (found == 0 or can_be(found))
    assert not any(can_be(total) for total in range(found + 1, most + 1))


def test_twenty_boxes_at_any_price_and_thirty_five_if_it_falls_to_eighty():
    rungs = solving.ladder(Decimal("90.00"), [(60, Decimal("80.00"))])
    people = [wish(20, {Decimal("80.00"): 35}), wish(25)]

    assert solving.settle(rungs, wishes.total(people)) == Decimal("80.00")
    assert solving.settle(rungs, wishes.total([wish(20), wish(25)])) == Decimal("90.00")
    assert [each.at(Decimal("80.00")) for each in people] == [35, 25]


def test_a_lower_price_that_the_supplier_cannot_fill_is_not_reached():
    demand = wish(60)

    assert solving.settle(LADDER, demand, stock=49) == PRICES[0]
    assert solving.settle(LADDER, demand, stock=50) == PRICES[1]


def test_the_nearest_price_may_be_a_lower_one_that_many_wait_for():
    demand = wishes.total([wish(5, {PRICES[1]: 48})])

    assert solving.nearest(LADDER, demand) == (50, PRICES[1], 2)


def test_a_tier_that_is_no_cheaper_is_none():
    assert solving.ladder(LISTED, [(50, PRICES[0]), (20, PRICES[1]), (90, PRICES[1])]) == [(0, LISTED), (20, PRICES[1])]


def test_a_wish_keeps_its_words_and_its_row():
    asked = wish(20, {Decimal("80.00"): 35, Decimal("85.00"): 20})

    assert asked.words("箱") == "20 箱，降到 80.00 元时共 35 箱"
    assert wishes.from_row(asked.as_row()) == asked == Wish(20, ((Decimal("80.00"), 15),))
    assert wish(0, {Decimal("80.00"): 5}).words("箱") == "降到 80.00 元时共 5 箱" and Wish().words("箱") == "0 箱"


def test_nobody_wants_fewer_packs_at_a_lower_price():
    with pytest.raises(ValueError):
        wish(20, {Decimal("80.00"): 19})


claims = st.lists(st.integers(0, 40), min_size=1, max_size=15)


@pytest.mark.parametrize("rule", allotment.RULES)
@given(claims=claims, part=st.fractions(0, 1))
@example(claims=[0, 0], part=1)
def test_what_is_shared_out_adds_up_and_nobody_gets_more_than_asked(rule, claims, part):
    total = int(sum(claims) * part)

    gets = allotment.share(rule, claims, total)

    assert sum(gets) == total and all(0 <= got <= claim for got, claim in zip(gets, claims, strict=True))
    assert gets == allotment.share(rule, claims, total)
    assert allotment.share(rule, claims, sum(claims)) == claims


@given(claims=claims, part=st.fractions(0, 1))
def test_proportional_leaves_nobody_a_pack_away_from_the_fair_share(claims, part):
    total, asked = int(sum(claims) * part), sum(claims)

    for got, claim in zip(allotment.proportional(claims, total), claims, strict=True):
        assert asked == 0 or abs(got - claim * total / asked) < 1


@given(claims=claims, part=st.fractions(0, 1))
def test_equal_leaves_two_people_a_pack_apart_unless_one_asked_for_fewer(claims, part):
    gets = allotment.equal(claims, int(sum(claims) * part))

    least_of_the_short = min((got for got, claim in zip(gets, claims, strict=True) if got < claim), default=None)
    assert least_of_the_short is None or max(gets) <= least_of_the_short + 1


@given(claims=claims, part=st.fractions(0, 1))
def test_first_come_serves_nobody_before_those_ahead_are_full(claims, part):
    gets = allotment.first_come(claims, int(sum(claims) * part))

    short = next((place for place, got in enumerate(gets) if got < claims[place]), len(gets))
    assert not any(gets[short + 1 :])


@pytest.mark.parametrize(
    ("rule", "gets"),
    [
        (TrimRule.FIRST_COME, [10, 5, 5, 0]),
        (TrimRule.PROPORTIONAL, [8, 4, 7, 1]),
        (TrimRule.EQUAL, [7, 5, 6, 2]),
    ],
)
def test_the_rules_by_hand(rule, gets):
    assert allotment.share(rule, [10, 5, 9, 2], 20) == gets


@pytest.mark.parametrize("total", [-1, 27])
def test_more_than_was_asked_for_cannot_be_shared_out(total):
    with pytest.raises(ValueError):
        allotment.share(TrimRule.EQUAL, [10, 5, 9, 2], total)
