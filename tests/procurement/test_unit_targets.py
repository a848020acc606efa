"""A unit pledges at its own desk, changes and withdraws; nobody else does it for the unit."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.figures.targets import office as office_targets
from procurement.models import Plan, ReserveBasis, Target
from tests import factories
from tests.procurement.histories import complete


@pytest.fixture
def plan(db):
    """The plan of this year, whichever that is: pages know what day it is."""
    today = timezone.localdate()
    days = {"starts_on": today.replace(month=1, day=1), "ends_on": today.replace(month=12, day=31)}
    return Plan.objects.create(year=today.year, title="今年的方案", **days)


@pytest.fixture
def desk(client, handler):
    client.force_login(handler)
    return client


def address(name, unit, *arguments):
    return reverse(f"unit:{name}", args=[unit.code, *arguments])


def page(answer):
    return answer.content.decode()


def pledge(desk, unit, plan, **data):
    return desk.post(address("target_pledge", unit, plan.year), {"amount": "50000", **data}, follow=True)


def test_nothing_is_filled_in_or_chosen_beforehand(desk, unit, plan):
    shown = page(desk.get(address("targets", unit)))

    assert "认领全凭自愿" in shown and "本单位没有目标" in shown
    assert " selected" not in shown.partition("自愿认领")[2].partition("</form>")[0].replace('value="" selected', "")
    assert 'name="amount"' in shown and "value=" not in shown.partition('name="amount"')[2].partition(">")[0]


def test_a_unit_pledges_changes_and_withdraws_with_who_and_when(desk, handler, unit, plan):
    assert "已认领 50,000.00 元（不分地区，全年）" in page(pledge(desk, unit, plan))
    first = Target.objects.get()
    assert (first.unit, first.set_by, first.basis, first.effective_on) == (unit, handler, "PLEDGED", None)
    assert handler.name in page(desk.get(address("targets", unit)))

    desk.post(address("target", unit, first.pk), {"amount": "30000"})
    second = Target.objects.order_by("pk").last()
    assert (second.amount, second.effective_on) == (30000, timezone.localdate())

    assert "确认撤回" in page(desk.get(address("target_withdraw", unit, second.pk)))
    desk.post(address("target_withdraw", unit, second.pk))
    assert "本单位没有目标" in page(desk.get(address("targets", unit)))
    history = page(desk.get(address("target", unit, second.pk)))
    assert "50,000.00" in history and "30,000.00" in history and "撤回" in history


def test_a_double_click_pledges_once(desk, unit, plan):
    pledge(desk, unit, plan)

    again = pledge(desk, unit, plan)

    assert (again.status_code, "已经认领过" in page(again), Target.objects.count()) == (400, True, 1)


@pytest.mark.parametrize(("amount", "sentence"), [("", "请填写金额"), ("0", "须大于 0"), ("五万", "请填写数字")])
def test_a_bad_amount_is_refused_with_a_sentence(desk, unit, plan, amount, sentence):
    answer = pledge(desk, unit, plan, amount=amount)

    assert (answer.status_code, sentence in page(answer), Target.objects.count()) == (400, True, 0)


def test_an_old_page_changes_nothing(desk, unit, plan):
    pledge(desk, unit, plan)
    seen = Target.objects.get()
    desk.post(address("target", unit, seen.pk), {"amount": "30000"})

    for name in ("target", "target_withdraw"):
        answer = desk.post(address(name, unit, seen.pk), {"amount": "1"})
        assert answer.status_code == 400
    assert Target.objects.count() == 2


def test_progress_is_shown_for_each_range(desk, unit, plan, oranges, shopper):
    now = timezone.now()
    complete(oranges, 10, by=shopper, at=now, unit=unit)
    region = oranges.dossier.region
    pledge(desk, unit, plan, amount="5800")
    pledge(desk, unit, plan, amount="1160", region=region.pk)
    pledge(desk, unit, plan, amount="2320", region=region.pk, quarter=(timezone.localdate().month + 2) // 3)

    shown = page(desk.get(address("targets", unit)))

    assert all(words in shown for words in ("10.0%", "50.0%", "25.0%"))


def test_what_the_office_set_is_shown_and_not_the_units_to_change(desk, unit, plan, now):
    facts = {"reference": "建政办发〔2026〕8号", "by": None, "at": now}
    target = office_targets.set_target(plan=plan, unit=unit, amount=Decimal(100), **facts)

    assert "建政办发〔2026〕8号" in page(desk.get(address("targets", unit)))
    assert desk.get(address("target", unit, target.pk)).status_code == 200
    assert desk.post(address("target", unit, target.pk), {"amount": "1"}).status_code == 404
    assert desk.post(address("target_withdraw", unit, target.pk)).status_code == 404
    assert Target.objects.count() == 1


def test_members_look_and_others_find_nothing(client, member, stranger_handler, office, desk, unit, plan):
    pledge(desk, unit, plan)
    target = Target.objects.get()
    posts = [
        address("target_pledge", unit, plan.year),
        address("target", unit, target.pk),
        address("target_withdraw", unit, target.pk),
        address("reserve", unit, plan.year),
        address("reserve_remove", unit, plan.year),
    ]
    for person, status in ((member, 403), (stranger_handler, 404), (office, 404)):
        client.force_login(person)
        assert client.get(address("targets", unit)).status_code == (200 if person == member else 404)
        assert [client.post(one, {"amount": "5"}).status_code for one in posts] == [status] * 5
    assert Target.objects.count() == 1


def test_a_target_of_another_unit_is_not_found(client, stranger_handler, desk, unit, plan):
    pledge(desk, unit, plan)
    other = stranger_handler.memberships.get().unit
    client.force_login(stranger_handler)

    for name in ("target", "target_withdraw"):
        assert client.get(address(name, other, Target.objects.get().pk)).status_code == 404


def test_a_reserve_is_reckoned_for_the_unit_alone(client, member, desk, unit, plan):
    desk.post(address("reserve", unit, plan.year), {"budget_amount": "123456.78", "percent": "12.5"})
    assert "15,432.10" in page(desk.get(address("targets", unit)))
    assert Target.objects.count() == 0

    bad = desk.post(address("reserve", unit, plan.year), {"budget_amount": "5", "percent": "101"})
    assert (bad.status_code, "比例最多 100" in page(bad)) == (400, True)

    client.force_login(member)
    assert "15,432.10" not in page(client.get(address("targets", unit)))


def test_a_reserve_may_be_forgotten(desk, unit, plan):
    desk.post(address("reserve", unit, plan.year), {"budget_amount": "100", "percent": "10"})

    desk.post(address("reserve_remove", unit, plan.year))

    assert not ReserveBasis.objects.exists()


def test_many_targets_take_as_many_queries_as_few(desk, unit, plan, oranges):
    counts = []
    for quarters in ((1,), (2, 3, 4)):
        for quarter in quarters:
            factories.UnitFactory(parent=unit)
            pledge(desk, unit, plan, quarter=quarter)
            pledge(desk, unit, plan, quarter=quarter, region=oranges.dossier.region_id)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address("targets", unit)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
