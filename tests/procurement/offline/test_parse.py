"""What the texts of a row mean, and what is said at the cell when they mean nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.models import OfflineChannel
from procurement.offline.workbook import columns, parse
from procurement.proofs import numbers
from procurement.workbooks.reading import text
from tests.procurement.offline.workbooks import row

TODAY = date(2026, 11, 26)


def read(**changes):
    return parse.row(2, {key: str(value) for key, value in row(**changes).items()}, today=TODAY)


def mistakes(**changes):
    return {mistake.key: mistake.message for mistake in read(**changes).mistakes}


def test_a_good_row_has_no_mistake():
    facts = read().facts

    assert read().mistakes == []
    assert (facts["quantity"], facts["untaxed"], facts["tax"], facts["amount"]) == (
        Decimal("3.000"),
        Decimal("159.63"),
        Decimal("14.37"),
        Decimal("174.00"),
    )
    assert (facts["purchased_on"], facts["channel"]) == (date(2026, 10, 18), OfflineChannel.FAIR)


@pytest.mark.parametrize("word", ["832", "832平台", "832 平台", "８３２平台"])
def test_832_is_a_channel_of_its_own(word):
    assert read(channel=word).facts["channel"] == OfflineChannel.PLATFORM_832


@pytest.mark.parametrize("word", ["展销会", "专柜", "直接采购", "批发"])
def test_the_other_channels_are_known_by_the_words_of_the_county(word):
    assert read(channel=word).facts["channel"] != OfflineChannel.PLATFORM_832


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"channel": "网购"}, "channel"),
        ({"fund": "公款"}, "fund"),
        ({"purchased_on": "2026-13-01"}, "purchased_on"),
        ({"purchased_on": "去年"}, "purchased_on"),
        ({"purchased_on": "2026-11-27"}, "purchased_on"),
        ({"purchased_on": "1926-10-18"}, "purchased_on"),
        ({"issued_on": "2027-01-01"}, "issued_on"),
        ({"number": ""}, "number"),
        ({"number": "123"}, "number"),
        ({"number": "2.63220000001E+19"}, "number"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "-3"}, "quantity"),
        ({"quantity": "3.14159"}, "quantity"),
        ({"quantity": "NaN"}, "quantity"),
        ({"quantity": "三箱"}, "quantity"),
        ({"amount": "1E+400"}, "amount"),
        ({"amount": "174.005"}, "amount"),
        ({"amount": "-174"}, "amount"),
        ({"tax": ""}, "tax"),
        ({"tax": "200"}, "tax"),
        ({"tax": "-1"}, "tax"),
        ({"untaxed": "100"}, "amount"),
        ({"unit_price": "10"}, "unit_price"),
        ({"households": "很多"}, "households"),
        ({"product": ""}, "product"),
        ({"origin": ""}, "origin"),
        ({"seller": "某" * 121}, "seller"),
        ({"kind": "白条"}, "kind"),
    ],
)
def test_a_mistake_is_said_at_its_cell(changes, key):
    found = mistakes(**changes)

    assert list(found) == [key] and found[key].endswith("。")


def test_of_three_amounts_one_may_be_left_out():
    assert read(untaxed="159.63", tax="").facts["tax"] == Decimal("14.37")
    assert read(untaxed="159.63", amount="174").facts["untaxed"] == Decimal("159.63")


@pytest.mark.parametrize("word", ["免税", "***", "0", "0.00"])
def test_goods_free_of_tax(word):
    assert read(tax=word).facts["untaxed"] == Decimal("174.00")


def test_a_receipt_needs_no_tax_and_has_a_number_of_its_own():
    found = read(kind="收据", number="no. 0012", tax="")

    assert found.mistakes == [] and (found.facts["number"], found.facts["tax"]) == ("NO.0012", 0)


def test_noise_of_binary_fractions_is_no_third_decimal():
    assert read(amount="174.00000000001").facts["amount"] == Decimal("174.00")


def test_a_price_may_be_with_tax_or_without():
    assert mistakes(unit_price="58") == mistakes(unit_price="53.211009") == {}


@given(st.dictionaries(st.sampled_from(list(columns.BY_KEY)), st.text(max_size=30), max_size=22))
def test_no_text_breaks_it(texts):
    found = parse.row(2, texts, today=TODAY)

    assert all(mistake.key in columns.BY_KEY for mistake in found.mistakes)


def test_invoice_numbers():
    assert numbers.invoice("2632 2000 0001 0000 0001") == "26322000000100000001"
    assert numbers.invoice("3200 2041 30 12345678") == "3200204130-12345678"
    assert numbers.invoice("032002100111-12345678") == "03200210011112345678"
    assert numbers.invoice("２６３２２００００００１００００００01") == "26322000000100000001"
    for bad in ("", "1" * 19, "1" * 21, "A" * 20, "١" * 20, "12345678"):
        with pytest.raises(ValueError, match="20 位"):
            numbers.invoice(bad)


def test_a_number_that_excel_has_cut_does_not_look_whole():
    with pytest.raises(ValueError, match="Excel"):
        numbers.invoice(text(26322000000100000001))
    with pytest.raises(ValueError, match="Excel"):
        numbers.invoice(text(2.6322000000100000e19))
    assert text(46.0) == "46" and text(123456789012345.0) == "123456789012345"
