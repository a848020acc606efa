"""Prices, seasons, credit codes and stock: the rules at the bottom."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from shop.produce import credit_codes, prices, seasons, stock
from shop.produce.money import tax_in
from tests import factories

TIERS = [(20, Decimal("56.30")), (50, Decimal("54.50"))]
UNIT_PRICE = Decimal("58.00")


@pytest.mark.parametrize(
    ("quantity", "price"), [(1, "58.00"), (19, "58.00"), (20, "56.30"), (49, "56.30"), (50, "54.50"), (999, "54.50")]
)
def test_a_tier_price_holds_at_its_minimum_quantity(quantity, price):
    assert prices.price_at(UNIT_PRICE, TIERS, quantity) == Decimal(price)


def test_the_next_tier_is_none_at_the_last_one():
    assert prices.next_tier(TIERS, 20) == (50, Decimal("54.50"))
    assert prices.next_tier(TIERS, 50) is None


@given(st.integers(1, 500), st.integers(1, 500))
def test_buying_more_never_raises_the_unit_price(one, other):
    few, many = sorted((one, other))

    assert prices.price_at(UNIT_PRICE, TIERS, many) <= prices.price_at(UNIT_PRICE, TIERS, few)


@given(st.integers(1, 300), st.integers(1, 20), st.integers(1, 12))
def test_a_quantity_problem_is_said_exactly_when_minimum_or_multiple_is_missed(quantity, packs, multiple):
    minimum = packs * multiple

    problem = prices.quantity_problem(quantity, min_order_quantity=minimum, order_multiple=multiple, unit="箱")

    assert bool(problem) == (quantity < minimum or quantity % multiple != 0)


@pytest.mark.parametrize(
    ("start", "end", "inside", "outside", "words"),
    [(10, 3, [10, 12, 1, 3], [4, 9], "10-3月"), (5, 8, [5, 8], [4, 9], "5-8月"), (5, 5, [5], [4, 6], "5月")],
)
def test_a_season_may_pass_the_new_year(start, end, inside, outside, words):
    assert all(seasons.covers(start, end, month) for month in inside)
    assert not any(seasons.covers(start, end, month) for month in outside)
    assert seasons.write(start, end) == words


def test_no_season_is_the_whole_year():
    assert all(seasons.covers(None, None, month) for month in range(1, 13))


@pytest.mark.parametrize("code", ["91350100M000100Y43", "913209250XT6P31JL0"])
def test_credit_codes_with_the_right_check_character_are_valid(code):
    assert credit_codes.is_valid(code)


@pytest.mark.parametrize(
    "code", ["91350100M000100Y4Z", "91350100M000100Y4", "91350100M000100Y4３", "91350100I000100Y43", ""]
)
def test_credit_codes_with_a_wrong_character_or_length_are_not(code):
    assert not credit_codes.is_valid(code)


@given(st.text(credit_codes.ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.data())
def test_one_wrong_character_never_passes(body, place, data):
    code = body + credit_codes.check_character(body)
    other = data.draw(st.sampled_from([char for char in credit_codes.ALPHABET if char != code[place]]))

    assert credit_codes.is_valid(code)
    assert not credit_codes.is_valid(code[:place] + other + code[place + 1 :])


def test_tax_is_contained_in_the_amount_and_rounded_half_up():
    assert tax_in(Decimal("109.00"), Decimal("0.09")) == Decimal("9.00")
    assert tax_in(Decimal("0.05"), Decimal("0.13")) == Decimal("0.01")


def test_stock_is_reserved_for_all_products_or_for_none(db):
    plenty, scarce = factories.make_product(stock=10), factories.make_product(stock=2)
    records = [product.stockrecords.get() for product in (plenty, scarce)]

    with pytest.raises(stock.OutOfStock) as refused:
        stock.allocate({records[0].pk: 5, records[1].pk: 3})

    assert [(record, wanted, free) for record, wanted, free in refused.value.shortages] == [(records[1], 3, 2)]
    assert plenty.stockrecords.get().num_allocated == 0


def test_reserved_packs_leave_the_store_when_sent_and_come_back_when_released(db):
    record = factories.make_product(stock=10).stockrecords.get()
    stock.allocate({record.pk: 6})

    stock.send_out({record.pk: 4})
    stock.release({record.pk: 2})

    record.refresh_from_db()
    assert (record.num_in_stock, record.num_allocated) == (6, 0)


def test_the_database_itself_refuses_to_reserve_more_than_there_is(db):
    record = factories.make_product(stock=5).stockrecords.get()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE partner_stockrecord SET num_allocated = 6 WHERE id = %s", [record.pk])
