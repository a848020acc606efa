"""Each event tells exactly those it concerns, on a page they may open, and nobody of another unit or supplier."""

from datetime import timedelta

import pytest
from django.db import transaction

from procurement import messages
from procurement.collection import group_orders
from procurement.delivery import purchase_orders
from procurement.models import Channel, FundSource, GroupOrder, Membership, PurchaseOrder, Role
from shop.inbox.kinds import Kind
from shop.inbox.messages import silenced
from shop.inbox.models import Delivery, Message, Robot
from shop.payments import bank_transfer
from shop.produce import products
from shop.produce.stock import OutOfStock
from tests.factories import SupplierFactory, UnitFactory, UserFactory, join_unit, make_product
from tests.procurement import states
from tests.procurement.states import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def others(stranger_handler, rival):
    """Every role of another unit and another supplier: nothing here is their business."""
    unit = stranger_handler.memberships.get().unit
    people = [join_unit(unit, role) for role in (Role.APPROVER, Role.ACCEPTOR, Role.MEMBER)]
    yield
    assert not Message.objects.filter(recipient__in=[stranger_handler, rival, *people]).exists()


@pytest.fixture
def group_order(open_group_order, handler, approver, acceptor, member, now):
    states.join(open_group_order, 24, Cast(handler, approver, now))
    return open_group_order


@pytest.fixture
def submitted(group_order, handler, now):
    group_orders.close(group_order=group_order, by=handler, at=now)
    return group_orders.submit(group_order=group_order, by=handler, at=now, reason="春节慰问")


@pytest.fixture
def placed(submitted, handler, approver, now):
    group_orders.approve(group_order=submitted, by=approver, at=now)
    Message.objects.all().delete()
    return group_orders.place(group_order=submitted, by=handler, at=now)[0]


@pytest.fixture
def quiet(placed):
    Message.objects.all().delete()
    return placed


def told(kind):
    """Return who was told of a kind of event."""
    return {message.recipient for message in Message.objects.filter(kind=kind).select_related("recipient")}


def only(kind):
    """Return the one message there is, which is of a kind."""
    message = Message.objects.get()
    assert message.kind == kind
    return message


def opens(client, message):
    client.force_login(message.recipient)
    return client.get(message.link).status_code == 200


def test_approvers_are_told_what_waits_for_them(client, submitted, approver):
    message = only(Kind.SUBMITTED)

    assert message.recipient == approver and opens(client, message)
    assert "春节慰问" in message.title and "1,351.20 元" in message.body


def test_an_approver_who_submits_is_not_told_to_approve(group_order, handler, approver, unit, now):
    Membership.objects.create(user=handler, unit=unit, role=Role.APPROVER)
    group_orders.close(group_order=group_order, by=handler, at=now)

    group_orders.submit(group_order=group_order, by=handler, at=now)

    assert told(Kind.SUBMITTED) == {approver}


def test_the_handler_is_told_of_the_approval(client, submitted, handler, approver, now):
    Message.objects.all().delete()

    group_orders.approve(group_order=submitted, by=approver, at=now, reason="同意")

    message = only(Kind.APPROVED)
    assert message.recipient == handler and "同意" in message.body and opens(client, message)


def test_the_handler_is_told_why_it_was_sent_back(client, submitted, handler, approver, now):
    Message.objects.all().delete()

    group_orders.send_back(group_order=submitted, by=approver, at=now, reason="超出预算")

    message = only(Kind.SENT_BACK)
    assert message.recipient == handler and "超出预算" in message.body and opens(client, message)


def test_the_next_step_of_a_chain_is_told_in_its_turn(group_order, handler, approver, unit, now):
    second = join_unit(unit, Role.APPROVER)
    for position, person in enumerate((approver, second)):
        unit.approval_steps.create(position=position, name=f"第 {position + 1} 步").people.add(person)
    group_orders.close(group_order=group_order, by=handler, at=now)

    submitted = group_orders.submit(group_order=group_order, by=handler, at=now)
    assert told(Kind.SUBMITTED) == {approver}
    group_orders.approve(group_order=submitted, by=approver, at=now)

    assert told(Kind.SUBMITTED) == {approver, second} and not told(Kind.APPROVED)
    group_orders.approve(group_order=submitted, by=second, at=now)
    assert told(Kind.APPROVED) == {handler}


def test_who_stands_in_for_an_approver_today_is_told_too(group_order, handler, approver, member, unit, now):
    today, late = now.date(), join_unit(unit, Role.MEMBER)
    unit.stand_ins.create(absent=approver, person=member, from_on=today, to_on=today)
    unit.stand_ins.create(absent=approver, person=late, from_on=today + timedelta(1), to_on=today + timedelta(2))
    group_orders.close(group_order=group_order, by=handler, at=now)

    group_orders.submit(group_order=group_order, by=handler, at=now)

    assert told(Kind.SUBMITTED) == {approver, member}


