"""Handler, approver and acceptor of one purchase are three people: said in words, and refused by the database."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.html import strip_tags

from procurement.collection import group_orders
from procurement.delivery import purchase_orders, shipments
from procurement.models import Acceptance, ApprovalDecision, Role

from . import states
from .states import Status

RULE = "three people"


@pytest.fixture
def cast(handler, approver, now):
    return states.Cast(handler, approver, now)


@pytest.fixture
def draft(unit, cast, oranges):
    return states.draft(unit, cast, [oranges])


@pytest.fixture
def shipped(draft, cast):
    order = states.bring(draft, Status.PLACED, cast).purchase_orders.get()
    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=None, at=cast.at)
    return order


def sign(order, person, at):
    return shipments.accept(shipment=order.shipments.get(), refused={}, by=person, at=at)


@pytest.mark.parametrize(("who", "words"), [("handler", "您经办了这次采购"), ("approver", "您审批了这次采购")])
def test_who_handled_or_approved_does_not_sign_for_the_goods(shipped, cast, who, words):
    with pytest.raises(purchase_orders.Refused, match=words):
        sign(shipped, getattr(cast, who), cast.at)

    assert not Acceptance.objects.exists()


def test_a_third_person_signs(shipped, acceptor, now):
    assert sign(shipped, acceptor, now).by == acceptor


def test_who_submitted_in_the_handlers_place_neither_approves_nor_signs(draft, unit, cast, acceptor):
    group_order = states.bring(draft, Status.CLOSED, cast)
    group_orders.submit(group_order=group_order, by=acceptor, at=cast.at)
    acceptor.memberships.create(unit=unit, role=Role.APPROVER)
    with pytest.raises(group_orders.Refused, match="须由其他审批人批准"):
        group_orders.approve(group_order=group_order, by=acceptor, at=cast.at)
    for step in ("approve", "place"):
        states.STEPS[step](group_order, cast)
    order = group_order.purchase_orders.get()
    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=None, at=cast.at)

    with pytest.raises(purchase_orders.Refused, match="您经办了这次采购"):
        sign(order, acceptor, cast.at)


@pytest.mark.parametrize("who", ["handler", "approver"])
def test_the_database_refuses_their_signature(shipped, cast, who):
    facts = {"purchase_order": shipped, "shipment": shipped.shipments.get(), "at": cast.at}

    with pytest.raises(DatabaseError, match=RULE), transaction.atomic():
        Acceptance.objects.create(by=getattr(cast, who), **facts)


def test_the_database_refuses_an_approval_of_ones_own(draft, cast):
    request = states.bring(draft, Status.SUBMITTED, cast).approval_requests.get()
    facts = {"request": request, "step": 0, "step_name": "审批", "at": cast.at}

    with pytest.raises(DatabaseError, match=RULE), transaction.atomic():
        ApprovalDecision.objects.create(kind="APPROVED", by=cast.handler, **facts)

    assert ApprovalDecision.objects.create(kind="COMMENTED", by=cast.handler, **facts)


def test_the_page_says_why_there_is_no_button(client, shipped, unit, cast):
    cast.approver.memberships.create(unit=unit, role=Role.ACCEPTOR)
    client.force_login(cast.approver)
    page = reverse("unit:purchase_order", args=[unit.code, shipped.number])

    assert "请由其他验收人签字" in strip_tags(client.get(page).text)
    sent = client.get(reverse("unit:accept", args=[unit.code, shipped.number]), follow=True)
    assert sent.redirect_chain and "您审批了这次采购" in strip_tags(sent.text)
    answer = client.post(reverse("unit:accept", args=[unit.code, shipped.number]), {})
    assert answer.status_code != 302 and not Acceptance.objects.exists()
