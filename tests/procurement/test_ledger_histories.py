"""Whatever happens, the ledger agrees with itself and with what it tells of. ``HISTORIES`` plays more of them."""

import os
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q

from procurement.buyers import units as buyers
from procurement.figures import rollups
from procurement.figures.closings import content
from procurement.figures.rollups import cuts
from procurement.figures.statistics import source
from procurement.figures.statistics.selection import whole
from procurement.models import Closing, LedgerEntry, Plan, Stage
from tests import factories

from .histories import History, make_plan
from .test_verify_ledger import run

HISTORIES, EVENTS = int(os.environ.get("HISTORIES", 2)), 24


@pytest.fixture(params=range(HISTORIES))
def history(request, db, shopper):
    make_plan()
    products = [factories.make_product(stock=5000), factories.make_product(price="33.35", stock=5000)]
    units = factories.UnitFactory.create_batch(4)
    history = History(shopper, datetime(2026, 2, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai")), Random(request.param + 900))
    history.live(units, products, EVENTS)
    history.units = units
    return history


def test_a_history_agrees_with_itself_its_proofs_and_the_hand(history):
    code, lines = run()
    assert code == 0, lines

    completed = Q(stage=Stage.COMPLETED)
    for position, name in enumerate(("unit", "region_code", "period")):
        codes = {unit.pk: unit.code for unit in history.units} | {None: ""}
        rows = rollups.sums(completed, by=(name,))
        found = {codes[row[name]] if name == "unit" else row[name]: row["amount"] for row in rows if row["amount"]}
        assert found == history.sums(position), name


def test_sums_by_any_dimension_agree(history):
    for stage in Stage:
        total = LedgerEntry.objects.at_stage(stage).total()
        for name in cuts.ALL:
            assert sum(row["amount"] for row in rollups.sums(Q(stage=stage), by=(name,))) == total, (stage, name)


def test_closed_months_say_what_they_said(history):
    # The months that the seed did not close are closed now, and then nothing may change any of them.
    while history.closings < 3:
        history.close()
    history.live(history.units, [factories.make_product(stock=5000)], 8)

    closed = list(Closing.objects.values_list("period", flat=True))
    assert content.totals(closed, is_demo=False) == {period: history.said[period] for period in closed}
    assert run()[0] == 0


def test_moving_a_unit_changes_no_past_figure_but_those_by_the_tree_of_now(history):
    by = ("unit", "unit_path", "period", "stage")
    unit, above = history.units[0], factories.UnitFactory()
    everything = whole(Plan.objects.get(year=2026), Stage.ORDERED)
    before = sorted(rollups.sums(Q(), by=by), key=str)

    buyers.change(unit=unit, parent=above, by=history.by, at=history.start)

    assert sorted(rollups.sums(Q(), by=by), key=str) == before
    then = whole(everything.plan, everything.stage, branch=above.path)
    assert source.total(then) == 0, "nothing was bought below it when it was bought"
    below = everything.hierarchy.below(unit.pk)
    bought = sum(row["amount"] for row in rollups.sums(everything.condition & Q(unit__in=below)))
    assert source.total(then.narrowed(is_current=True)) == bought
