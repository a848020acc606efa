"""Approval along a unit's chain: whose turn it is, for whom, on what; and the record of it all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from procurement import agenda
from procurement.collection import approvals, group_orders
from procurement.collection.approvals import chains, digests, preview, setup, trail
from procurement.models import ApprovalDecision, GroupOrder, PurchaseOrder, Role
from tests import factories

from . import states
from .states import STEPS, Status

Kind = ApprovalDecision.Kind


@pytest.fixture
def cast(handler, approver, now):
    return states.Cast(handler, approver, now)


@pytest.fixture
def draft(unit, cast, oranges):
    """Twelve boxes at 58.00: 696.00 CNY in all."""
    return states.draft(unit, cast, [oranges])


@pytest.fixture
def leader(unit):
    return factories.join_unit(unit, Role.MEMBER, name="王领导")


@pytest.fixture
def deputy(unit):
    return factories.join_unit(unit, Role.MEMBER, name="李副")


@pytest.fixture
def who(cast):
    return {"by": cast.handler, "at": cast.at}


@pytest.fixture
def chain(unit, leader, who):
    """Any approver always, and from 500 CNY the leader."""
    setup.put_step(unit=unit, name="部门负责人", from_amount=0, people=[], **who)
    return setup.put_step(unit=unit, name="分管领导", from_amount=500, people=[leader], **who)


@pytest.fixture
def submitted(draft, cast, chain):
    return states.bring(draft, Status.SUBMITTED, cast)


def approve(group_order, by, cast, **facts):
    return group_orders.approve(group_order=group_order, by=by, at=cast.at, **facts)


def stand_in(unit, person, absent, cast, *, start=0, end=0):
    day = localtime(cast.at).date()
    facts = {"from_on": day + timedelta(days=start), "to_on": day + timedelta(days=end)}
    return unit.stand_ins.create(absent=absent, person=person, **facts)


def test_without_a_chain_any_other_approver_decides_in_one_step(draft, cast):
    states.bring(draft, Status.SUBMITTED, cast)

    assert draft.approval_requests.get().steps == [{"name": "审批", "people": []}]
    assert approve(draft, cast.approver, cast).is_approved


def test_every_step_is_asked_in_its_order(submitted, cast, leader):
    with pytest.raises(group_orders.Refused, match=f"“部门负责人”这一步，由{cast.approver}审批"):
        approve(submitted, leader, cast)

    assert approve(submitted, cast.approver, cast, reason="同意").is_submitted
    with pytest.raises(group_orders.Repeated, match="没有重复办理"):
        approve(submitted, cast.approver, cast)
    assert approve(submitted, leader, cast).is_approved

    rows = submitted.approval_requests.get().decisions.values_list("step_name", "kind", "by", "words")
    assert list(rows) == [
        ("部门负责人", "APPROVED", cast.approver.pk, "同意"),
        ("分管领导", "APPROVED", leader.pk, ""),
    ]


@pytest.mark.parametrize(("from_amount", "steps"), [("695.99", 2), ("696.00", 2), ("696.01", 1)])
def test_a_step_applies_at_its_amount(draft, cast, chain, from_amount, steps):
    chain.from_amount = from_amount
    chain.save()

    states.bring(draft, Status.SUBMITTED, cast)

    assert len(draft.approval_requests.get().steps) == steps


def test_nothing_goes_without_approval_where_no_step_applies(unit, chain, who):
    setup.remove_step(step=unit.approval_steps.first(), **who)

    assert chains.steps_for(unit, 499) == [{"name": "审批", "people": []}]


def test_a_chain_changed_meanwhile_counts_from_the_next_submission_on(submitted, unit, cast, chain, who):
    setup.remove_step(step=chain, **who)

    assert approve(submitted, cast.approver, cast).is_submitted
    group_orders.recall(group_order=submitted, **who)
    STEPS["submit"](submitted, cast)
    assert approve(submitted, cast.approver, cast).is_approved


def test_a_return_starts_the_chain_anew(submitted, cast, leader):
    approve(submitted, cast.approver, cast)
    group_orders.send_back(group_order=submitted, by=leader, at=cast.at, reason="请附名单")
    STEPS["submit"](submitted, cast)

    with pytest.raises(group_orders.Refused, match="部门负责人"):
        approve(submitted, leader, cast)

    approve(submitted, cast.approver, cast)
    assert approve(submitted, leader, cast).is_approved
    kinds = [[row.kind for row in each.decisions.all()] for each in trail.rounds(submitted)]
    assert kinds == [[Kind.APPROVED, Kind.RETURNED], [Kind.APPROVED, Kind.APPROVED]]


def test_only_whose_turn_it_is_may_send_back(submitted, cast, leader):
    for person in (leader, cast.handler):
        with pytest.raises(group_orders.Refused):
            group_orders.send_back(group_order=submitted, by=person, at=cast.at, reason="不同意")

    assert GroupOrder.objects.get().is_submitted


def test_a_person_decides_once_unless_a_later_step_names_them(draft, unit, cast, who):
    for name, people in (("一", []), ("二", []), ("三", [cast.approver])):
        setup.put_step(unit=unit, name=name, from_amount=0, people=people, **who)
    other = factories.join_unit(unit, Role.APPROVER)
    states.bring(draft, Status.SUBMITTED, cast)
    approve(draft, cast.approver, cast)

    with pytest.raises(group_orders.Repeated):
        approve(draft, cast.approver, cast)

    approve(draft, other, cast)
    assert approve(draft, cast.approver, cast).is_approved


def test_a_second_click_on_the_same_page_does_not_take_the_next_step_too(draft, unit, cast, who):
    for name in ("初审", "终审"):
        setup.put_step(unit=unit, name=name, from_amount=0, people=[cast.approver], **who)
    states.bring(draft, Status.SUBMITTED, cast)
    seen = draft.moves.last().pk
    approve(draft, cast.approver, cast, seen=seen)

    with pytest.raises(group_orders.Repeated, match="没有重复办理"):
        approve(draft, cast.approver, cast, seen=seen)

    assert GroupOrder.objects.get().is_submitted


def test_two_who_looked_at_the_same_step_do_not_take_two(draft, unit, cast, who):
    for name in ("初审", "终审"):
        setup.put_step(unit=unit, name=name, from_amount=0, people=[], **who)
    other = factories.join_unit(unit, Role.APPROVER)
    states.bring(draft, Status.SUBMITTED, cast)
    seen = draft.moves.last().pk
    approve(draft, cast.approver, cast, seen=seen)

    with pytest.raises(group_orders.Refused, match="查看之后有变动"):
        approve(draft, other, cast, seen=seen)


def test_nobody_approves_their_own(draft, unit, cast):
    cast.handler.memberships.create(unit=unit, role=Role.APPROVER)
    states.bring(draft, Status.SUBMITTED, cast)
    with pytest.raises(group_orders.Refused, match="须由其他审批人"):
        approve(draft, cast.handler, cast)


def test_a_stand_in_acts_in_the_name_of_the_absent(submitted, unit, cast, leader, deputy):
    approve(submitted, cast.approver, cast)
    stand_in(unit, deputy, leader, cast)

    assert approve(submitted, deputy, cast, reason="同意").is_approved

    last = submitted.approval_requests.get().decisions.last()
    assert (last.by, last.on_behalf_of) == (deputy, leader)
    assert submitted.moves.last().reason == "代王领导审批：同意"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(-9, -1, "您代王领导审批的期限已于 2026-11-19 结束"), (1, 9, "您代王领导审批从 2026-11-21 开始")],
)
def test_a_stand_in_outside_their_days_is_refused_in_words(submitted, unit, cast, leader, deputy, start, end, words):
    approve(submitted, cast.approver, cast)
    stand_in(unit, deputy, leader, cast, start=start, end=end)

    with pytest.raises(group_orders.Refused, match=words):
        approve(submitted, deputy, cast)

    assert deputy.has_perm("procurement.approve", submitted)
    assert approvals.waiting_for(deputy, cast.at) == []


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-3, 0), (0, 3)])
def test_the_first_and_the_last_day_count(submitted, unit, cast, leader, deputy, start, end):
    approve(submitted, cast.approver, cast)
    stand_in(unit, deputy, leader, cast, start=start, end=end)

    assert approve(submitted, deputy, cast).is_approved


def test_who_handles_it_cannot_stand_in_for_its_approver(submitted, unit, cast):
    stand_in(unit, cast.handler, cast.approver, cast)

    with pytest.raises(group_orders.Refused, match="须由其他审批人"):
        approve(submitted, cast.handler, cast)


def test_nobody_stands_in_for_who_could_not_decide_themselves(submitted, unit, cast, deputy):
    cast.handler.memberships.create(unit=unit, role=Role.APPROVER)
    stand_in(unit, deputy, cast.handler, cast)

    with pytest.raises(group_orders.Refused, match="这一步"):
        approve(submitted, deputy, cast)


def test_a_named_person_who_left_the_unit_is_not_asked_any_more(submitted, cast, leader):
    approve(submitted, cast.approver, cast)
    leader.memberships.all().delete()

    assert group_orders.approvers(submitted) == []
    assert not leader.has_perm("procurement.approve", submitted)
    with pytest.raises(group_orders.Refused):
        approve(submitted, leader, cast)


def test_a_comment_decides_nothing(submitted, cast, leader):
    group_orders.comment(group_order=submitted, by=cast.approver, at=cast.at, words="每人几箱？")
    with pytest.raises(group_orders.Repeated):
        group_orders.comment(group_order=submitted, by=cast.approver, at=cast.at, words="每人几箱？")
    group_orders.comment(group_order=submitted, by=cast.handler, at=cast.at, words="一箱")

    assert GroupOrder.objects.get().is_submitted
    assert approve(submitted, cast.approver, cast, seen=submitted.moves.last().pk).is_submitted
    assert [row.kind for row in trail.rounds(submitted)[0].decisions.all()] == ["COMMENTED", "COMMENTED", "APPROVED"]


@pytest.mark.parametrize(("status", "words"), [(Status.CLOSED, "待审批"), (Status.SUBMITTED, "写明意见")])
def test_a_comment_needs_words_and_something_to_decide(draft, cast, status, words):
    states.bring(draft, status, cast)

    with pytest.raises(group_orders.Refused, match=words):
        group_orders.comment(group_order=draft, by=cast.approver, at=cast.at, words="  " if "写明" in words else "好")


def tamper(group_order, **facts):
    """Change a line behind the back of everything that would ask for approval again."""
    group_order.items.update(**facts)


@pytest.mark.parametrize("facts", [{"quantity": 13}, {"unit_price": "57.99"}, {"is_dropped": True}])
def test_what_differs_from_the_submission_is_not_approved_but_goes_back(submitted, cast, facts):
    tamper(submitted, **facts)

    with pytest.raises(group_orders.Refused, match="原审批作废"):
        approve(submitted, cast.approver, cast)

    group_order = GroupOrder.objects.get()
    assert group_order.is_returned and "有变动" in group_order.moves.last().reason
    assert [row.kind for row in group_order.approval_requests.get().decisions.all()] == [Kind.VOIDED]


def test_what_differs_from_the_approval_is_not_placed_but_goes_back(draft, cast):
    states.bring(draft, Status.APPROVED, cast)
    tamper(draft, quantity=13)

    with pytest.raises(group_orders.Refused, match="原审批作废"):
        STEPS["place"](draft, cast)

    assert GroupOrder.objects.get().is_returned and not PurchaseOrder.objects.exists()
    STEPS["submit"](draft, cast)
    approve(draft, cast.approver, cast)
    assert STEPS["place"](draft, cast)[0].order.lines.get().quantity == 13


def test_an_edit_can_void_the_approval_at_once(draft, cast, who):
    states.bring(draft, Status.APPROVED, cast)
    assert not group_orders.void_if_changed(group_order=draft, **who)

    tamper(draft, quantity=13)

    assert group_orders.void_if_changed(group_order=draft, **who)
    assert GroupOrder.objects.get().is_returned
    assert not group_orders.void_if_changed(group_order=draft, **who)


def test_the_digest_is_of_lines_and_total_and_nothing_else(draft, cast):
    states.bring(draft, Status.CLOSED, cast)
    before = digests.of(draft)

    draft.items.update(min_quantity=5)
    assert digests.of(draft) == before
    draft.items.update(quantity=13)
    after = digests.of(draft)
    assert after.digest != before.digest and after.total_amount - before.total_amount == 58


def test_each_decision_keeps_the_digest_it_was_given_for(submitted, cast, leader):
    approve(submitted, cast.approver, cast)
    approve(submitted, leader, cast)

    request = submitted.approval_requests.get()
    assert {row.digest for row in request.decisions.all()} == {request.digest} == {digests.of(submitted).digest}


def test_the_database_keeps_a_second_decision_on_a_step_out(submitted, cast, leader):
    approve(submitted, cast.approver, cast)
    request = submitted.approval_requests.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        request.decisions.create(step=0, step_name="部门负责人", kind=Kind.RETURNED, by=leader, at=cast.at)


def test_a_recall_is_on_the_record(submitted, cast, who):
    approve(submitted, cast.approver, cast)
    group_orders.recall(group_order=submitted, **who)

    kinds = [row.kind for row in submitted.approval_requests.get().decisions.all()]
    assert kinds == [Kind.APPROVED, Kind.RECALLED]


def test_it_waits_for_those_whose_turn_it_is_and_their_stand_ins(submitted, unit, cast, leader, deputy):
    stand_in(unit, deputy, leader, cast)
    assert [approvals.waiting_for(each, cast.at) for each in (cast.approver, leader, deputy, cast.handler)] == [
        [submitted],
        [],
        [],
        [],
    ]

    approve(submitted, cast.approver, cast)

    assert [approvals.waiting_for(each, cast.at) for each in (cast.approver, leader, deputy)] == [
        [],
        [submitted],
        [submitted],
    ]
    assert agenda.today(unit, deputy, cast.at).to_approve == [submitted]


def test_what_waits_takes_the_same_queries_for_5_as_for_50(unit, cast, oranges, deputy, chain):
    stand_in(unit, deputy, cast.approver, cast)
    type(oranges.dossier).objects.update(order_multiple=1)
    counts = []
    for size in (5, 45):
        for _ in range(size):
            states.bring(states.draft(unit, cast, [oranges]), Status.SUBMITTED, cast)
        with CaptureQueriesContext(connection) as queries:
            found = len(approvals.waiting_for(deputy, cast.at))
        counts.append((found, len(queries)))

    assert counts == [(5, counts[0][1]), (50, counts[0][1])] and counts[0][1] <= 8


def test_the_preview_says_who_decides_on_which_amount(unit, cast, leader, chain):
    low, high = preview.Preview(unit).bands()

    assert (low.from_amount, low.below, high.from_amount, high.below) == (0, 500, 500, None)
    assert [(step.name, step.people) for step in high.steps] == [
        ("部门负责人", [cast.approver]),
        ("分管领导", [leader]),
    ]
    assert [step.name for step in low.steps] == ["部门负责人"]


def test_settings_leave_a_record_of_who_changed_what(unit, chain, who, leader, deputy):
    day = localtime(who["at"]).date()
    setup.raise_step(step=chain, **who)
    row = setup.put_stand_in(
        unit=unit, absent=leader, person=deputy, from_on=day - timedelta(days=1), to_on=day + timedelta(days=9), **who
    )
    setup.end_stand_in(stand_in=row, **who)

    words = list(unit.approval_changes.order_by("pk").values_list("words", flat=True))
    assert words == [
        "添加步骤“部门负责人”：每次都要，任一审批人",
        "添加步骤“分管领导”：500.00 元起，王领导",
        "步骤“分管领导”前移到第 1 步",
        "李副代王领导审批：2026-11-19 至 2026-11-29",
        "李副代王领导审批提前结束",
    ]
    assert unit.stand_ins.get().to_on == day - timedelta(days=1)
    assert [step.name for step in chains.of(unit)] == ["分管领导", "部门负责人"]


def test_settings_refuse_people_of_other_units_and_wrong_days(unit, who, leader, deputy, stranger_handler):
    day = localtime(who["at"]).date()
    wrong = [
        {"absent": leader, "person": leader, "from_on": day, "to_on": day},
        {"absent": leader, "person": stranger_handler, "from_on": day, "to_on": day},
        {"absent": leader, "person": deputy, "from_on": day, "to_on": day - timedelta(days=1)},
        {"absent": leader, "person": deputy, "from_on": day - timedelta(days=9), "to_on": day - timedelta(days=1)},
    ]
    for facts in wrong:
        with pytest.raises(group_orders.Refused):
            setup.put_stand_in(unit=unit, **facts, **who)
    with pytest.raises(group_orders.Refused, match="本单位的成员"):
        setup.put_step(unit=unit, name="终审", from_amount=0, people=[stranger_handler], **who)

    assert not unit.stand_ins.exists() and not unit.approval_steps.exists() and not unit.approval_changes.exists()


def test_a_chain_has_an_end(unit, who, monkeypatch):
    monkeypatch.setattr(setup, "MAX_STEPS", 1)
    setup.put_step(unit=unit, name="一", from_amount=0, people=[], **who)

    with pytest.raises(group_orders.Repeated):
        setup.put_step(unit=unit, name="一", from_amount=0, people=[], **who)
    with pytest.raises(group_orders.Refused, match="最多 1 步"):
        setup.put_step(unit=unit, name="二", from_amount=0, people=[], **who)
