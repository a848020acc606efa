"""The rollups say what the entries say, whatever is asked, and only read the entries where they must."""

from itertools import combinations
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import Q, Sum
from django.test.utils import CaptureQueriesContext

from procurement.figures import rollups, verification
from procurement.figures.rollups import cuts
from procurement.models import Cut, LedgerEntry, Rollup
from tests import factories

from .histories import History, buy, complete


@pytest.fixture
def history(oranges, shopper, supplier, now):
    units = [factories.UnitFactory(), factories.UnitFactory(kind="TOWN")]
    tea = factories.make_product(supplier, price="19.99", net_weight_g=250)
    tea.categories.set([factories.make_category("茶叶 > 绿茶")])
    played = History(shopper, now.replace(month=1, day=5), Random(5))
    played.play(units, [oranges, tea], 14)
    return played


def by_hand(condition, by):
    rows = LedgerEntry.objects.filter(condition).order_by().values_list(*by).annotate(Sum("amount"))
    return {tuple(row[:-1]): round(row[-1], 2) for row in rows}


def read(condition, by):
    return {tuple(row[name] for name in by): row["amount"] for row in rollups.sums(condition, by=by)}


def test_sums_by_any_two_dimensions_are_those_of_the_entries(history):
    conditions = [Q(stage="ORDERED"), Q(stage="COMPLETED", period__range=("2026-02", "2026-06")), Q(unit=None)]
    for by in combinations(cuts.ALL, 2):
        for condition in conditions:
            assert read(condition, by) == by_hand(condition, by), (by, condition)


def test_every_two_dimensions_and_a_unit_with_any_one_are_read_from_a_rollup():
    assert all(rollups.covering(Q(stage="PAID", period="2026-01"), by=by) for by in combinations(cuts.ALL, 2))
    assert all(rollups.covering(Q(unit=1), by=(name,)) for name in cuts.ALL)


@pytest.mark.parametrize(
    ("condition", "by", "cut"),
    [
        (Q(stage="PAID"), ("period",), Cut.WAY),
        (Q(stage="PAID"), ("unit", "region_code"), Cut.UNIT),
        (Q(region_code="1") | ~Q(category="2"), ("supplier_code",), Cut.GOODS),
        (Q(unit_path__startswith="1"), ("channel",), Cut.UNIT_WAY),
        (Q(unit__in=[1]), ("category",), Cut.UNIT_GOODS),
        (Q(product=1), ("category",), None),
        (Q(unit__kind="TOWN"), ("category",), None),
        (Q(occurred_on="2026-01-01"), (), None),
        (Q(unit=1, channel="GROUP"), ("supplier_code",), None),
    ],
)
def test_the_smallest_cut_that_knows_all_is_chosen(condition, by, cut):
    assert rollups.covering(condition, by=by) == cut


@pytest.mark.parametrize(
    ("condition", "years"),
    [
        (Q(stage="PAID", period__range=("2025-01", "2026-12")), Q(stage="PAID", period__range=("2025", "2026"))),
        (Q(unit=None) & (Q(stage="PAID") | ~Q(unit_path="1")), Q(unit=None) & (Q(stage="PAID") | ~Q(unit_path="1"))),
        (Q(period__range=("2026-01", "2026-11")), None),
        (Q(period__range=("2026-02", "2026-12")), None),
        (Q(stage="PAID") & ~Q(period="2026-01"), None),
    ],
)
def test_only_whole_years_are_asked_of_years(condition, years):
    assert cuts.in_years(condition) == years


def test_a_whole_year_is_read_from_its_own_rows_and_a_part_of_it_from_months(history):
    by, whole = ("unit", "region_code"), Q(stage="ORDERED", period__range=("2026-01", "2026-12"))
    Rollup.objects.filter(cut=Cut.UNIT).delete()

    assert read(whole, by) == by_hand(whole, by) != {}
    assert read(Q(stage="ORDERED", period__range=("2026-01", "2026-11")), by) == {}


def test_what_no_rollup_knows_is_summed_from_the_entries(history, oranges):
    condition = Q(stage="ORDERED", product=oranges)

    assert read(condition, ("unit",)) == by_hand(condition, ("unit",))


def test_nothing_adds_up_to_zero(db):
    assert rollups.sums(Q(stage="PAID"))[0]["amount"] == 0
    assert rollups.sums(Q(stage="PAID"), by=("unit",)) == []


def test_weight_tax_and_number_of_entries_are_kept_too(oranges, shopper, now):
    complete(oranges, 3, by=shopper, at=now)

    row = rollups.sums(Q(stage="COMPLETED"))[0]

    entry = LedgerEntry.objects.get(stage="COMPLETED")
    assert (row["tax_amount"], row["net_weight_g"]) == (entry.tax_amount, entry.net_weight_g)
    assert (row["entries"], row["newest"]) == (1, entry.pk)


def test_names_are_those_of_the_newest_entry(oranges, shopper, unit, now):
    buy(oranges, 1, by=shopper, at=now, unit=unit)
    unit.name = "改名后的单位"
    unit.save()
    buy(oranges, 1, by=shopper, at=now, unit=unit)
    buy(oranges, 1, by=shopper, at=now)

    rows = rollups.labelled(rollups.sums(Q(stage="ORDERED"), by=("unit",)), ("unit_name", "unit_code"))

    assert {(row["unit"], row["unit_name"], row["unit_code"]) for row in rows} == {
        (unit.pk, "改名后的单位", unit.code),
        (None, "社会公众", ""),
    }


def test_an_entry_takes_one_statement_more_whatever_the_cuts(oranges, shopper, now):
    with CaptureQueriesContext(connection) as queries:
        buy(oranges, 1, by=shopper, at=now)

    assert sum("procurement_rollup" in query["sql"] for query in queries) == 1


def test_rebuilding_changes_nothing(history):
    names = [*Rollup.KEY, *Rollup.SUMS, "newest"]
    names.remove("lane")
    before = sorted(Rollup.objects.values_list(*names), key=str)

    rollups.rebuild()

    assert sorted(Rollup.objects.values_list(*names), key=str) == before


@pytest.mark.parametrize("cut", Cut)
@pytest.mark.parametrize("change", ["amount_fen = amount_fen + 1", "newest = newest + 1"])
def test_a_rollup_changed_behind_its_back_is_named(oranges, shopper, now, cut, change):
    complete(oranges, 2, by=shopper, at=now)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE procurement_rollup SET {change} WHERE cut = %s AND stage = 'PAID'", [cut])  # noqa: S608

    found = list(verification.differences())

    assert any(cut.label in sentence and "已付款" in sentence for sentence in found), found


def test_a_rollup_row_too_many_or_too_few_is_named(oranges, shopper, now):
    complete(oranges, 2, by=shopper, at=now)
    Rollup.objects.filter(cut=Cut.UNIT_GOODS, stage="ORDERED").delete()
    Rollup.objects.filter(cut=Cut.UNIT_WAY, stage="PAID").update(region_code="999999")

    found = "\n".join(verification.differences())

    assert "已下单" in found and "999999" in found


def test_entries_that_are_rolled_back_are_not_summed(oranges, shopper, now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        buy(oranges, 1, by=shopper, at=now)
        raise ZeroDivisionError

    assert not Rollup.objects.exists()
