"""Plans: what their documents say, which stage counts, and a record of every change."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from procurement.models import Plan, Stage
from tests.procurement.histories import make_plan

MIGRATION = import_module("procurement.migrations.0004_plan_of_2022")


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def test_the_plan_of_2022_is_there_without_amounts(db):
    plan = Plan.objects.get(year=2022)

    assert plan.title == "2022年建湖县东西部协作工作方案"
    assert (plan.document_number, plan.task_number) == ("建政办发〔2022〕72号", "4")
    assert (plan.starts_on, plan.ends_on) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (plan.counting_stage, plan.is_demo, plan.targets.count()) == (Stage.COMPLETED, False, 0)


def test_the_migration_can_be_undone_and_redone(db):
    MIGRATION.remove(apps, None)
    assert not Plan.objects.filter(year=2022).exists()

    MIGRATION.create(apps, None)
    MIGRATION.create(apps, None)
    assert Plan.objects.filter(year=2022).count() == 1


def test_another_county_starts_without_jianhus_plan(db, settings):
    MIGRATION.remove(apps, None)
    settings.COUNTY_CODE = "320999"

    MIGRATION.create(apps, None)

    assert not Plan.objects.exists()


def test_the_current_plan_is_the_one_that_runs_else_the_newest(plan):
    assert Plan.objects.current(date(2026, 5, 1)) == plan
    assert Plan.objects.current(date(2022, 5, 1)).year == 2022
    assert Plan.objects.current(date(2024, 5, 1)) == plan


def test_a_plan_over_a_new_year_lists_its_months():
    plan = Plan(starts_on=date(2026, 11, 15), ends_on=date(2027, 2, 1))

    assert plan.months == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_the_counting_stage_changes_only_when_confirmed(desk, plan):
    address = reverse("office:plan_stage", args=[2026])

    refused = desk.post(address, {"stage": "PAID"})
    plan.refresh_from_db()
    assert (refused.status_code, plan.counting_stage) == (400, "COMPLETED")

    desk.post(address, {"stage": "PAID", "is_sure": "on"})
    plan.refresh_from_db()
    assert plan.counting_stage == "PAID"


def test_a_new_plan_is_opened_once_a_year(desk, plan):
    data = {"title": "2027年方案", "starts_on": "2027-01-01", "ends_on": "2027-12-31", "counting_stage": "COMPLETED"}

    assert desk.post(reverse("office:plan_new"), {**data, "year": "2027"}).status_code == 302
    assert Plan.objects.get(year=2027).title == "2027年方案"

    again = desk.post(reverse("office:plan_new"), {**data, "year": "2026"})
    assert (again.status_code, "已有方案" in again.content.decode()) == (400, True)


def test_a_plan_that_ends_before_it_starts_is_refused(desk):
    data = {"year": "2027", "title": "x", "starts_on": "2027-02-01", "ends_on": "2027-01-01", "counting_stage": "PAID"}

    assert "不能早于" in desk.post(reverse("office:plan_new"), data).content.decode()


def test_what_is_changed_in_a_plan_is_recorded_for_good(desk, office, plan):
    facts = {"title": "2026年方案（修订）", "document_number": "建政办发〔2026〕8号", "task_number": "4"}
    desk.post(reverse("office:plan_edit", args=[2026]), {**facts, "starts_on": "2026-01-01", "ends_on": "2026-12-31"})
    desk.post(reverse("office:plan_stage", args=[2026]), {"stage": "PAID", "is_sure": "on"})

    plan.refresh_from_db()
    assert (plan.title, plan.document_number, plan.task_number) == tuple(facts.values())
    stage, facts = plan.records.all()
    assert stage.words == "统计口径：已完成 → 已付款"
    assert (
        facts.words == "名称：2026年方案 → 2026年方案（修订）；文号：（空） → 建政办发〔2026〕8号；任务序号：（空） → 4"
    )
    assert facts.by == office
    assert facts.words in desk.get(reverse("office:plan_edit", args=[2026])).content.decode()
    for statement in ("UPDATE procurement_planrecord SET words = 'x'", "DELETE FROM procurement_planrecord"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)


def test_saving_a_plan_unchanged_records_nothing(desk, plan):
    facts = {"title": plan.title, "starts_on": "2026-01-01", "ends_on": "2026-12-31"}

    answer = desk.post(reverse("office:plan_edit", args=[2026]), facts, follow=True)

    assert "没有改动" in answer.content.decode()
    assert not plan.records.exists()


def test_the_quarters_of_a_plan_are_its_whole_ones():
    calendar = Plan(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    short = Plan(starts_on=date(2026, 11, 15), ends_on=date(2027, 2, 1))

    assert calendar.quarters[3] == (4, "2026-10", "2026-12")
    assert short.quarters == [(1, "2026-11", "2027-01")]


@pytest.mark.parametrize("name", ["plan", "plan_stage", "plan_edit"])
def test_outsiders_get_404_and_change_nothing(client, handler, plan, name):
    client.force_login(handler)

    answer = client.post(reverse(f"office:{name}", args=[2026]), {"stage": "PAID", "is_sure": "on"})

    assert answer.status_code == (405 if name == "plan" else 404)
    plan.refresh_from_db()
    assert plan.counting_stage == "COMPLETED"


def test_a_stage_is_changed_by_a_post(desk, plan):
    assert desk.get(reverse("office:plan_stage", args=[2026])).status_code == 405
