"""Terms of payment, what is due when, the ageing list, and the reminders around the day."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement import reminders
from procurement.moves import Refused
from shop.inbox.kinds import Kind
from shop.payments import ageing, bank_transfer, terms
from shop.payments.models import PaymentTerms

from .money import accept, order


@pytest.fixture
def agree(unit, supplier, seller, handler):
    """Return a function that agrees on terms some days ago."""

    def conclude(days, *, days_ago=100):
        at = timezone.now() - timedelta(days=days_ago)
        facts = {"unit": unit, "supplier": supplier, "by_supplier": True}
        made = terms.propose(days=days, by=seller, at=at, **facts)
        return terms.answer(terms=made, is_agreed=True, by=handler, at=at)

    return conclude


@pytest.fixture
def accepted(unit, handler, oranges):
    """Ten boxes for 580.00, placed 60 days ago and accepted 40 days ago."""
    placed = order(oranges, 10, by=handler, unit=unit, days_ago=60)
    accept(placed, by=handler, days_ago=40)
    return placed


def only(today=None):
    (row,) = terms.due(terms.to_pay(), today=today or timezone.localdate())
    return row


def supplier_url(name, supplier, *arguments):
    return reverse(f"supplier_payments:{name}", args=[supplier.code, *arguments])


def test_without_an_agreement_an_order_is_due_thirty_days_after_acceptance(accepted):
    assert only().days_late == 10
    assert only().is_late


def test_an_order_not_accepted_has_no_day_yet(unit, handler, oranges):
    order(oranges, 1, by=handler, unit=unit)

    assert only().due_on is None


def test_an_agreement_decides(accepted, agree):
    agree(60)

    assert only().days_late == -20
    assert not only().is_late


def test_payment_first_is_due_on_the_day_of_the_order(unit, handler, oranges, agree):
    agree(None)
    placed = order(oranges, 1, by=handler, unit=unit)

    assert only().due_on == timezone.localdate(placed.placed_at)


def test_what_is_agreed_later_does_not_change_earlier_orders(accepted, agree):
    agree(60, days_ago=5)

    assert only().days == 30


@pytest.mark.parametrize("days", [61, 90, -1])
def test_more_than_sixty_days_are_against_the_law(unit, supplier, seller, days):
    facts = {"unit": unit, "supplier": supplier, "by_supplier": True, "by": seller, "at": timezone.now()}

    with pytest.raises(Refused, match="最长 60 天"):
        terms.propose(days=days, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentTerms.objects.create(unit=unit, supplier=supplier, days=61, by_supplier=True, proposed_at=timezone.now())


def test_one_side_proposes_and_the_other_agrees(client, accepted, unit, supplier, seller, handler, member):
    client.force_login(seller)
    form = {"other": unit.code, "kind": "after", "days": "45"}
    assert client.post(supplier_url("terms_propose", supplier), form).status_code == 302
    made = PaymentTerms.objects.get()
    assert handler.inbox.get(kind=Kind.TERMS).link == reverse("unit_payments:terms", args=[unit.code])
    where = reverse("unit_payments:terms_answer", args=[unit.code, made.pk])
    # Nobody answers their own proposal, and members of the unit do not speak for it.
    assert client.post(supplier_url("terms_answer", supplier, made.pk), {"answer": "agree"}).status_code == 404
    client.force_login(member)
    assert client.post(where, {"answer": "agree"}).status_code == 403

    client.force_login(handler)
    page = client.get(reverse("unit_payments:terms", args=[unit.code])).text
    assert "对方提出：验收后 45 天内付款" in page
    client.post(where, {"answer": "agree"})
    client.post(where, {"answer": "decline"})

    assert terms.in_force(unit, supplier, timezone.now()) == 45


def test_a_declined_proposal_changes_nothing(client, accepted, unit, supplier, seller, handler):
    client.force_login(handler)
    client.post(reverse("unit_payments:terms_propose", args=[unit.code]), {"other": supplier.code, "kind": "before"})
    made = PaymentTerms.objects.get()
    client.force_login(seller)

    client.post(supplier_url("terms_answer", supplier, made.pk), {"answer": "decline"})

    assert terms.in_force(unit, supplier, timezone.now()) == 30


@pytest.mark.parametrize(
    "form", [{"kind": "after", "days": "61"}, {"kind": "after", "days": ""}, {"kind": "x"}, {"other": "NOBODY"}]
)
def test_terms_that_make_no_sense_come_back(client, accepted, unit, supplier, seller, form):
    client.force_login(seller)
    whole = {"other": unit.code, "kind": "after", "days": "45", **form}

    assert client.post(supplier_url("terms_propose", supplier), whole).status_code == 400
    assert not PaymentTerms.objects.exists()


def test_others_terms_are_not_found(client, accepted, unit, supplier, rival, agree):
    made = agree(45)
    client.force_login(rival)

    assert client.get(supplier_url("terms", supplier)).status_code == 404
    assert client.get(reverse("unit_payments:terms", args=[unit.code])).status_code == 404
    assert client.post(supplier_url("terms_answer", rival.partners.get(), made.pk)).status_code == 404


def test_the_ageing_list_sums_by_unit_and_bucket(accepted, unit, handler, oranges):
    order(oranges, 1, by=handler, unit=unit, number="P2")
    rows = terms.due(terms.to_pay(), today=timezone.localdate())

    (one,), whole = ageing.by_counterpart(rows, lambda each: each.unit.name)

    assert one.amounts[:3] == [Decimal("58.00"), 0, Decimal("580.00")]
    assert whole.total == Decimal("638.00")


@pytest.mark.parametrize(("late", "place"), [(0, 1), (1, 2), (30, 2), (31, 3), (60, 3), (61, 4), (90, 4), (91, 5)])
def test_buckets_begin_where_they_say(accepted, late, place):
    assert ageing.bucket(only(only().due_on + timedelta(days=late))) == place


def test_supplier_and_office_see_and_export_the_list(client, accepted, seller, supplier, office, rival, unit):
    for person, space, code in ((seller, "supplier_payments", [supplier.code]), (office, "office_transfers", [])):
        client.force_login(person)
        page = client.get(reverse(f"{space}:index", args=code)).text
        assert "逾期 10 天" in page
        assert accepted.number in page
        file = client.get(reverse(f"{space}:ageing_workbook", args=code))
        rows = list(openpyxl.load_workbook(BytesIO(file.content)).active.iter_rows(values_only=True))
        assert (rows[1][0], rows[1][1], rows[1][-1]) == (accepted.number, unit.name, 580)
    client.force_login(rival)
    own = client.get(reverse("supplier_payments:index", args=[rival.partners.get().code])).text
    assert accepted.number not in own


def test_the_lists_take_the_same_queries_for_few_orders_and_many(
    client, seller, supplier, unit, handler, oranges, agree
):
    agree(20)
    client.force_login(seller)
    counts = []
    for count in (2, 12):
        for number in range(count):
            accept(order(oranges, 1, by=handler, unit=unit, number=f"Q{count}-{number}"), by=handler)
        for address in (supplier_url("index", supplier), supplier_url("terms", supplier)):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


def due_messages(person):
    return list(person.inbox.filter(kind=Kind.DUE).order_by("pk").values_list("title", flat=True))


def test_handlers_are_reminded_before_and_after_and_the_supplier_once_late(accepted, handler, seller):
    due = timezone.make_aware(timezone.datetime.combine(only().due_on, timezone.datetime.min.time()))

    for days in (-4, -3, -1, 0):
        reminders.send(at=due + timedelta(days=days, hours=9))
    assert due_messages(handler) == [f"快到付款期：{accepted.number}"]
    assert not due_messages(seller)
    for days in (1, 2, 7, 8, 70):
        reminders.send(at=due + timedelta(days=days, hours=9))

    assert due_messages(handler)[1:] == [f"已过付款期：{accepted.number}"] * 2
    assert len(due_messages(seller)) == 1


def test_a_paid_order_is_not_spoken_of(accepted, handler, seller):
    bank_transfer.record(
        purchase_order=accepted, amount=Decimal("580.00"), reference="B1", by=seller, at=timezone.now()
    )

    reminders.send(at=timezone.now())

    assert not due_messages(handler)
