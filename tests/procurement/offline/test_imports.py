"""Workbooks of offline purchases: what they are planned as, and what becomes of them."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from procurement.models import LedgerEntry, OfflineChannel, OfflineImport, OfflinePurchase
from procurement.offline import imports
from procurement.offline.workbook.plan import Outcome
from tests import factories
from tests.procurement.offline.workbooks import NUMBER, invoice, picture, row, workbook

TODAY = date(2026, 11, 26)
OTHER = "26322000000100000002"


def texts(*rows):
    return [(number, {key: str(value) for key, value in one.items()}) for number, one in enumerate(rows, start=2)]


def planned(*rows, **facts):
    return imports.planned(texts(*rows), today=TODAY, **facts)


def said(*rows, **facts):
    """Return ``{column: message}`` of all mistakes."""
    found = planned(*rows, **facts)
    return {mistake.key: mistake.message for one in found for line in one.rows for mistake in line.mistakes}


@pytest.fixture
def good(unit, oranges, supplier):
    """Return a function that gives a row without mistakes, with changes."""
    return lambda **changes: row(**{"unit": unit.name, "supplier": supplier.name, **changes})


def test_rows_of_one_invoice_are_one_purchase(good, oranges, supplier, unit):
    first = good(tax="", untaxed="159.63")
    found = planned(first, good(quantity=1, amount="58", tax="4.79"), good(number=OTHER))

    assert [len(one.rows) for one in found] == [2, 1]
    facts = found[0].facts
    assert (facts.unit, facts.amount, facts.channel) == (unit, Decimal("232.00"), OfflineChannel.FAIR)
    assert [(one.product, one.supplier) for one in facts.goods] == [(oranges, supplier)] * 2


@pytest.mark.parametrize("name", ["name", "short_name", "code"])
def test_a_unit_goes_by_its_names_and_its_code(good, unit, name):
    assert planned(good(unit=getattr(unit, name)))[0].facts.unit == unit


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"unit": ""}, "unit"),
        ({"unit": "没有的单位"}, "unit"),
        ({"origin": "烟台市"}, "origin"),
        ({"channel": "拼团"}, "channel"),
    ],
)
def test_names_that_nobody_has_are_mistakes_at_their_cells(good, changes, key):
    assert list(said(good(**changes))) == [key]


def test_an_unknown_product_is_no_mistake_but_noted(good):
    found = planned(good(product="土鸡蛋", category="没有的类别"))[0]

    assert found.is_new and found.facts.goods[0].product is None and found.facts.goods[0].category == ""
    assert len(found.rows[0].notes) == 2


def test_the_place_may_stand_in_a_longer_address(good):
    factories.RegionFactory(code="610200", name="铜川市")

    assert planned(good(origin="湖北省宜昌市秭归县郭家坝镇"))[0].facts.goods[0].county.name == "秭归县"
    assert "产地须是" in said(good(origin="秭归县和铜川市"))["origin"]


def test_a_product_comes_from_where_the_catalogue_says(good):
    factories.RegionFactory(code="610200", name="铜川市")

    assert "秭归县" in said(good(origin="铜川市"))["origin"]


def test_a_product_of_somebody_else_is_not_taken_for_it(good):
    assert planned(good(supplier="路边摊"))[0].facts.goods[0].product is None


def test_one_invoice_has_one_day_unit_and_channel(good):
    found = said(good(), good(purchased_on="2026-10-19", channel="批发"))

    assert set(found) == {"purchased_on", "channel"} and "第 2 行同一凭证" in found["channel"]


def test_a_unit_registers_its_own_only(good, unit):
    other = factories.UnitFactory()

    assert "只能登记本单位" in said(good(unit=other.name), unit=unit)["unit"]
    assert planned(good(unit=""), unit=unit)[0].facts.unit == unit


def test_the_command_registers_verifies_and_queues(good, unit, tmp_path):
    path = tmp_path / "清单.xlsx"
    seller = good()["seller"]
    rows = [
        good(files="a.xml"),
        good(number=OTHER, product="土鸡蛋", files="b.jpg;没有.pdf"),
        good(number="26322000000100000003"),
        good(number="26322000000100000004", quantity="0"),
    ]
    path.write_bytes(workbook(*rows))
    (tmp_path / "a.xml").write_bytes(invoice(buyer=unit.name, seller=seller))
    (tmp_path / "b.jpg").write_bytes(picture())

    code, done = run(path)

    assert code == 1
    assert {name: done[name] for name in "rows created updated unchanged rejected images".split()} == {
        "rows": 4,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
        "images": 2,
    }
    assert [(error["row"], error["column"]) for error in done["errors"]] == [(5, "数量")]
    assert list(OfflinePurchase.objects.order_by("pk").values_list("status", flat=True)) == [
        "VERIFIED",
        "SUBMITTED",
        "DRAFT",
    ]
    assert LedgerEntry.objects.count() == 4
    assert {"seconds", "peak_mib"} <= set(done)

    code, again = run(path)
    assert (code, again["created"], again["unchanged"], again["rejected"]) == (1, 0, 3, 1)


def test_a_dry_run_writes_nothing(good, tmp_path):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(workbook(good()))

    code, done = run(path, "--dry-run")

    assert (code, done["created"]) == (0, 1)
    assert not OfflinePurchase.objects.exists() and not OfflineImport.objects.exists()


def test_an_invoice_registered_otherwise_is_refused_at_its_cell(good, submitted, tmp_path):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(workbook(good(amount="175.00", tax="15.37", unit_price="")))

    code, done = run(path)

    assert code == 1 and done["errors"][0]["column"] == "发票号"
    assert submitted.number in done["errors"][0]["message"]


def test_what_is_no_workbook_is_refused(db, tmp_path):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(b"PK\x03\x04 nonsense")

    code, done = run(path)

    assert code == 2 and done["errors"][0]["message"]
    with pytest.raises(CommandError) as missing:
        call_command("import_offline_purchases", str(tmp_path / "没有.xlsx"))
    assert missing.value.returncode == 2


def test_names_that_lead_out_of_the_folder_are_not_followed(good, tmp_path):
    folder = tmp_path / "清单"
    folder.mkdir()
    (tmp_path / "外面.jpg").write_bytes(picture())
    (folder / "清单.xlsx").write_bytes(workbook(good(files="../外面.jpg")))

    _, done = run(folder / "清单.xlsx")

    assert (done["created"], done["images"]) == (1, 0)


def test_a_bad_file_beside_it_is_told_and_left_out(good, tmp_path):
    (tmp_path / "坏.jpg").write_bytes(b"no picture")
    (tmp_path / "清单.xlsx").write_bytes(workbook(good(files="坏.jpg")))

    _, done = run(tmp_path / "清单.xlsx")

    assert done["created"] == 1 and [error["column"] for error in done["errors"]] == ["附件"]


def test_an_xml_of_another_invoice_rejects_its_purchase_alone(good, unit, tmp_path):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(workbook(good(files="a.xml"), good(number=OTHER)))
    (tmp_path / "a.xml").write_bytes(invoice(buyer=unit.name, number="26322000000100000077"))

    code, done = run(path)

    assert (code, done["created"], done["rejected"]) == (1, 1, 1)
    assert done["errors"][0]["column"] == "附件" and NUMBER in done["errors"][0]["message"]


def test_plans_take_a_constant_number_of_queries(good, django_assert_num_queries):
    rows = [good(number=f"2632200000010000{number:04d}", product=f"产品{number}") for number in range(40)]

    with django_assert_num_queries(6):
        few = planned(*rows[:2])
    with django_assert_num_queries(6):
        many = planned(*rows)

    assert len(few) == 2 and {one.outcome for one in many} == {Outcome.NEW}


def run(path, *options):
    """Return the exit code and the JSON of the command."""
    out, code = StringIO(), 0
    try:
        call_command("import_offline_purchases", str(path), "--json", *options, stdout=out)
    except SystemExit as stop:
        code = stop.code
    return code, json.loads(out.getvalue())
