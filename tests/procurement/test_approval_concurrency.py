"""Approving at the same instant, on PostgreSQL with real threads: one decision a step, never on stale lines."""

import pytest
from django.db import transaction

from procurement import moves
from procurement.collection import group_orders
from procurement.collection.approvals import digests, setup
from procurement.models import ApprovalDecision, GroupOrder, Role
from tests import factories

from . import states
from .test_pledge_concurrency import at_once, cast, only_on_postgresql  # noqa: F401

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
Status = GroupOrder.Status
ROUNDS = 6


def submitted(cast, **facts):  # noqa: F811
    draft = states.draft(cast.unit, cast, [factories.make_product(stock=1000)])
    return states.bring(draft, facts.get("status", Status.SUBMITTED), cast)


def test_many_approvers_of_one_step_make_one_decision(cast):  # noqa: F811
    people = [cast.approver, *(factories.join_unit(cast.unit, Role.APPROVER) for _ in range(7))]
    group_order = submitted(cast)

    results = at_once([lambda by=by: group_orders.approve(group_order=group_order, by=by, at=cast.at) for by in people])

    assert sum(isinstance(result, GroupOrder) for result in results) == 1
    assert {str(result) for result in results if isinstance(result, group_orders.Refused)} == {
        "这张集中采购单已经是“已批准”，没有重复办理。"
    }
    assert ApprovalDecision.objects.count() == 1 and group_order.moves.filter(new=Status.APPROVED).count() == 1


def test_approvers_of_two_steps_who_looked_at_the_first_take_one_of_them(cast):  # noqa: F811
    people = [cast.approver, *(factories.join_unit(cast.unit, Role.APPROVER) for _ in range(5))]
    for name in ("初审", "终审"):
        setup.put_step(unit=cast.unit, name=name, from_amount=0, people=[], by=cast.handler, at=cast.at)
    group_order = submitted(cast)
    seen = group_order.moves.last().pk

    at_once(
        [lambda by=by: group_orders.approve(group_order=group_order, by=by, at=cast.at, seen=seen) for by in people]
    )

    assert list(ApprovalDecision.objects.values_list("step_name", flat=True)) == ["初审"]
    assert GroupOrder.objects.get().is_submitted


def test_approving_and_sending_back_at_once_leave_one_decision(cast):  # noqa: F811
    other = factories.join_unit(cast.unit, Role.APPROVER)
    for _ in range(ROUNDS):
        group_order = submitted(cast)
        facts = {"group_order": group_order, "at": cast.at}

        at_once(
            [
                lambda facts=facts: group_orders.approve(by=cast.approver, **facts),
                lambda facts=facts: group_orders.send_back(by=other, reason="不同意", **facts),
            ]
        )

        group_order.refresh_from_db()
        decision = ApprovalDecision.objects.get(request__group_order=group_order)
        assert decision.kind == group_order.status


@transaction.atomic
def edit(group_order, cast, packs):  # noqa: F811
    """Change a line the way any edit must: under the lock, then void what was approved."""
    locked = moves.lock(group_order)
    locked.items.update(quantity=packs)
    group_orders.void_if_changed(group_order=locked, by=cast.handler, at=cast.at)


def edit_carelessly(group_order, packs):
    """Change a line without a lock and without a word; approving and placing have to notice."""
    group_order.items.update(quantity=packs)


@pytest.mark.parametrize("is_careful", [True, False])
def test_approving_against_an_edit_never_places_what_was_not_approved(cast, is_careful):  # noqa: F811
    for packs in range(20, 20 + ROUNDS):
        group_order = submitted(cast)

        at_once(
            [
                lambda row=group_order: group_orders.approve(group_order=row, by=cast.approver, at=cast.at),
                lambda row=group_order, packs=packs: (
                    edit(row, cast, packs) if is_careful else edit_carelessly(row, packs)
                ),
                lambda row=group_order: group_orders.approve(group_order=row, by=cast.approver, at=cast.at),
            ]
        )

        group_order.refresh_from_db()
        is_stale = group_order.approval_requests.get().digest != digests.of(group_order).digest
        assert is_stale
        if is_careful:
            assert group_order.is_returned
        elif group_order.is_approved:
            with pytest.raises(group_orders.Refused, match="原审批作废"):
                group_orders.place(group_order=group_order, by=cast.handler, at=cast.at)
        assert not group_order.purchase_orders.exists()


def test_placing_against_an_edit_places_what_was_approved_or_nothing(cast):  # noqa: F811
    for packs in range(20, 20 + ROUNDS):
        group_order = submitted(cast, status=Status.APPROVED)

        at_once(
            [
                lambda row=group_order: group_orders.place(group_order=row, by=cast.handler, at=cast.at),
                lambda row=group_order, packs=packs: edit_unless_placed(row, cast, packs),
                lambda row=group_order: group_orders.place(group_order=row, by=cast.handler, at=cast.at),
            ]
        )

        group_order.refresh_from_db()
        ordered = [line.quantity for row in group_order.purchase_orders.all() for line in row.order.lines.all()]
        assert ordered in ([12], []) and bool(ordered) == group_order.is_placed


def edit_unless_placed(group_order, cast, packs):  # noqa: F811
    with transaction.atomic():
        if moves.lock(group_order).is_approved:
            edit(group_order, cast, packs)


def test_numbers_stay_readable_and_unique_however_many_place_at_once(cast):  # noqa: F811
    rows = [submitted(cast, status=Status.APPROVED) for _ in range(6)]

    results = at_once(
        [lambda row=row: group_orders.place(group_order=row, by=cast.handler, at=cast.at) for row in rows * 2]
    )

    numbers = {order.number for placed in results for order in placed}
    assert numbers == {f"{row.number}-01" for row in rows}
    assert all(row.number.startswith("JH2026-") and len(row.number) == 13 for row in rows)
