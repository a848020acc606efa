"""Reminders: to who has to act, once a day at most, and never about people who did not pledge."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procurement import reminders
from procurement.collection import group_orders
from procurement.delivery import purchase_orders
from procurement.models import GroupOrder, Role
from shop.inbox.kinds import Kind
from shop.inbox.models import Message
from tests.factories import join_unit
from tests.procurement import states
from tests.procurement.states import Cast

pytestmark = pytest.mark.django_db
Status = GroupOrder.Status


@pytest.fixture
def cast(handler, approver, now):
    return Cast(handler, approver, now)


@pytest.fixture
def collecting(open_group_order, cast, member):
    states.join(open_group_order, 12, cast)
    Message.objects.all().delete()
    return open_group_order


def bring(unit, cast, oranges, status):
    group_order = states.bring(states.draft(unit, cast, [oranges]), status, cast)
    Message.objects.all().delete()
    return group_order


def told():
    return {(message.kind, message.recipient) for message in Message.objects.select_related("recipient")}


def test_the_handler_is_reminded_a_day_before_the_deadline_and_only_once(collecting, handler, now):
    assert reminders.send(at=now - timedelta(hours=1)) == 0
    assert reminders.send(at=now + timedelta(hours=1)) == 1
    assert reminders.send(at=now + timedelta(hours=2)) == 0

    message = Message.objects.get()
    assert (message.kind, message.recipient) == (Kind.DEADLINE_NEAR, handler)
    assert "现有 1 人参加" in message.body


def test_another_deadline_is_another_thing(collecting, handler, now):
    reminders.send(at=now + timedelta(hours=1))
    group_orders.extend(group_order=collecting, deadline_at=now + timedelta(days=3), by=handler, at=now)

    assert reminders.send(at=now + timedelta(hours=2)) == 0
    assert reminders.send(at=now + timedelta(days=2, hours=1)) == 1


def test_a_passed_deadline_is_spoken_of_once_a_day_until_it_is_closed(collecting, handler, now):
    after = now + timedelta(days=1, hours=1)

    assert [reminders.send(at=after + timedelta(hours=hours)) for hours in (0, 3, 24, 25)] == [1, 0, 1, 0]
    assert told() == {(Kind.DEADLINE_PASSED, handler)}

    group_orders.close(group_order=collecting, by=handler, at=after)
    assert reminders.send(at=after + timedelta(days=1)) == 0


def test_nobody_who_could_pledge_is_reminded(collecting, member, acceptor, approver, now):
    for hours in (1, 25, 49):
        reminders.send(at=now + timedelta(hours=hours))

    assert not Message.objects.filter(recipient__in=[member, acceptor, approver]).exists()


@pytest.mark.parametrize(
    ("status", "role", "words"),
    [
        (Status.CLOSED, "handler", "请核对并提交审批"),
        (Status.RETURNED, "handler", "请修改后再提交"),
        (Status.SUBMITTED, "approver", "请审批"),
        (Status.APPROVED, "handler", "请下单"),
        (Status.PLACED, "seller", "请发货"),
    ],
)
def test_who_has_to_act_is_reminded_after_two_days_and_every_third(
    request, unit, cast, oranges, now, status, role, words
):
    bring(unit, cast, oranges, status)
    person = request.getfixturevalue(role)

    written = [reminders.send(at=now + timedelta(days=day, hours=hour)) for day in range(9) for hour in (0, 5)]

    assert [day for day in range(9) if any(written[2 * day : 2 * day + 2])] == [2, 5, 8]
    assert sum(written) == 3
    assert told() == {(Kind.WAITING, person)}
    assert words in Message.objects.first().title


def test_acceptors_are_reminded_to_sign(unit, cast, oranges, acceptor, seller, now):
    purchase_order = bring(unit, cast, oranges, Status.PLACED).purchase_orders.get()
    purchase_orders.ship(purchase_order=purchase_order, carrier="顺丰", waybill="SF1", by=seller, at=now)
    Message.objects.all().delete()

    assert reminders.send(at=now + timedelta(days=2)) == 1
    assert told() == {(Kind.WAITING, acceptor)}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED, Status.SETTLED])
def test_nothing_is_said_of_what_waits_for_nobody(unit, cast, oranges, status, now):
    bring(unit, cast, oranges, status)

    assert reminders.send(at=now + timedelta(days=3)) == 0


def test_what_waits_for_months_is_left_in_peace(unit, cast, oranges, now):
    bring(unit, cast, oranges, Status.APPROVED)

    assert reminders.send(at=now + timedelta(days=70)) == 0


def test_the_handler_of_another_unit_is_not_reminded(collecting, stranger_handler, now):
    reminders.send(at=now + timedelta(hours=1))

    assert not stranger_handler.inbox.exists()


def test_a_second_handler_is_reminded_when_the_first_is_gone(collecting, handler, unit, now):
    second = join_unit(unit, Role.HANDLER)
    handler.memberships.all().delete()

    reminders.send(at=now + timedelta(hours=1))

    assert told() == {(Kind.DEADLINE_NEAR, second)}


def test_a_second_run_costs_little(unit, cast, oranges, now):
    for _ in range(3):
        bring(unit, cast, oranges, Status.APPROVED)
    at = now + timedelta(days=2)
    reminders.send(at=at)

    with CaptureQueriesContext(connection) as queries:
        assert reminders.send(at=at) == 0
    assert len(queries) <= 15 + 3 * 4


def test_the_command_reminds_and_sends_again_what_failed(db):
    out = StringIO()

    call_command("send_reminders", stdout=out)

    assert out.getvalue() == "新提醒 0 条；重发 0 件。\n"
