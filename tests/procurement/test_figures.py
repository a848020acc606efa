"""Tables, trees and years of the figures: sums that agree, open their entries, and keep to whose desk it is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from procurement.buyers import units
from procurement.figures.statistics import overview, selection, source, tables, tree, volumes, years
from procurement.figures.statistics.dimensions import CATEGORY, DIMENSIONS, MONTH, REGION, UNIT
from procurement.figures.statistics.suppression import Published, publish
from procurement.models import Plan
from tests import factories
from tests.procurement.histories import complete, make_plan

TODAY = date(2026, 11, 20)
PRICE = Decimal("58.00")


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture
def child(unit):
    return factories.UnitFactory(parent=unit)


@pytest.fixture
def bought(plan, oranges, unit, child, shopper, now):
    """The unit buys 5 boxes, its subordinate 3, another unit 2, the public 1."""
    other = factories.UnitFactory(kind="TOWN")
    for packs, buyer in ((5, unit), (3, child), (2, other), (1, None)):
        complete(oranges, packs, by=shopper, at=now - timedelta(days=30 * packs), unit=buyer)
    return read()


def read(**values):
    scope = {name: values.pop(name) for name in ("scope", "is_alone") if name in values}
    return selection.read({"plan": "2026", **values}, on=TODAY, **scope)


def opened(cell, **scope):
    """Return what the entries add up to that a figure's address selects."""
    return selection.read(QueryDict(cell.query).dict(), on=TODAY, **scope).entries().total()


def nodes(chosen, **options):
    found, _, _ = tree.read(chosen, [row.region for row in volumes.by_region(chosen)], **options)
    return found


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=lambda dimension: dimension.key)
def test_every_table_adds_up_and_opens_its_entries(bought, dimension):
    lines = tables.by(bought, dimension)

    assert sum(line.total.amount for line in lines) == 11 * PRICE
    assert all(opened(line.total) == line.total.amount for line in lines)


@pytest.mark.parametrize("columns", [key for key in DIMENSIONS if key != "unit"])
def test_every_crossed_table_adds_up_both_ways_and_opens_its_entries(bought, columns):
    found = tables.cross(bought, UNIT, DIMENSIONS[columns])

    for line in found.lines:
        assert sum(cell.amount for cell in line.cells) == line.total.amount
    for place, head in enumerate(found.heads):
        assert sum(line.cells[place].amount for line in found.lines) == head.total.amount
    assert all(opened(cell) == cell.amount for line in found.lines for cell in line.cells)


@pytest.mark.parametrize("measure", source.MEASURES.values(), ids=lambda measure: measure.key)
def test_every_measure_adds_up_over_the_rows(bought, measure):
    found = tables.cross(bought, CATEGORY, REGION, measure)

    assert sum(line.total.amount for line in found.lines) == found.total.amount > 0
    assert dict(source.totals(bought))[measure] == found.total.amount


def test_a_table_nobody_could_read_is_refused(bought, monkeypatch):
    monkeypatch.setattr(tables, "MOST_COLUMNS", 3)

    with pytest.raises(tables.TooMany, match="太大了"):
        tables.cross(bought, UNIT, MONTH)


def test_a_parent_shows_its_own_purchases_or_those_below_too(bought, unit, child):
    own = {node.code: node for node in nodes(bought)}
    together = {node.code: node for node in nodes(bought, parents=tree.SUM)}

    assert (own[unit.code].amount, own[unit.code].is_sum) == (5 * PRICE, False)
    assert (together[unit.code].amount, together[unit.code].is_sum) == (8 * PRICE, True)
    assert own[child.code].amount == together[child.code].amount == 3 * PRICE
    assert all(opened(node.total) == node.amount for node in [*own.values(), *together.values()])
    assert all(opened(cell) == cell.amount for node in together.values() for cell in node.cells)


def test_a_folded_unit_hides_those_below_and_shows_their_sum(bought, unit, child):
    found = nodes(bought, folded={unit.code})

    assert child.code not in [node.code for node in found]
    assert sum(node.amount for node in found) == 11 * PRICE


def test_siblings_are_sorted_by_amount_the_public_last(bought, child):
    top = [node for node in nodes(bought, sort="amount") if node.depth == 0]

    assert [node.amount for node in top] == [5 * PRICE, 2 * PRICE, PRICE]
    assert top[-1].is_public


def test_a_sum_is_measured_only_if_every_unit_set_a_target(bought, plan, unit, child, now):
    plan.targets.create(unit=unit, amount=Decimal("1000"), set_at=now)

    def parent():
        return next(node for node in nodes(bought, parents=tree.SUM) if node.code == unit.code)

    assert (parent().reached.percentage, parent().reached.words) == (None, "1 个单位有目标")

    plan.targets.create(unit=child, amount=Decimal("160"), set_at=now)
    assert (parent().aim, parent().reached.words) == (Decimal("1160"), "40.0%")


