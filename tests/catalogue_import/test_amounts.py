from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue_import.parse import amounts
from catalogue_import.parse.problems import Problem

fen = st.integers(min_value=1, max_value=9_999_999_999).map(lambda value: Decimal(value) / 100)
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@given(fen)
def test_every_price_to_the_fen_survives_in_any_spelling(price):
    exact = f"{price:.2f}"

    for text in (exact, f"￥{price:,.2f}", f"{exact}元", exact.translate(WIDE) + "元", f" ¥ {exact} "):
        assert amounts.money(text) == exact


@given(st.decimals(min_value=Decimal("0.001"), max_value=10**6, places=3).filter(lambda value: value * 100 % 1))
def test_a_price_finer_than_a_fen_is_never_rounded(price):
    with pytest.raises(Problem, match="两位小数"):
        amounts.money(str(price))


@given(st.text())
def test_any_text_is_either_a_price_or_a_problem(text):
    try:
        price = Decimal(amounts.money(text))
    except Problem as problem:
        assert str(problem).endswith("。")
    else:
        assert 0 < price <= amounts.MAX_MONEY


@pytest.mark.parametrize("parse", [amounts.count, amounts.net_weight, amounts.gross_weight, amounts.tax_rate])
@given(text=st.text(alphabet="0123456789.,kgL升斤公*x×+-%eE ６／箱", max_size=20))
def test_any_text_is_either_an_amount_or_a_problem(parse, text):
    try:
        parse(text)
    except Problem as problem:
        assert str(problem).endswith("。")


@given(st.integers(min_value=0, max_value=amounts.MAX_COUNT))
def test_every_count_survives(count):
    for text in (str(count), f"{count:,}", f"{count}.0", str(count).translate(WIDE)):
        assert amounts.count(text) == count


@pytest.mark.parametrize(
    "text, price",
    [("58", "58.00"), ("58.5", "58.50"), ("￥1,280.00", "1280.00"), ("５８元", "58.00"), ("58元/箱", "58.00")],
)
def test_a_price_is_read_as_people_write_it(text, price):
    assert amounts.money(text) == price


@pytest.mark.parametrize("text", ["0", "-3", "五十八", "58.005", "1e3", "1,28", "", "58-60", "999999999", "NaN", "inf"])
def test_a_price_that_is_none_is_a_problem(text):
    with pytest.raises(Problem):
        amounts.money(text)


@pytest.mark.parametrize(
    "text, grams",
    [
        ("5000", "5000"), ("5kg", "5000"), ("5公斤", "5000"), ("10斤", "5000"), ("500g*4", "2000"), ("2.5L", "2500"),
        ("500克×4袋", "2000"), ("４００ｇ", "400"), ("250g x 2 盒", "500"), ("5kg/箱", "5000"), ("1,500g", "1500"),
    ],
)  # fmt: skip
def test_a_net_content_becomes_grams(text, grams):
    assert amounts.net_weight(text) == grams


@pytest.mark.parametrize("text", ["0", "约五斤", "5kg+1kg", "-5kg", "500g*4kg", "kg"])
def test_a_net_content_that_is_none_is_a_problem(text):
    with pytest.raises(Problem):
        amounts.net_weight(text)


def test_litres_are_known_to_be_no_weight():
    assert amounts.is_volume("2.5L")
    assert amounts.is_volume("500毫升*6")
    assert not amounts.is_volume("5kg")


@pytest.mark.parametrize(
    "text, rate",
    [("0", "0"), ("9%", "0.09"), ("0.09", "0.09"), ("9", "0.09"), ("１３％", "0.13"), ("1%", "0.01"), ("免税", "免税")],
)
def test_a_tax_rate_is_a_fraction(text, rate):
    assert amounts.tax_rate(text) == rate


@pytest.mark.parametrize("text", ["10%", "0.9", "17", "九个点", "-1%"])
def test_a_tax_rate_that_does_not_exist_is_a_problem(text):
    with pytest.raises(Problem, match="税率"):
        amounts.tax_rate(text)
