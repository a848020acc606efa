"""The figures are what was bought: by hand and by statistics the same, each opening its entries."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from procurement.delivery import purchase_orders
from procurement.figures.statistics import overview, selection
from procurement.figures.statistics.overview import share
from procurement.models import Stage
from tests import factories
from tests.procurement.histories import History, buy, complete, make_plan, pay, receive

SHANGHAI = ZoneInfo("Asia/Shanghai")
PRICE = Decimal("58.00")


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture
def apples(db):
    """A product of another region than the oranges."""
    tongchuan = factories.RegionFactory(code="610200", name="铜川市", province="陕西省", slug="tongchuan")
    supplier = factories.SupplierFactory(code="TC01", profile__region=tongchuan)
    return factories.make_product(supplier, title="铜川苹果", price="45.50", stock=5000)


def figures(**options):
    """Return what the command prints, as a dictionary."""
    out = StringIO()
    call_command("statistics", plan="2026", stdout=out, **options)
    return json.loads(out.getvalue())


def amounts(rows, key):
    return {row[key]: Decimal(row["amount"]) for row in rows if Decimal(row["amount"])}


def read(**values):
    return overview.read(selection.read({"plan": "2026", **values}, on=date(2026, 11, 20)))


@pytest.mark.parametrize("seed", range(4))
def test_statistics_equal_a_hand_sum_over_random_histories(plan, oranges, apples, shopper, seed):
    oranges.stockrecords.update(num_in_stock=5000)
    parent = factories.UnitFactory()
    units = [parent, factories.UnitFactory(parent=parent), factories.UnitFactory()]
    history = History(shopper, datetime(2026, 2, 1, 12, tzinfo=SHANGHAI), Random(seed))

    history.play(units, [oranges, apples], 25)
    found = figures()

    assert Decimal(found["total"]) == sum(history.completed.values())
    assert amounts(found["units"], "code") == history.sums(0)
    assert amounts(found["regions"], "code") == history.sums(1)
    assert amounts(found["months"], "month") == history.sums(2)
    for rows in ("categories", "suppliers", "channels"):
        assert sum(Decimal(row["amount"]) for row in found[rows]) == Decimal(found["total"])


def test_every_figure_opens_entries_that_add_up_to_it(plan, oranges, apples, unit, shopper, now):
    complete(oranges, 5, by=shopper, at=now, unit=unit)
    complete(apples, 3, by=shopper, at=now - timedelta(days=60))
    found = read()

    rows = [*found.units, *found.months, *found.regions, *found.categories, *found.suppliers, *found.channels]
    parts = [part for row in rows for part in [row.total, *row.regions]]
    assert len(parts) > 20
    for figure in [found.total, *parts, *[figure for _, figure in found.stages]]:
        again = selection.read(QueryDict(figure.query).dict(), on=date(2026, 1, 1))
        assert again.entries().total() == figure.amount


def test_a_purchase_a_second_before_midnight_belongs_to_the_old_month(plan, oranges, unit, shopper):
    last_second = datetime(2026, 3, 31, 23, 59, 59, tzinfo=SHANGHAI)
    buy(oranges, 1, by=shopper, at=last_second.astimezone(ZoneInfo("UTC")), unit=unit)
    buy(oranges, 2, by=shopper, at=(last_second + timedelta(seconds=1)).astimezone(ZoneInfo("UTC")), unit=unit)

    assert amounts(figures(stage="ORDERED")["months"], "month") == {"2026-03": PRICE, "2026-04": 2 * PRICE}
    assert figures(stage="ORDERED", first_month="2026-04")["total"] == "116.00"
    assert figures(stage="ORDERED", last_month="2026-03")["total"] == "58.00"


def test_purchases_outside_the_plans_dates_do_not_count(plan, oranges, shopper):
    for at in (datetime(2025, 12, 31, 23, 59, tzinfo=SHANGHAI), datetime(2027, 1, 1, tzinfo=SHANGHAI)):
        complete(oranges, 1, by=shopper, at=at)

    assert figures()["total"] == "0.00"


def test_stages_are_never_mixed(plan, oranges, unit, shopper, now):
    facts = {"by": shopper, "at": now}
    buy(oranges, 1, unit=unit, **facts)
    pay(buy(oranges, 2, unit=unit, **facts), **facts)
    receive(buy(oranges, 4, unit=unit, **facts), **facts)
    complete(oranges, 8, unit=unit, **facts)

    assert figures()["stages"] == {"ORDERED": "870.00", "PAID": "580.00", "ACCEPTED": "696.00", "COMPLETED": "464.00"}
    assert [figures(stage=stage)["total"] for stage in Stage.values] == ["870.00", "580.00", "696.00", "464.00"]


def test_the_plans_counting_stage_picks_the_headline(plan, oranges, shopper, now):
    buy(oranges, 1, by=shopper, at=now)
    plan.counting_stage = Stage.ORDERED
    plan.save()

    assert (figures()["stage"], figures()["total"]) == ("ORDERED", "58.00")


def test_demo_purchases_count_on_demo_sites_only(plan, oranges, unit, shopper, now, settings):
    complete(oranges, 1, by=shopper, at=now, unit=unit)
    complete(oranges, 5, by=shopper, at=now, unit=unit, is_demo=True)

    assert (figures()["total"], figures()["includes_demo"]) == ("58.00", False)

    settings.DEMO = True
    assert (figures()["total"], figures()["includes_demo"]) == ("348.00", True)


def test_demo_plans_and_targets_exist_on_demo_sites_only(plan, unit, settings, now):
    plan.targets.create(unit=unit, amount=100, set_at=now, is_demo=True)
    assert figures()["units"] == []

    plan.is_demo = True
    plan.save()
    with pytest.raises(CommandError, match="没有 2026 年度的方案"):
        figures()

    settings.DEMO = True
    assert figures()["units"][0]["percentage"] == "0.0"


def test_a_unit_without_a_target_has_no_percentage(plan, oranges, unit, shopper, now):
    complete(oranges, 1, by=shopper, at=now, unit=unit)

    row = figures()["units"][0]
    assert (row["target"], row["percentage"]) == (None, None)
    assert read().targeted()[0][1].words == "未设目标"


def test_a_unit_with_a_target_is_compared_and_its_basis_named(plan, oranges, unit, shopper, now):
    complete(oranges, 3, by=shopper, at=now, unit=unit)
    plan.targets.create(unit=unit, amount=Decimal("500"), set_at=now, basis="PLEDGED")

    row = figures()["units"][0]
    assert row["percentage"] == "34.8"
    assert row["target"]["difference"] == "-326.00"
    assert row["target"]["basis_label"] == "自愿认领"


def test_the_public_is_never_measured_against_the_countys_target(plan, oranges, shopper, now):
    complete(oranges, 1, by=shopper, at=now)
    plan.targets.create(amount=Decimal("100"), set_at=now)

    found = figures(unit="public")
    assert (found["total"], found["target"]) == ("58.00", None)
    assert figures()["percentage"] == "58.0"


def test_a_supervising_unit_shows_its_own_purchases_only(plan, oranges, unit, shopper, now):
    child = factories.UnitFactory(parent=unit)
    complete(oranges, 1, by=shopper, at=now, unit=unit)
    complete(oranges, 2, by=shopper, at=now, unit=child)

    rows = {row["code"]: row for row in figures()["units"]}
    assert (rows[unit.code]["amount"], rows[child.code]["amount"]) == ("58.00", "116.00")
    assert rows[child.code]["path"] == f"{unit.code}/{child.code}"
    assert figures(unit=unit.code)["total"] == "58.00"


def test_a_renamed_unit_stays_one_row_under_its_newest_name(plan, oranges, unit, shopper, now):
    complete(oranges, 1, by=shopper, at=now - timedelta(days=1), unit=unit)
    unit.name = "改名后的单位"
    unit.save()
    complete(oranges, 1, by=shopper, at=now, unit=unit)

    assert [(row["name"], row["amount"]) for row in figures()["units"]] == [("改名后的单位", "116.00")]


def test_empty_months_are_shown_as_zero(plan):
    months = figures()["months"]

    assert [row["month"] for row in months] == [f"2026-{month:02d}" for month in range(1, 13)]
    assert {row["amount"] for row in months} == {"0.00"}


def test_a_region_and_a_county_inside_it_filter_what_was_grown_there(plan, apples, oranges, shopper, now):
    county = factories.RegionFactory(code="610204", name="耀州区", province="陕西省", parent=apples.dossier.region)
    apples.dossier.county = county
    apples.dossier.save()
    complete(apples, 2, by=shopper, at=now)
    complete(oranges, 1, by=shopper, at=now)

    assert figures(region="610200")["total"] == figures(region="610204")["total"] == "91.00"
    assert figures(region="420527")["total"] == "58.00"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"unit": "XX999"}, "没有编码为“XX999”的采购单位"),
        ({"region": "999999"}, "没有代码为“999999”的协作地区"),
        ({"stage": "SOLD"}, "没有“SOLD”这个口径"),
        ({"first_month": "2026-13"}, "不在方案期限"),
        ({"first_month": "2025-12"}, "不在方案期限"),
        ({"first_month": "2026-05", "last_month": "2026-04"}, "晚于截止月份"),
    ],
)
def test_what_does_not_exist_ends_with_exit_code_2_and_a_sentence(plan, options, sentence):
    with pytest.raises(CommandError, match=sentence) as refusal:
        figures(**options)

    assert refusal.value.returncode == 2


def test_a_wrong_year_ends_with_exit_code_2(plan):
    for year in ("1999", "今年", "-1"):
        with pytest.raises(CommandError, match="年度的方案") as refusal:
            call_command("statistics", plan=year)
        assert refusal.value.returncode == 2


def test_output_goes_to_a_file(plan, tmp_path):
    for form in ("json", "xlsx", "docx"):
        call_command("statistics", plan="2026", format=form, output=str(tmp_path / form))

    assert json.loads((tmp_path / "json").read_text(encoding="utf-8"))["total"] == "0.00"
    assert (tmp_path / "xlsx").read_bytes()[:2] == (tmp_path / "docx").read_bytes()[:2] == b"PK"


def test_a_file_that_cannot_be_written_is_said_so(plan, tmp_path):
    with pytest.raises(CommandError, match="无法写入") as refusal:
        call_command("statistics", plan="2026", output=str(tmp_path / "nowhere" / "a.json"))

    assert refusal.value.returncode == 2


def test_fifty_units_take_as_many_queries_as_five(plan, oranges, shopper, now):
    oranges.stockrecords.update(num_in_stock=5000)
    parent = factories.UnitFactory()

    def more_units(number):
        for _ in range(number):
            unit = factories.UnitFactory(parent=parent)
            complete(oranges, 1, by=shopper, at=now, unit=unit)
            plan.targets.create(unit=unit, amount=100, set_at=now)
            plan.targets.create(unit=factories.UnitFactory(parent=unit), amount=100, set_at=now)

    counts = []
    for number in (5, 45):
        more_units(number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read()
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20


def test_a_returned_amount_can_bring_a_month_below_zero(plan, oranges, unit, shopper, now):
    old = complete(oranges, 5, by=shopper, at=now - timedelta(days=40), unit=unit)
    purchase_orders.take_back(
        purchase_order=old, packs={old.order.lines.get().pk: 2}, by=shopper, at=now, reason="腐烂"
    )

    assert amounts(figures()["months"], "month") == {"2026-10": 5 * PRICE, "2026-11": -2 * PRICE}
    assert share(Decimal(5), Decimal(0)) is None
