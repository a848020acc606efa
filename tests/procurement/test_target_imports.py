"""The office's list of targets goes out as a workbook and comes back, whole or not at all."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.figures.targets import office as office_targets
from procurement.figures.targets import pledging
from procurement.figures.targets.workbook import columns
from procurement.models import Target, TargetImport
from tests import factories
from tests.procurement.histories import make_plan

HEAD = [column.header for column in columns.COLUMNS]
REFERENCE = "建政办发〔2026〕8号"


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def region(db):
    return factories.RegionFactory()


def address(name, *arguments):
    return reverse(f"office:{name}", args=[2026, *arguments])


def upload(desk, *rows):
    book = openpyxl.Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return send(desk, out.getvalue())


def send(desk, content):
    return desk.post(address("target_imports"), {"file": SimpleUploadedFile("目标.xlsx", content)}, follow=True)


def page(answer):
    return answer.content.decode()


def rows_of(content):
    return [list(row) for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]


def test_targets_come_in_are_looked_over_and_said(desk, office, plan, unit, region):
    shown = upload(
        desk,
        [unit.code, unit.name, "秭归县", "第三季度", 50000.5, "", REFERENCE, "2026-07-01"],
        ["", "", "", "", "100,000 元", "协作办录入", REFERENCE, None],
    )
    assert "确认导入 2 行" in page(shown)
    assert not Target.objects.exists()

    desk.post(address("target_import_apply", TargetImport.objects.get().pk))

    county, one = sorted(Target.objects.all(), key=lambda target: target.unit_id or 0)
    assert (one.unit, one.region, one.quarter, one.amount) == (unit, region, 3, Decimal("50000.50"))
    assert (one.effective_on, one.reference, one.set_by) == (date(2026, 7, 1), REFERENCE, office)
    assert (county.unit, county.amount, county.basis, county.effective_on) == (None, 100000, "OFFICE", None)


def test_what_goes_out_comes_back_unchanged(desk, plan, unit, region, now):
    facts = {"reference": "=1+1", "by": None, "at": now}
    office_targets.set_target(plan=plan, amount=Decimal("12.30"), unit=unit, region=region, quarter=2, **facts)
    pledging.pledge(plan=plan, unit=unit, amount=Decimal("99"), by=None, at=now, on=now.date())

    content = desk.get(address("targets_workbook")).content

    assert [(row[4], row[6]) for row in rows_of(content)[1:]] == [(99, None), (12.3, "=1+1")]
    assert "没有需要导入的" in page(send(desk, content))


def test_a_change_and_a_cancellation_keep_the_history(desk, plan, unit, region, now):
    facts = {"reference": REFERENCE, "by": None, "at": now}
    office_targets.set_target(plan=plan, amount=Decimal(10), unit=unit, **facts)
    office_targets.set_target(plan=plan, amount=Decimal(20), region=region, **facts)

    upload(
        desk, [unit.code, "", "", "", 15, "", REFERENCE, "2026-07-01"], ["", "", region.code, "", "取消", "", "9 号"]
    )
    desk.post(address("target_import_apply", TargetImport.objects.get().pk))

    assert Target.objects.count() == 4
    assert [row.amount for row in plan.targets.in_force(date(2026, 12, 31))] == [15]


@pytest.mark.parametrize(
    ("row", "cell", "sentence"),
    [
        (["SY999", "", "", "", 5, "", REFERENCE], "A2", "没有这个编码的采购单位"),
        (["", "", "火星", "", 5, "", REFERENCE], "C2", "没有这个协作地区，可填：秭归县"),
        (["", "", "", "第五季度", 5, "", REFERENCE], "D2", "全年、第一季度"),
        (["", "", "", "", "五万", "", REFERENCE], "E2", "请填写数字"),
        (["", "", "", "", "1.234", "", REFERENCE], "E2", "两位小数"),
        (["", "", "", "", "0", "", REFERENCE], "E2", "须大于 0"),
        (["", "", "", "", "NaN", "", REFERENCE], "E2", "金额太大"),
        (["", "", "", "", "取消", "", REFERENCE], "E2", "现在没有这项目标"),
        (["", "", "", "", 5, "领导说的", REFERENCE], "F2", "自愿认领、协作办录入"),
        (["", "", "", "", 5, "", ""], "G2", "请填写依据的文号"),
        (["", "", "", "", 5, "", REFERENCE, "明天"], "H2", "2026-07-01 的样子"),
        (["", "", "", "", 5, "", REFERENCE, "2027-01-01"], "H2", "方案期限之内"),
    ],
)
def test_a_mistake_is_said_at_its_cell_and_nothing_is_written(desk, plan, region, row, cell, sentence):
    shown = page(upload(desk, row, ["", "", "秭归县", "", 7, "", REFERENCE]))

    assert f">{cell}<" in shown and sentence in shown
    assert "一行也不会导入" in shown
    answer = desk.post(address("target_import_apply", TargetImport.objects.get().pk))
    assert (answer.status_code, Target.objects.count()) == (409, 0)


def test_a_pledge_is_not_changed_by_a_list_and_no_target_stands_twice(desk, plan, unit, now):
    pledging.pledge(plan=plan, unit=unit, amount=Decimal(10), by=None, at=now, on=now.date())

    assert "只有单位自己可以修改" in page(upload(desk, [unit.code, "", "", "", 11, "自愿认领"]))
    again = ["", "", "", "全年", 5, "", REFERENCE]
    assert "不止一次" in page(upload(desk, again, again))


def test_what_changed_since_the_review_is_seen_when_it_is_applied(desk, plan, now):
    upload(desk, ["", "", "", "", "取消", "", REFERENCE])
    target = office_targets.set_target(plan=plan, amount=Decimal(10), reference="x", by=None, at=now)
    office_targets.remove_target(target=target, reference="x", by=None, at=now, on=now.date())

    assert desk.post(address("target_import_apply", TargetImport.objects.get().pk)).status_code == 409


def test_a_list_is_decided_once(desk, plan):
    upload(desk, ["", "", "", "", 5, "", REFERENCE])
    pk = TargetImport.objects.get().pk
    desk.post(address("target_import_apply", pk))

    assert desk.post(address("target_import_apply", pk)).status_code == 409
    assert desk.post(address("target_import_cancel", pk), follow=True).status_code == 200
    assert Target.objects.count() == 1


def test_a_file_that_is_none_is_refused(desk, plan):
    answer = desk.post(address("target_imports"), {"file": SimpleUploadedFile("目标.xlsx", b"MZ")})

    assert (answer.status_code, "不是 .xlsx 工作簿" in page(answer)) == (400, True)


@pytest.mark.parametrize("name", ["target_imports", "targets_workbook", "target_import", "target_import_apply"])
def test_outsiders_find_nothing(client, handler, plan, office, now, name):
    found = TargetImport.objects.create(plan=plan, name="x", by=office, at=now)
    client.force_login(handler)
    arguments = [found.pk] if name.startswith("target_import") and name != "target_imports" else []

    method = client.post if name.endswith("apply") else client.get
    assert method(address(name, *arguments)).status_code == 404


def test_many_rows_take_as_many_queries_as_few(desk, plan):
    counts = []
    for number in (2, 30):
        units = [factories.UnitFactory() for _ in range(number)]
        upload(desk, *[[unit.code, "", "", "", 5, "", REFERENCE] for unit in units])
        with CaptureQueriesContext(connection) as queries:
            desk.get(address("target_import", TargetImport.objects.first().pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]
