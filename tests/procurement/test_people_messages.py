"""What colleagues hear who take part with an account, and what people hear about their own place in a unit."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from procurement.buyers import members
from procurement.collection import group_orders, redistribution
from procurement.collection.approvals import setup
from procurement.delivery import purchase_orders
from procurement.models import Role
from shop.inbox.kinds import Kind
from shop.inbox.models import Message
from shop.payments import bank_transfer
from tests.factories import UserFactory, join_unit, make_product
from tests.procurement import states
from tests.procurement.states import Cast
from tests.procurement.test_messages import only, opens, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(handler, approver, now):
    return Cast(handler, approver, now)


@pytest.fixture
def tea(db):
    return make_product(title="秭归绿茶 250g/盒", unit="盒", min_order_quantity=20)


@pytest.fixture
def colleagues(unit, cast, oranges, tea):
    """Three people with accounts: one wants oranges, one tea of which too little is wanted, one left again."""
    group_order = states.STEPS["open"](states.draft(unit, cast, [oranges, tea]), cast)
    first, second = group_order.items.order_by("pk")
    people = [UserFactory() for _ in range(3)]
    rows = [
        group_orders.join(
            group_order=group_order, name="职工", mobile=person.mobile, quantities={item: 5}, at=cast.at, user=person
        )
        for person, item in zip(people, (first.pk, second.pk, first.pk), strict=True)
    ]
    group_orders.withdraw(participant=rows[2], at=cast.at)
    # Without an account.
    states.join(group_order, {first: 5}, cast, number=9)
    return group_order, people[:2]


@pytest.fixture
def who(cast):
    return {"by": cast.handler, "at": cast.at}


def drop_the_tea(group_order, who, note=""):
    tea = group_order.items.order_by("pk").last()
    group_orders.decide(item=tea, top_up=0, is_dropped=True, note=note, **who)


def closed(colleagues, who):
    group_order, people = colleagues
    return group_orders.close(group_order=group_order, **who), people


def placed(colleagues, cast, who):
    group_order, people = closed(colleagues, who)
    drop_the_tea(group_order, who)
    for step in ("submit", "approve", "place"):
        Message.objects.all().delete()
        states.STEPS[step](group_order, cast)
    return group_order, people


def test_participants_hear_of_another_deadline(client, colleagues, who):
    group_order, people = colleagues

    group_orders.extend(group_order=group_order, deadline_at=who["at"] + timedelta(days=9), **who)

    assert told(Kind.PROLONGED) == set(people)
    message = Message.objects.first()
    assert f"{localtime(who['at'] + timedelta(days=9)):%H:%M}" in message.title and opens(client, message)


def test_participants_hear_that_it_collects_again(colleagues, who):
    group_order, people = closed(colleagues, who)

    group_orders.reopen(group_order=group_order, deadline_at=who["at"] + timedelta(days=9), **who)

    assert told(Kind.PROLONGED) == set(people)


def test_who_wanted_what_is_not_bought_hears_it_once(client, colleagues, cast, who):
    group_order, (_, tea_drinker) = closed(colleagues, who)
    drop_the_tea(group_order, who, note="凑不够，下次再买")

    states.STEPS["submit"](group_order, cast)
    assert told(Kind.DECIDED) == {tea_drinker}
    message = Message.objects.get(kind=Kind.DECIDED)
    assert "没有达到 20 盒，这次不采购" in message.body and "凑不够，下次再买" in message.body
    assert opens(client, message)

    states.STEPS["send_back"](group_order, cast)
    states.STEPS["submit"](group_order, cast)
    assert Message.objects.filter(kind=Kind.DECIDED).count() == 1

    states.STEPS["send_back"](group_order, cast)
    oranges = group_order.items.order_by("pk").first()
    group_orders.trim(item=oranges, packs=8, rule="EQUAL", **who)
    states.STEPS["submit"](group_order, cast)
    assert told(Kind.DECIDED) == set(colleagues[1])


def test_nothing_decided_is_no_news(unit, cast, oranges, who):
    group_order = states.STEPS["open"](states.draft(unit, cast, [oranges]), cast)
    person = UserFactory()
    item = group_order.items.get().pk
    facts = {"name": "职工", "mobile": person.mobile, "user": person, "at": cast.at}
    group_orders.join(group_order=group_order, quantities={item: 25}, **facts)

    for step in ("close", "submit"):
        states.STEPS[step](group_order, cast)

    assert not told(Kind.DECIDED)


def test_participants_hear_that_it_is_ordered(client, colleagues, cast, who):
    _, people = placed(colleagues, cast, who)

    assert told(Kind.BOUGHT) == set(people)
    assert all(opens(client, message) for message in Message.objects.filter(kind=Kind.BOUGHT))


def test_participants_and_the_handler_hear_of_goods_and_of_what_was_shared_out(client, colleagues, cast, who, acceptor):
    group_order, people = placed(colleagues, cast, who)
    order = group_order.purchase_orders.get()
    Message.objects.all().delete()

    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", **who)
    refused = {order.order.lines.get().pk: (2, 0)}
    purchase_orders.accept(purchase_order=order, refused=refused, by=acceptor, at=cast.at)
    redistribution.share_out(group_order=group_order, rule="EQUAL", **who)

    assert told(Kind.ARRIVED) == {*people, cast.handler}
    assert told(Kind.SHARED_OUT) == set(people)
    assert "采购 10 箱，实收 8 箱，平均分配" in Message.objects.filter(kind=Kind.SHARED_OUT).first().body
    assert all(opens(client, message) for message in Message.objects.filter(recipient__in=people))


def test_a_comment_is_told_to_the_handler_and_an_answer_to_the_approvers(client, unit, cast, oranges):
    group_order = states.bring(states.draft(unit, cast, [oranges]), states.Status.SUBMITTED, cast)
    Message.objects.all().delete()

    group_orders.comment(group_order=group_order, words="数量是不是多了？", by=cast.approver, at=cast.at)
    message = only(Kind.COMMENTED)
    assert message.recipient == cast.handler and "数量是不是多了？" in message.body and opens(client, message)

    group_orders.comment(group_order=group_order, words="含值班室的", by=cast.handler, at=cast.at)
    assert told(Kind.COMMENTED) == {cast.handler, cast.approver}


def test_who_stands_in_hears_for_whom_and_when(client, unit, approver, member, handler, now):
    day = localtime(now).date()
    facts = {"absent": approver, "person": member, "from_on": day, "to_on": day + timedelta(days=3)}

    setup.put_stand_in(unit=unit, by=handler, at=now, **facts)

    message = only(Kind.STAND_IN)
    assert message.recipient == member and f"请您代{approver}审批" in message.title and opens(client, message)


def test_roles_given_and_taken_are_told_to_whom_they_concern(client, unit, administrator, member, now):
    facts = {"unit": unit, "user": member, "by": administrator, "at": now}

    members.set_roles(roles=[Role.MEMBER, Role.APPROVER], **facts)
    message = only(Kind.ROLES)
    assert message.recipient == member and "审批人" in message.body and opens(client, message)

    members.remove(**facts)
    out = Message.objects.filter(kind=Kind.ROLES).order_by("-pk").first()
    assert "移出" in out.body and not out.link


def test_who_changes_the_own_roles_hears_nothing(unit, administrator, now):
    join_unit(unit, Role.ADMINISTRATOR)

    members.set_roles(unit=unit, user=administrator, roles=[Role.MEMBER], by=administrator, at=now)

    assert not Message.objects.exists()


def test_the_supplier_hears_of_money_that_the_office_wrote_down(unit, cast, oranges, seller, office):
    group_order = states.bring(states.draft(unit, cast, [oranges]), states.Status.PLACED, cast)
    Message.objects.all().delete()

    record = {"purchase_order": group_order.purchase_orders.get(), "reference": "B1", "by": office, "at": cast.at}
    bank_transfer.record(amount=purchase_orders.amount_due(record["purchase_order"]), **record)

    assert told(Kind.PAID) == {seller, cast.handler}
