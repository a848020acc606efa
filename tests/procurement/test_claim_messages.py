"""What buyer, supplier and office are told about claims, about orders sent in part, and about units that apply."""

from datetime import timedelta

import pytest

from procurement import reminders
from procurement.buyers import applications
from procurement.delivery import claims, purchase_orders
from procurement.models import Claim, GroupOrder, UnitKind
from shop.inbox.kinds import Kind
from shop.inbox.models import Message
from tests.procurement import states
from tests.procurement.states import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed(unit, handler, approver, acceptor, oranges, now):
    cast = Cast(handler, approver, now)
    draft = states.draft(unit, cast, [oranges])
    placed = states.bring(draft, GroupOrder.Status.PLACED, cast).purchase_orders.get()
    Message.objects.all().delete()
    return placed


@pytest.fixture
def accepted(placed, seller, acceptor, now):
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    purchase_orders.accept(purchase_order=placed, refused={}, by=acceptor, at=now)
    Message.objects.all().delete()
    return placed.acceptances.get()


@pytest.fixture
def claim(accepted, handler, now):
    line = accepted.lines.get().line_id
    facts = {"kind": Claim.Kind.QUALITY, "packs": {line: 2}, "words": "有烂果"}
    return claims.open_claim(acceptance=accepted, by=handler, at=now, **facts)


def told():
    return {message.recipient for message in Message.objects.filter(kind=Kind.CLAIM).select_related("recipient")}


def opens(client, message):
    client.force_login(message.recipient)
    return client.get(message.link).status_code == 200


def test_the_supplier_is_told_of_a_claim(client, claim, seller, rival):
    message = Message.objects.get()

    assert message.recipient == seller and opens(client, message)
    assert "待供应商答复" in message.title and "有烂果" in message.body


def test_a_claim_that_opens_with_the_signature_is_told_once(placed, seller, acceptor, now):
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    Message.objects.all().delete()

    refused = {placed.order.lines.get().pk: (1, 0)}
    purchase_orders.accept(purchase_order=placed, refused=refused, by=acceptor, at=now)

    assert [message.kind for message in Message.objects.filter(recipient=seller)] == [Kind.SHORTAGE]


def test_the_handler_is_told_of_the_answer(client, claim, handler, seller, now):
    Message.objects.all().delete()

    claims.reject(claim=claim, by=seller, at=now, words="照片看不清")

    message = Message.objects.get()
    assert message.recipient == handler and "照片看不清" in message.body and opens(client, message)


def test_the_office_is_told_what_it_has_to_decide_and_both_sides_what_it_decided(
    client, claim, handler, seller, office, stranger_handler, now
):
    claims.reject(claim=claim, by=seller, at=now, words="不同意")
    Message.objects.all().delete()

    claims.hand_over(claim=claim, by=handler, at=now)
    assert told() == {seller, office}
    assert opens(client, Message.objects.get(recipient=office))
    Message.objects.all().delete()

    claims.uphold(claim=claim, by=office, at=now, words="照片清楚")
    assert told() == {handler, seller}


def test_the_other_side_is_told_when_the_rest_of_an_order_is_cancelled(placed, handler, seller, now):
    line = placed.order.lines.get()
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", packs={line.pk: 1}, by=seller, at=now)
    Message.objects.all().delete()

    purchase_orders.cancel_rest(purchase_order=placed, by=seller, at=now, reason="断货")

    message = Message.objects.get(kind=Kind.REST_CANCELLED)
    assert message.recipient == handler and f"还有 {line.quantity - 1} 件" in message.body


def test_supplier_and_buyer_are_reminded_of_a_claim_when_it_is_their_turn(claim, handler, seller, now):
    Message.objects.all().delete()
    assert reminders.send(at=now + timedelta(days=1)) == 0
    reminders.send(at=now + timedelta(days=2))
    message = Message.objects.get(kind=Kind.WAITING)
    assert message.recipient == seller and "请答复售后" in message.title

    claims.reject(claim=claim, by=seller, at=now + timedelta(days=3), words="不同意")
    Message.objects.all().delete()
    reminders.send(at=now + timedelta(days=5))
    assert Message.objects.get(kind=Kind.WAITING).recipient == handler


@pytest.fixture
def application(now):
    facts = {"name": "建湖县测试局", "short_name": "测试局", "credit_code": "91350100M000100Y43"}
    facts |= {"kind": UnitKind.GOVERNMENT, "supervisor": "", "headcount": 20, "note": ""}
    people = {"contact_name": "联系人", "contact_phone": "10000000000"}
    return lambda: applications.submit(at=now, token="once", **facts, **people)


def test_the_office_is_told_of_an_application_once(client, office, application, handler, seller):
    for _ in range(2):
        application()

    message = Message.objects.get()
    assert (message.recipient, message.kind) == (office, Kind.APPLIED) and opens(client, message)


def test_the_office_is_reminded_of_its_queue_once_a_day(client, office, application, now):
    application()
    Message.objects.all().delete()

    written = [reminders.send(at=now + timedelta(hours=hours)) for hours in (1, 25, 26, 49)]

    assert written == [0, 1, 0, 1]
    message = Message.objects.first()
    assert "入驻申请：1 件" in message.title and opens(client, message)
