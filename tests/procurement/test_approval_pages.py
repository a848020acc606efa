"""The pages of approval: a unit's chain, and what a group order shows of its own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from procurement.collection.approvals import setup
from procurement.models import GroupOrder, Role
from tests import factories

from . import states
from .states import STEPS, Status


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def draft(unit, cast, oranges):
    return states.draft(unit, cast, [oranges])


@pytest.fixture
def who(cast):
    return {"by": cast.handler, "at": cast.at}


@pytest.fixture
def leader(unit):
    return factories.join_unit(unit, Role.MEMBER, name="王领导")


@pytest.fixture
def deputy(unit):
    return factories.join_unit(unit, Role.MEMBER, name="李副")


@pytest.fixture
def chain(unit, leader, who):
    setup.put_step(unit=unit, name="科室负责人", from_amount=0, people=[], **who)
    return setup.put_step(unit=unit, name="分管领导", from_amount=500, people=[leader], **who)


def days(start, end):
    today = localtime().date()
    return {"from_on": today + timedelta(days=start), "to_on": today + timedelta(days=end)}


def page(response):
    return response.content.decode()


def setting(name, unit, *more):
    return reverse(f"unit:{name}", args=[unit.code, *more])


def of(name, group_order):
    return reverse(f"unit:{name}", args=[group_order.unit.code, group_order.number])


def logged_in(client, person):
    client.force_login(person)
    return client


def test_everybody_in_the_unit_reads_the_chain_and_who_may_changes_it(client, unit, chain, cast, member):
    shown = page(logged_in(client, member).get(setting("approval", unit), {"amount": "2000"}))
    assert "2,000.00 元的采购要经过" in shown and "王领导" in shown and "添加一步" not in shown

    assert "添加一步" in page(logged_in(client, cast.handler).get(setting("approval", unit)))


@pytest.mark.parametrize(
    ("amount", "words"), [("499.99", "科室负责人（"), ("-1", "金额不能小于 0"), ("很多", "请填写金额")]
)
def test_an_amount_is_tried(client, unit, chain, cast, amount, words):
    response = logged_in(client, cast.handler).get(setting("approval", unit), {"amount": amount})

    assert response.status_code == 200 and words in page(response)


def test_a_step_is_added_changed_moved_and_removed(client, unit, cast, leader):
    logged_in(client, cast.handler)
    added = client.post(
        setting("approval_step_add", unit),
        {"name": "分管领导", "from_amount": "2000", "people": [leader.pk]},
        follow=True,
    )
    assert "审批步骤已保存" in page(added) and "2,000.00 元起" in page(added)
    again = client.post(
        setting("approval_step_add", unit),
        {"name": "分管领导", "from_amount": "2000", "people": [leader.pk]},
        follow=True,
    )
    assert "没有重复添加" in page(again)
    step = unit.approval_steps.get()
    client.post(setting("approval_step", unit, step.pk), {"name": "主要领导", "from_amount": ""})
    step.refresh_from_db()
    assert (step.name, step.from_amount, list(step.people.all())) == ("主要领导", 0, [])

    second = setup.put_step(unit=unit, name="会计", from_amount=0, people=[], by=cast.handler, at=cast.at)
    client.post(setting("approval_step_raise", unit, second.pk))
    assert [row.name for row in unit.approval_steps.all()] == ["会计", "主要领导"]
    client.post(setting("approval_step_remove", unit, second.pk))
    assert [row.name for row in unit.approval_steps.all()] == ["主要领导"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "", "from_amount": "1"}, "请填写步骤名称"),
        ({"name": "终审", "from_amount": "-5"}, "金额不能小于 0"),
        ({"name": "终审", "from_amount": "1.005"}, "金额最多两位小数"),
        ({"name": "终审", "people": "999999"}, "选择"),
    ],
)
def test_a_wrong_step_says_so_and_keeps_what_was_typed(client, unit, chain, cast, data, sentence):
    logged_in(client, cast.handler)

    for address in (setting("approval_step_add", unit), setting("approval_step", unit, chain.pk)):
        response = client.post(address, data)
        assert response.status_code == 422 and sentence in page(response)
        assert not data["name"] or f'value="{data["name"]}"' in page(response)

    assert unit.approval_steps.count() == 2


def test_a_person_of_another_unit_cannot_be_named(client, unit, cast, stranger_handler):
    data = {"name": "终审", "people": [stranger_handler.pk]}

    assert logged_in(client, cast.handler).post(setting("approval_step_add", unit), data).status_code == 422


def test_a_stand_in_is_entered_and_ended(client, unit, cast, leader, deputy):
    logged_in(client, cast.handler)
    sent = {"absent": leader.pk, "person": deputy.pk} | {name: f"{day}" for name, day in days(-1, 3).items()}
    assert "李副 代 王领导" in page(client.post(setting("stand_in_add", unit), sent, follow=True))
    wrong = client.post(setting("stand_in_add", unit), sent | {"person": leader.pk})
    assert wrong.status_code == 409 and "不能自己代理自己" in page(wrong)
    assert client.post(setting("stand_in_add", unit), {"absent": leader.pk}).status_code == 422

    row = unit.stand_ins.get()
    assert "代理已结束" in page(client.post(setting("stand_in_end", unit, row.pk), follow=True))
    assert "没有重复办理" in page(client.post(setting("stand_in_end", unit, row.pk), follow=True))


def test_the_rules_are_kept(client, unit, cast):
    logged_in(client, cast.handler)
    client.post(setting("approval_policy", unit), {"gift_ceiling": "1800"})

    assert unit.approval_policy.gift_ceiling == 1800
    assert client.post(setting("approval_policy", unit), {"gift_ceiling": "x"}).status_code == 422


POSTS = ["approval_step_add", "approval_step", "approval_step_raise", "approval_step_remove"]
POSTS += ["stand_in_add", "stand_in_end", "approval_policy"]


@pytest.mark.parametrize("name", POSTS)
def test_settings_are_for_those_who_run_the_unit(client, unit, chain, cast, leader, deputy, stranger_handler, name):
    row = unit.stand_ins.create(absent=leader, person=deputy, **days(0, 1))
    more = {"stand_in_end": [row.pk]}.get(name, [chain.pk] if name.startswith("approval_step") else [])
    more = [] if name == "approval_step_add" else more
    address = setting(name, unit, *more)

    assert logged_in(client, cast.handler).get(address).status_code == 405
    for person in (cast.approver, leader):
        assert logged_in(client, person).post(address).status_code == 403
    assert logged_in(client, stranger_handler).post(address).status_code == 404
    own = stranger_handler.memberships.get().unit
    if more:
        assert client.post(setting(name, own, *more)).status_code == 404
    factories.join_unit(unit, Role.ADMINISTRATOR)
    assert logged_in(client, cast.handler).post(address).status_code == 403


def test_the_handler_sees_before_submitting_whom_it_goes_through(client, draft, cast, chain):
    states.bring(draft, Status.CLOSED, cast)

    shown = page(logged_in(client, cast.handler).get(of("group_order", draft)))

    assert "696.00 元的采购要经过" in shown and "王领导" in shown


def test_each_step_is_shown_with_whose_turn_it_is(client, draft, cast, chain, leader):
    states.bring(draft, Status.SUBMITTED, cast)
    refused = logged_in(client, leader).post(of("group_order_approve", draft), {"seen": 10**9})
    assert refused.status_code == 409 and "现在是“科室负责人”这一步" in page(refused)

    done = logged_in(client, cast.approver).post(
        of("group_order_approve", draft), {"seen": 10**9, "reason": "同意"}, follow=True
    )
    assert "这一步已批准，接着由下一步的审批人审批" in page(done) and "等待审批：分管领导" in page(done)
    assert "确认批准" not in page(done) and "您已经批准过" in page(done)

    logged_in(client, leader)
    assert "确认批准" in page(client.get(of("group_order", draft)))
    client.post(of("group_order_approve", draft), {"seen": 10**9})
    assert GroupOrder.objects.get().is_approved


def test_a_stand_in_is_told_for_whom_and_when_no_longer(client, unit, draft, cast, chain, leader, deputy):
    row = unit.stand_ins.create(absent=leader, person=deputy, **days(-9, 0))
    states.bring(draft, Status.SUBMITTED, cast)
    STEPS["approve"](draft, cast)
    assert "您代王领导审批这一步" in page(logged_in(client, deputy).get(of("group_order", draft)))

    row.to_on = localtime().date() - timedelta(days=1)
    row.save()
    refused = client.post(of("group_order_approve", draft), {"seen": 10**9})
    assert refused.status_code == 409 and "期限已于" in page(refused)

    row.to_on += timedelta(days=1)
    row.save()
    client.post(of("group_order_approve", draft), {"seen": 10**9, "reason": "同意"})
    shown = page(client.get(of("group_order", draft)))
    assert "（代王领导审批）" in shown and GroupOrder.objects.get().is_approved


def test_the_record_is_on_the_page_round_by_round(client, draft, cast, member):
    states.bring(draft, Status.RETURNED, cast)
    STEPS["submit"](draft, cast)
    STEPS["approve"](draft, cast)

    shown = page(logged_in(client, member).get(of("group_order", draft)))

    assert "第 1 次提交" in shown and "第 2 次提交" in shown and shown.count("超出预算") == 2
    assert draft.approval_requests.last().digest[:12] in shown


@pytest.mark.parametrize("role", ["handler", "approver"])
def test_words_without_a_decision(client, draft, cast, role):
    states.bring(draft, Status.SUBMITTED, cast)
    logged_in(client, getattr(cast, role))

    done = client.post(of("group_order_comment", draft), {"reason": "每人几箱？"}, follow=True)
    assert "意见已记下" in page(done) and "每人几箱？" in page(done) and "写意见" in page(done)
    again = client.post(of("group_order_comment", draft), {"reason": "每人几箱？"}, follow=True)
    assert "没有重复办理" in page(again)
    assert client.post(of("group_order_comment", draft), {"reason": ""}).status_code == 422


def test_words_are_for_handlers_and_approvers(client, draft, cast, member, stranger_handler):
    states.bring(draft, Status.SUBMITTED, cast)
    address = of("group_order_comment", draft)

    assert logged_in(client, member).post(address, {"reason": "好"}).status_code == 403
    assert logged_in(client, stranger_handler).post(address, {"reason": "好"}).status_code == 404
    assert client.get(address).status_code == 405


def test_lines_that_changed_go_back_and_the_page_says_why(client, draft, cast):
    states.bring(draft, Status.SUBMITTED, cast)
    draft.items.update(quantity=13)

    response = logged_in(client, cast.approver).post(of("group_order_approve", draft), {"seen": 10**9})

    assert response.status_code == 409 and "原审批作废" in page(response)
    assert GroupOrder.objects.get().is_returned


def test_the_settings_take_the_same_queries_for_2_steps_as_for_9(client, unit, cast, chain, leader, deputy):
    logged_in(client, cast.handler)
    counts = []
    for more in (0, 7):
        for number in range(more):
            setup.put_step(
                unit=unit, name=f"第{number}步", from_amount=number, people=[leader], by=cast.handler, at=cast.at
            )
            unit.stand_ins.create(absent=leader, person=deputy, **days(0, number))
            factories.join_unit(unit, Role.MEMBER)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(setting("approval", unit)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 30


def test_a_group_order_takes_the_same_queries_for_1_round_as_for_9(client, draft, cast, chain, leader):
    states.bring(draft, Status.SUBMITTED, cast)
    logged_in(client, cast.approver)
    counts = []
    for rounds in (1, 8):
        for _ in range(rounds):
            STEPS["send_back"](draft, cast)
            STEPS["submit"](draft, cast)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(of("group_order", draft)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 45
