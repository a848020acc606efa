"""What a file would do to a supplier's products, without a database."""

import pytest

from catalogue_import.parse.rows import EMPTY, Parsed
from catalogue_import.plan import Existing, Outcome, missing, plan

VALUES = {
    "code": "A-1", "title": "脐橙", "category": "水果 > 脐橙", "county": "秭归县", "spec": "5kg/箱", "unit": "箱",
    "price": "58.00", "stock": 100,
}  # fmt: skip
COLUMNS = {key: place for place, key in enumerate([*VALUES, *EMPTY], start=1)}


def row(number=2, **values):
    values = {key: value for key, value in (VALUES | values).items() if value != ...}
    return Parsed(number, COLUMNS, "商品", values, texts={key: str(value) for key, value in values.items()})


def held(allocated=0, **values):
    return {"A-1": Existing(EMPTY | VALUES | values, allocated, 7)}


def decide(row, existing=None, publish=True):
    (planned,) = plan([row], existing or {}, publish=publish)
    return planned


def mistakes(planned):
    return [(mistake.cell, mistake.message) for mistake in planned.row.mistakes]


def test_an_unknown_code_is_new_with_every_value_filled():
    planned = decide(row())

    assert planned.outcome == Outcome.NEW
    assert planned.values == EMPTY | VALUES


def test_the_same_values_again_are_unchanged():
    assert decide(row(), held()).outcome == Outcome.UNCHANGED


def test_a_changed_price_is_one_change_with_old_and_new():
    planned = decide(row(price="57.00"), held())

    assert planned.outcome == Outcome.CHANGED
    assert planned.changes == [["price", "58.00", "57.00"]]


def test_an_empty_optional_cell_leaves_the_old_value_and_a_cleared_one_empties_it():
    existing = held(description="皮薄", short_title="秭归橙")

    assert decide(row(), existing).outcome == Outcome.UNCHANGED
    assert decide(row(description=""), existing).changes == [["description", "皮薄", ""]]


def test_both_rows_of_a_doubled_code_are_rejected_and_name_each_other():
    first, other, second = plan([row(2), row(3, code="A-2"), row(4)], {}, publish=True)

    assert [first.outcome, other.outcome, second.outcome] == [Outcome.REJECTED, Outcome.NEW, Outcome.REJECTED]
    assert "第 4 行" in mistakes(first)[0][1]
    assert "第 2 行" in mistakes(second)[0][1]


def test_stock_below_what_is_ordered_and_not_yet_sent_is_a_mistake():
    planned = decide(row(stock=9), held(allocated=10))

    assert planned.outcome == Outcome.REJECTED
    assert mistakes(planned)[0][0] == "H2"
    assert decide(row(stock=10), held(allocated=10)).outcome == Outcome.CHANGED


@pytest.mark.parametrize(
    "values, key",
    [
        ({"min_order_quantity": 7, "order_multiple": 5}, "min_order_quantity"),
        ({"order_multiple": 5}, "order_multiple"),
        ({"tiers": [[20, "58.00"]]}, "tiers"),
        ({"tiers": [[1, "57.00"]]}, "tiers"),
        ({"net_weight_g": "5000", "gross_weight_kg": "4.9"}, "gross_weight_kg"),
    ],
)
def test_cells_that_contradict_each_other_are_a_mistake_at_one_of_them(values, key):
    planned = decide(row(**values))

    assert planned.outcome == Outcome.REJECTED
    assert [mistake.key for mistake in planned.row.mistakes] == [key]


def test_a_new_price_is_judged_against_the_tiers_that_stay():
    planned = decide(row(price="56.00"), held(tiers=[[20, "56.30"]]))

    assert [mistake.key for mistake in planned.row.mistakes] == ["price"]


def test_litres_are_not_held_against_the_gross_weight():
    parsed = row(net_weight_g="5000", gross_weight_kg="4.6")
    parsed.is_volume = True

    assert decide(parsed).outcome == Outcome.NEW


def test_without_publishing_new_products_stay_off_sale_and_others_as_they_are():
    assert decide(row(on_sale=True), publish=False).values["on_sale"] is False
    assert decide(row(on_sale=False), held(), publish=False).outcome == Outcome.UNCHANGED
    assert decide(row(on_sale=False), held()).changes == [["on_sale", True, False]]
    assert decide(row(), held(on_sale=False)).outcome == Outcome.UNCHANGED


def test_missing_products_are_those_on_sale_that_the_file_leaves_out():
    existing = held() | {"A-2": Existing(EMPTY | VALUES), "A-3": Existing(EMPTY | VALUES | {"on_sale": False})}

    assert missing([row()], existing) == ["A-2"]
    assert missing([row(), row(code=...)], existing) == []
