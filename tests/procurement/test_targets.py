"""Targets: pledged by units, set by the office with a document; said anew, never rewritten."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.figures.statistics import overview, selection, tree, volumes
from procurement.figures.statistics.targets import Comparison
from procurement.figures.targets import listing, office, pledging
from procurement.models import Target
from tests import factories
from tests.procurement.histories import complete, make_plan

REFERENCE = "建政办发〔2026〕8号"


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture
def today(now):
    return now.date()


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def set_target(plan, now, amount="1000", **facts):
    return office.set_target(plan=plan, amount=Decimal(amount), reference=REFERENCE, by=None, at=now, **facts)


def pledge(plan, unit, now, amount="1000", **facts):
    return pledging.pledge(plan=plan, unit=unit, amount=Decimal(amount), by=None, at=now, on=now.date(), **facts)


def read(on=date(2026, 11, 20), **values):
    return overview.read(selection.read({"plan": "2026", **values}, on=on))


def amount_on(plan, day):
    return [row.amount for row in plan.targets.in_force(day)]


def test_a_change_holds_from_its_day_and_the_past_stays(plan, now):
    first = set_target(plan, now, "1000")
    facts = {"reference": REFERENCE, "by": None, "at": now}
    changed = office.change_target(target=first, amount=2000, effective_on=date(2026, 7, 1), **facts)

    assert amount_on(plan, date(2026, 6, 30)) == [1000]
    assert amount_on(plan, date(2026, 7, 1)) == [2000]
    assert read(to="2026-06").target.target == first
    assert read().target.target == changed


def test_what_is_to_come_is_not_measured_against_yet(plan, now):
    first = set_target(plan, now)
    facts = {"reference": REFERENCE, "by": None, "at": now, "effective_on": date(2026, 12, 1)}
    coming = office.change_target(target=first, amount=5000, **facts)

    assert read(on=date(2026, 11, 20)).target.target == first
    assert read(on=date(2026, 12, 1)).target.target == coming
    listed = listing.of(plan.targets.all(), on=date(2026, 11, 20))
    assert [(one.now, one.last, one.is_coming) for one in listed] == [(first, coming, True)]


def test_the_last_word_supersedes_what_was_to_come(plan, now, today):
    first = set_target(plan, now)
    facts = {"reference": REFERENCE, "by": None, "at": now}
    coming = office.change_target(target=first, amount=5000, effective_on=date(2026, 12, 1), **facts)
    office.remove_target(target=coming, on=today, **facts)

    assert amount_on(plan, date(2026, 12, 31)) == []
    assert amount_on(plan, today - timedelta(days=1)) == [1000]


@pytest.mark.parametrize("statement", ["UPDATE procurement_target SET amount = 1", "DELETE FROM procurement_target"])
def test_nobody_rewrites_history(plan, now, statement):
    set_target(plan, now)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)
    with pytest.raises(TypeError):
        Target.objects.all().delete()
    assert Target.objects.get().amount == 1000


def test_a_second_target_for_the_same_is_refused(plan, unit, now):
    set_target(plan, now, unit=unit)

    with pytest.raises(office.Refused, match="已有目标"):
        set_target(plan, now, unit=unit)
    set_target(plan, now, unit=unit, quarter=3)
    assert Target.objects.count() == 2


def test_who_changes_what_somebody_else_just_changed_is_told(plan, unit, now):
    seen = pledge(plan, unit, now)
    pledging.change(target=seen, amount=2000, by=None, at=now, on=now.date())

    with pytest.raises(pledging.Refused, match="刚刚有了改动"):
        pledging.change(target=seen, amount=3000, by=None, at=now, on=now.date())
    with pytest.raises(pledging.Refused, match="刚刚有了改动"):
        pledging.withdraw(target=seen, by=None, at=now, on=now.date())
    assert amount_on(plan, now.date()) == [2000]


def test_a_pledge_is_the_units_own(plan, unit, now, today):
    target = pledge(plan, unit, now)
    facts = {"reference": REFERENCE, "by": None, "at": now}

    with pytest.raises(office.Refused, match="只有单位自己"):
        office.change_target(target=target, amount=1, **facts)
    with pytest.raises(office.Refused, match="只有单位自己"):
        office.remove_target(target=target, on=today, **facts)


def test_a_withdrawn_pledge_is_no_target_and_may_be_given_again(plan, unit, now, today):
    pledging.withdraw(target=pledge(plan, unit, now), by=None, at=now, on=today)
    assert read(unit=unit.code).target.words == "未设目标"

    again = pledge(plan, unit, now, "700")

    assert again.effective_on == today
    assert read(unit=unit.code).target.target == again


def test_nothing_is_pledged_once_the_plan_is_over(plan, unit, now):
    facts = {"plan": plan, "unit": unit, "amount": 5, "by": None, "at": now}

    with pytest.raises(pledging.Refused, match="已于 2026-12-31 结束"):
        pledging.pledge(on=date(2027, 1, 1), **facts)
    assert pledging.pledge(on=date(2026, 12, 31), **facts)


def test_a_pledge_goes_before_what_the_office_set(plan, unit, now):
    pledged = pledge(plan, unit, now, "800")
    set_target(plan, now, "1000", unit=unit)

    assert read().targeted()[0][1].target == pledged


def test_regions_units_in_regions_and_quarters_are_measured(plan, oranges, unit, shopper, now):
    complete(oranges, 10, by=shopper, at=now, unit=unit)
    region = oranges.dossier.region
    set_target(plan, now, "5800", region=region)
    pledge(plan, unit, now, "2900", region=region)
    set_target(plan, now, "1160", quarter=4)

    found = read()
    assert found.comparisons[region].words == "10.0%"
    assert [row.comparison.words for row in found.quarters] == ["未设目标", "未设目标", "未设目标", "50.0%"]
    nodes, _, _ = tree.read(found.selection, [row.region for row in volumes.by_region(found.selection)])
    node = next(node for node in nodes if node.unit == unit)
    assert [one.words for _, one in node.cells_compared] == ["20.0%"]
    assert node.comparison.words == "未设目标"


def test_a_quarter_is_compared_with_its_own_targets_and_never_with_both_kinds(plan, oranges, unit, shopper, now):
    complete(oranges, 10, by=shopper, at=now, unit=unit)
    pledge(plan, unit, now, "5800")
    fourth = {"from": "2026-10", "to": "2026-12"}
    assert read(**fourth).targeted()[0][1].words == "10.0%"

    set_target(plan, now, "1160", quarter=4)

    quarter = read(**fourth)
    assert (quarter.target.words, quarter.target.basis) == ("50.0%", "协作办录入，第四季度")
    assert quarter.targeted()[0][1].words == "未设目标"
    assert read(**{"from": "2026-11"}).targeted()[0][1].words == "10.0%"


@pytest.mark.parametrize(("amount", "words"), [("-116", "0.0%"), ("0", "0.0%"), ("-9600", "-1.0%"), ("960", "0.1%")])
def test_a_percentage_a_little_below_nothing_has_no_sign(amount, words):
    assert Comparison(Decimal(amount), Target(amount=Decimal(960_000))).words == words


def test_supervisors_show_their_own_and_the_sum_below_apart(plan, unit, now):
    children = [factories.UnitFactory(parent=unit) for _ in range(3)]
    pledge(plan, unit, now, "100")
    for child in children[:2]:
        pledge(plan, child, now, "40")
    set_target(plan, now, "999", unit=children[0])

    found = listing.supervisor(listing.of(plan.targets.all(), on=now.date()), unit)

    assert (found.own.amount, found.below_amount, found.with_target, found.below) == (100, 80, 2, 3)


def test_the_office_sets_changes_and_takes_back_a_target(desk, plan, unit, office):
    address = reverse("office:target_new", args=[2026])
    desk.post(address, {"unit": unit.pk, "amount": "5000", "reference": REFERENCE})
    target = plan.targets.get()
    assert (target.unit, target.amount, target.set_by, target.reference) == (unit, 5000, office, REFERENCE)

    facts = {"amount": "6000.50", "reference": "会议纪要 3 号", "effective_on": "2026-07-01"}
    desk.post(reverse("office:target", args=[2026, target.pk]), facts)
    newest = plan.targets.order_by("pk").last()
    assert (newest.amount, newest.effective_on) == (Decimal("6000.50"), date(2026, 7, 1))

    page = desk.get(reverse("office:target", args=[2026, newest.pk])).content.decode()
    assert "5,000.00" in page and "6,000.50" in page and "会议纪要 3 号" in page

    asked = desk.get(reverse("office:target_remove", args=[2026, newest.pk]))
    assert "确认取消" in asked.content.decode()
    refused = desk.post(reverse("office:target_remove", args=[2026, newest.pk]), {})
    assert (refused.status_code, "请填写依据的文号" in refused.content.decode()) == (400, True)

    desk.post(reverse("office:target_remove", args=[2026, newest.pk]), {"reference": "会议纪要 9 号"})
    assert "这个方案没有设目标" in desk.get(reverse("office:plan", args=[2026])).content.decode()
    assert plan.targets.count() == 3


def test_an_old_page_does_not_overwrite_what_was_said_since(desk, plan, now):
    seen = set_target(plan, now)
    office.change_target(target=seen, amount=2000, reference=REFERENCE, by=None, at=now)

    answer = desk.post(reverse("office:target", args=[2026, seen.pk]), {"amount": "1", "reference": "x"})

    assert (answer.status_code, plan.targets.count()) == (400, 2)
    assert "已有新的改动" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"amount": "0"}, "须大于 0"),
        ({"amount": "-5"}, "须大于 0"),
        ({"amount": "一万"}, "请填写数字"),
        ({"amount": "1.234"}, "两位小数"),
        ({"amount": "9" * 20}, "金额太大"),
        ({"amount": "100", "unit": "999999"}, "请从列表中选择"),
        ({"amount": "100", "quarter": "5"}, "请从列表中选择"),
        ({"amount": "100", "reference": ""}, "请填写依据的文号"),
        ({"amount": "100", "effective_on": "2025-12-31"}, "须在方案期限之内"),
        ({}, "请填写金额"),
    ],
)
def test_a_bad_target_is_refused_with_a_sentence(desk, plan, data, sentence):
    answer = desk.post(reverse("office:target_new", args=[2026]), {"reference": REFERENCE, **data})

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not plan.targets.exists()


def test_a_target_twice_by_a_double_click_is_kept_once(desk, plan, unit):
    data = {"unit": unit.pk, "amount": "100", "reference": REFERENCE}
    desk.post(reverse("office:target_new", args=[2026]), data)

    again = desk.post(reverse("office:target_new", args=[2026]), data)

    assert (again.status_code, plan.targets.count()) == (400, 1)
    assert "已有目标" in again.content.decode()


def test_a_target_of_another_years_plan_is_not_found(desk, plan, unit, now):
    target = set_target(plan, now, unit=unit)

    assert desk.get(reverse("office:target", args=[2022, target.pk])).status_code == 404
    assert desk.post(reverse("office:target_remove", args=[2022, target.pk])).status_code == 404
    assert desk.get(reverse("office:plan", args=[2031])).status_code == 404


@pytest.mark.parametrize("name", ["target_new", "target", "target_remove"])
def test_outsiders_get_404_and_change_nothing(client, handler, plan, unit, now, name):
    target = set_target(plan, now, unit=unit)
    arguments = [2026] if name == "target_new" else [2026, target.pk]
    client.force_login(handler)

    answer = client.post(reverse(f"office:{name}", args=arguments), {"amount": "5", "reference": "x"})

    assert (answer.status_code, plan.targets.count()) == (404, 1)


def test_setting_needs_a_post(desk, plan):
    assert desk.get(reverse("office:target_new", args=[2026])).status_code == 405


def test_fifty_targets_take_as_many_queries_as_five(desk, plan, now):
    counts = []
    for number in (5, 45):
        for _ in range(number):
            set_target(plan, now, unit=factories.UnitFactory(parent=factories.UnitFactory()))
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse("office:plan", args=[2026])).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