def test_nobody_is_told_of_what_they_do_themselves(submitted, handler, approver, now):
    group_orders.approve(group_order=submitted, by=approver, at=now)

    group_orders.recall(group_order=submitted, by=handler, at=now)

    assert not told(Kind.SENT_BACK)


def test_all_handlers_are_told_once_the_handler_has_left_the_unit(submitted, handler, approver, unit, now):
    second = join_unit(unit, Role.HANDLER)
    Membership.objects.filter(user=handler).delete()

    group_orders.approve(group_order=submitted, by=approver, at=now)

    assert told(Kind.APPROVED) == {second}


def test_participants_with_an_account_are_told_of_a_cancellation_but_not_those_who_left(
    client, group_order, handler, unit, now
):
    item = group_order.items.get()
    people = [UserFactory(), UserFactory()]
    rows = [
        group_orders.join(
            group_order=group_order, name="职工", mobile=person.mobile, quantities={item.pk: 1}, at=now, user=person
        )
        for person in people
    ]
    group_orders.withdraw(participant=rows[1], at=now)

    group_orders.cancel(group_order=group_order, by=handler, at=now, reason="不办了")

    message = only(Kind.GROUP_ORDER_CANCELLED)
    assert message.recipient == people[0] and "不办了" in message.body and opens(client, message)


def test_the_handler_is_told_when_somebody_else_cancels(group_order, handler, unit, now):
    group_orders.cancel(group_order=group_order, by=join_unit(unit, Role.HANDLER), at=now)

    assert told(Kind.GROUP_ORDER_CANCELLED) == {handler}


def test_placing_tells_the_supplier_and_the_acceptors(client, placed, seller, acceptor):
    assert told(Kind.ORDERED) == {seller} and told(Kind.PLACED) == {acceptor}
    for message in Message.objects.all():
        assert opens(client, message)


def test_each_supplier_hears_of_its_own_order_only(unit, handler, approver, acceptor, oranges, seller, now):
    partner = SupplierFactory(users=[UserFactory()])
    cast = Cast(handler, approver, now)
    draft = states.draft(unit, cast, [oranges, make_product(partner, title="核桃")])

    states.bring(draft, GroupOrder.Status.PLACED, cast)

    for person, supplier in ((seller, oranges.stockrecords.get().partner), (partner.users.get(), partner)):
        message = Message.objects.get(kind=Kind.ORDERED, recipient=person)
        assert message.title.split()[1].split("，")[0] == supplier.purchase_orders.get().number
    assert "2 家供应商" in Message.objects.get(kind=Kind.PLACED, recipient=acceptor).body


def test_placing_that_fails_tells_nobody(submitted, handler, approver, oranges, now):
    group_orders.approve(group_order=submitted, by=approver, at=now)
    Message.objects.all().delete()
    oranges.stockrecords.update(num_in_stock=1)

    with pytest.raises(OutOfStock):
        group_orders.place(group_order=submitted, by=handler, at=now)

    assert not Message.objects.exists() and not PurchaseOrder.objects.exists()