def test_a_moved_unit_stays_where_it_was_unless_the_present_tree_is_chosen(bought, unit, child, shopper, oranges, now):
    new_parent = factories.UnitFactory()
    units.change(unit=child, parent=new_parent, by=shopper, at=now)
    child.refresh_from_db()
    complete(oranges, 4, by=shopper, at=now, unit=child)

    then = {node.path: node.amount for node in nodes(read(), parents=tree.SUM)}
    assert then[unit.code] == 8 * PRICE
    assert then[new_parent.code] == 4 * PRICE

    current = nodes(read(tree="current"), parents=tree.SUM)
    assert {node.code: node.amount for node in current}[new_parent.code] == 7 * PRICE
    assert {node.code: node.amount for node in current}[unit.code] == 5 * PRICE
    for node in [*nodes(read()), *current]:
        assert opened(node.total) == node.amount, node.path


def test_a_moved_units_target_is_measured_once_with_all_it_bought(bought, plan, unit, child, shopper, oranges, now):
    plan.targets.create(unit=child, amount=Decimal("406"), set_at=now)
    units.change(unit=child, parent=None, by=shopper, at=now)
    child.refresh_from_db()
    complete(oranges, 4, by=shopper, at=now, unit=child)

    places = [node for node in nodes(read()) if node.code == child.code]
    assert {(node.is_former, node.reached and node.reached.words) for node in places} == {
        (True, None),
        (False, "100.0%"),
    }


def test_a_desk_counts_its_branch_and_nothing_else(bought, unit, child):
    branch = read(scope=unit)
    alone = read(scope=unit, is_alone=True)

    assert source.total(branch) == 8 * PRICE
    assert source.total(alone) == 5 * PRICE
    assert source.total(read(scope=child)) == 3 * PRICE
    assert source.total(read(scope=child, branch=unit.code)) == 3 * PRICE
    assert source.total(read(scope=unit, unit="public")) == 0
    assert overview.read(branch).buying_units == 2


def test_a_desk_cannot_name_a_foreign_unit(bought, unit, child):
    with pytest.raises(selection.BadSelection, match="没有编码为"):
        read(scope=child, unit=unit.code)


def test_a_unit_that_left_is_still_opened_by_who_supervised_it(bought, unit, child, shopper, now):
    units.change(unit=child, parent=None, by=shopper, at=now)

    assert source.total(read(scope=unit)) == 8 * PRICE
    assert source.total(read(scope=unit, tree="current")) == 5 * PRICE
    assert source.total(read(scope=unit, unit=child.code)) == 3 * PRICE


def test_months_stand_beside_those_of_last_year(plan, oranges, unit, shopper, now):
    Plan.objects.create(year=2025, title="2025年方案", starts_on=date(2025, 3, 1), ends_on=date(2025, 12, 31))
    complete(oranges, 2, by=shopper, at=now.replace(month=5), unit=unit)
    complete(oranges, 1, by=shopper, at=now.replace(year=2025, month=5), unit=unit)
    rows = {row.now.selection.first_month: row for row in years.months(read(), on=TODAY)}

    assert (rows["2026-05"].before.amount, rows["2026-05"].growth) == (PRICE, Decimal("100.0"))
    assert opened(rows["2026-05"].before) == PRICE
    assert (rows["2026-04"].now.amount, rows["2026-04"].before.amount, rows["2026-04"].growth) == (0, 0, None)
    assert rows["2026-02"].before is None, "that year's plan does not know the month"


def test_a_month_that_is_not_over_is_not_compared(plan, oranges, unit, shopper, now):
    Plan.objects.create(year=2025, title="2025年方案", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    complete(oranges, 1, by=shopper, at=now.replace(year=2025), unit=unit)
    november = years.months(read(), on=TODAY)[10]

    assert (november.before.amount, november.growth) == (PRICE, None)


rows_of_few = st.lists(
    st.builds(Published, st.text("甲乙丙丁", min_size=1), st.integers(0, 99).map(Decimal), st.integers(1, 6)),
    max_size=8,
)


@given(rows_of_few)
def test_published_rows_tell_nothing_of_fewer_than_three_buyers(rows):
    shown = publish(rows)

    assert all(row.buyers >= 3 for row in shown)
    if shown:
        assert sum(row.amount for row in shown) == sum(row.amount for row in rows)
        assert sum(row.buyers for row in shown) == sum(row.buyers for row in rows)
    else:
        assert sum(row.buyers for row in rows) < 3


def test_one_hidden_row_takes_another_with_it():
    rows = [Published("甲", Decimal(9), 5), Published("乙", Decimal(7), 4), Published("丙", Decimal(1), 1)]

    assert publish(rows) == [Published("甲", Decimal(9), 5), Published("其他", Decimal(8), 5)]