def test_an_event_that_is_rolled_back_tells_nobody(quiet, seller, now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        purchase_orders.ship(purchase_order=quiet, carrier="顺丰", waybill="SF1", by=seller, at=now)
        raise ZeroDivisionError

    assert not Message.objects.exists()


@pytest.fixture
def shipped(quiet, seller, now):
    return purchase_orders.ship(purchase_order=quiet, carrier="顺丰", waybill="SF1", by=seller, at=now)


def test_shipping_tells_handler_and_acceptors(client, shipped, handler, acceptor):
    assert told(Kind.SHIPPED) == {handler, acceptor}
    message = Message.objects.first()
    assert "顺丰 SF1" in message.body and opens(client, message)


def test_the_supplier_is_told_of_short_and_damaged_packs_and_not_of_whole_ones(client, shipped, acceptor, seller, now):
    Message.objects.all().delete()
    line = shipped.order.lines.get()

    purchase_orders.accept(purchase_order=shipped, refused={line.pk: (2, 1)}, by=acceptor, at=now, note="箱子破了")

    assert told(Kind.SHORTAGE) == {seller}
    message = Message.objects.get(recipient=seller)
    assert opens(client, message)
    assert "短少 2 件，破损 1 件" in message.body and "箱子破了" in message.body


def test_goods_that_arrive_whole_are_news_for_the_handler_only(client, shipped, handler, acceptor, now):
    Message.objects.all().delete()

    purchase_orders.accept(purchase_order=shipped, refused={}, by=acceptor, at=now)

    message = only(Kind.ARRIVED)
    assert message.recipient == handler and opens(client, message)


def test_a_cancellation_tells_the_other_side(client, quiet, seller, handler, now):
    purchase_orders.cancel(purchase_order=quiet, by=seller, at=now, reason="断货")

    message = only(Kind.ORDER_CANCELLED)
    assert message.recipient == handler and "断货" in message.body and opens(client, message)


def test_the_supplier_is_told_when_the_unit_cancels(client, quiet, seller, handler, now):
    purchase_orders.cancel(purchase_order=quiet, by=handler, at=now, reason="买多了")

    message = only(Kind.ORDER_CANCELLED)
    assert message.recipient == seller and opens(client, message)


def test_both_sides_are_told_when_the_office_cancels(quiet, seller, handler, office, now):
    purchase_orders.cancel(purchase_order=quiet, by=office, at=now, reason="停售")

    assert told(Kind.ORDER_CANCELLED) == {seller, handler}


def test_payment_and_refund_tell_the_handler(client, quiet, handler, seller, acceptor, now):
    due = purchase_orders.amount_due(quiet)
    bank_transfer.record(purchase_order=quiet, amount=due - 100, reference="B1", by=seller, at=now)
    message = only(Kind.PAID)
    assert message.recipient == handler and "还差 100.00 元" in message.body and opens(client, message)

    bank_transfer.record(purchase_order=quiet, amount=due - (due - 100), reference="B2", by=seller, at=now)
    assert "付清" in Message.objects.first().body
    Message.objects.all().delete()
    purchase_orders.ship(purchase_order=quiet, carrier="顺丰", waybill="SF1", by=seller, at=now)
    line = quiet.order.lines.get()
    purchase_orders.accept(purchase_order=quiet, refused={line.pk: (1, 0)}, by=acceptor, at=now)
    Message.objects.all().delete()
    bank_transfer.refund(purchase_order=quiet, reference="R1", by=seller, at=now, reason="短少")

    message = only(Kind.REFUNDED)
    assert message.recipient == handler and "56.30 元" in message.title and "短少" in message.body


def test_goods_taken_back_by_the_supplier_are_news_for_the_handler(quiet, handler, seller, acceptor, now):
    purchase_orders.ship(purchase_order=quiet, carrier="顺丰", waybill="SF1", by=seller, at=now)
    purchase_orders.accept(purchase_order=quiet, refused={}, by=acceptor, at=now)
    Message.objects.all().delete()
    line = quiet.order.lines.get()

    purchase_orders.take_back(purchase_order=quiet, packs={line.pk: 2}, by=seller, at=now, reason="腐烂")

    message = only(Kind.TAKEN_BACK)
    assert message.recipient == handler and "共退 2 件" in message.body


def buy(shopper, oranges, now):
    return purchase_orders.place(
        number="P1",
        wanted=[purchase_orders.Wanted(products.stock_record(oranges), 2, oranges.stockrecords.get().price)],
        address=purchase_orders.Address(name="买家", mobile="10000000000", street="测试路 1 号"),
        channel=Channel.PUBLIC,
        fund_source=FundSource.PERSONAL,
        by=shopper,
        at=now,
    )[0]


def test_a_shopper_is_told_on_their_own_page_and_the_supplier_of_the_order(client, shopper, oranges, seller, now):
    order = buy(shopper, oranges, now)
    assert only(Kind.ORDERED).recipient == seller
    Message.objects.all().delete()

    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=seller, at=now)

    message = only(Kind.SHIPPED)
    assert message.recipient == shopper and opens(client, message)


def test_a_guest_without_an_account_can_be_told_nothing(oranges, seller, now):
    order = buy(None, oranges, now)
    Message.objects.all().delete()

    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=seller, at=now)

    assert not Message.objects.exists()


def test_the_robot_of_the_unit_hears_of_its_events_and_no_other(submitted, handler, approver, now, unit):
    for each in (unit, UnitFactory()):
        Robot.objects.create(unit=each, url="https://oapi.dingtalk.com/robot/send", set_by=handler, set_at=now)

    group_orders.approve(group_order=submitted, by=approver, at=now)
    group_orders.place(group_order=submitted, by=handler, at=now)

    assert [(row.robot.unit, row.title[:3]) for row in Delivery.objects.all()] == [(unit, "已批准"), (unit, "已下单")]


def test_history_that_is_played_again_does_not_even_look_whom_to_tell(quiet, seller, now, django_assert_num_queries):
    with silenced(), django_assert_num_queries(0):
        messages.purchase_orders.shipped(quiet, by=seller, at=now)

    assert not Message.objects.exists()
