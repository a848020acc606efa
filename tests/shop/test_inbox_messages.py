"""Telling people something: who gets it, in the inbox and by e-mail, and what a failed event leaves behind."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from procurement.models import Role
from shop.inbox import deliveries, kinds, messages, preferences
from shop.inbox.kinds import Group, Kind
from shop.inbox.models import Delivery, Message
from tests.factories import UserFactory, join_unit

pytestmark = pytest.mark.django_db


class Thing:
    """A group order as the templates see it."""

    title, number = "春节慰问", "JH2026-000001"


def tell(**facts):
    return messages.tell(**{"kind": Kind.APPROVED, "at": timezone.now(), "group_order": Thing()} | facts)


@pytest.fixture
def reader(shopper):
    """Somebody with an e-mail address."""
    shopper.email = "reader@example.com"
    shopper.save()
    return shopper


def told():
    return set(Message.objects.values_list("recipient", flat=True))


def test_everybody_named_is_told_once_but_not_who_did_it(reader, handler, unit):
    tell(people=[reader, handler, None, reader], unit=unit, role=Role.HANDLER, by=handler)

    assert list(Message.objects.values_list("recipient", flat=True)) == [reader.pk]


def test_a_role_is_looked_up_in_that_unit_only(unit, approver, member, stranger_handler):
    other = join_unit(stranger_handler.memberships.get().unit, Role.APPROVER)

    tell(unit=unit, role=Role.APPROVER)

    assert told() == {approver.pk}
    assert other.pk not in told()


def test_a_closed_account_is_not_told(reader):
    reader.is_active = False
    reader.save()

    assert not tell(people=[reader])


def test_the_first_line_of_the_template_is_the_title_and_nothing_is_escaped_in_plain_text(reader):
    thing = Thing()
    thing.title = "A & B\r\nBcc: other@example.com"

    tell(people=[reader], group_order=thing, reason="<好>")

    message = Message.objects.get()
    assert message.title == "已批准：A & B"
    assert "审批意见：<好>" in message.body


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words_and_its_group(reader, kind):
    tell(people=[reader], kind=kind, amount=1, reason="原因")

    message = Message.objects.get()
    assert message.title and message.label == kind.label
    assert kinds.group_of(kind) in Group


def test_a_rolled_back_event_leaves_no_message_and_sends_nothing(reader, django_capture_on_commit_callbacks):
    failing = pytest.raises(ZeroDivisionError)
    with django_capture_on_commit_callbacks(execute=True) as queued, failing, transaction.atomic():
        tell(people=[reader])
        raise ZeroDivisionError

    assert not queued and not mail.outbox
    assert not Message.objects.exists() and not Delivery.objects.exists()


def test_an_e_mail_leaves_after_the_commit_with_the_words_and_the_link(
    reader, django_capture_on_commit_callbacks, settings
):
    with django_capture_on_commit_callbacks(execute=True):
        tell(people=[reader], link="/orders/")
        assert not mail.outbox

    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["reader@example.com"], "已批准：春节慰问")
    assert f"{settings.SITE_URL}/orders/" in letter.body and "JH2026-000001" in letter.body
    assert Delivery.objects.get().sent_at


def test_no_e_mail_goes_to_those_without_an_address_or_who_do_not_want_it(reader, handler):
    preferences.choose(user=reader, groups=[Group.ORDER, Group.MONEY])

    tell(people=[reader, handler])
    assert not Delivery.objects.exists() and told() == {reader.pk, handler.pk}

    tell(people=[reader, handler], kind=Kind.REFUNDED, amount=1)
    assert Delivery.objects.get().user == reader


def test_choosing_groups_twice_changes_nothing(reader):
    for _ in range(2):
        preferences.choose(user=reader, groups=[Group.ORDER])

    assert preferences.wanted(reader) == [Group.ORDER]
    preferences.choose(user=reader, groups=Group.values)
    assert preferences.wanted(reader) == Group.values


def test_a_thing_to_be_told_once_is_told_once_to_each(reader, handler):
    assert len(tell(people=[reader], once="near 1")) == 1
    assert [row.recipient for row in tell(people=[reader, handler], once="near 1")] == [handler]
    assert len(tell(people=[reader], once="near 2")) == 1
    assert Delivery.objects.count() == 2


def test_the_database_refuses_to_tell_the_same_thing_twice(reader, now):
    facts = {"recipient": reader, "kind": Kind.WAITING, "title": "x", "created_at": now, "once": "near 1"}
    Message.objects.create(**facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(**facts)


def test_history_is_silent_and_the_present_is_not(reader, now):
    with messages.silenced():
        assert not tell(people=[reader])
    with messages.silenced(before=now):
        assert not tell(people=[reader], at=now - timedelta(seconds=1))
        assert tell(people=[reader], at=now)
    assert tell(people=[reader], at=now - timedelta(days=1))


def test_telling_costs_the_same_for_two_people_and_for_twenty(django_assert_num_queries):
    for number in (2, 20):
        people = UserFactory.create_batch(number)
        for person in people:
            person.email = f"{person.mobile}@example.com"
            person.save()
        with django_assert_num_queries(4):
            tell(people=people)


@pytest.fixture
def dead_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", 9, False


def test_a_mail_server_that_is_down_is_tried_again_later_and_nothing_is_lost(reader, dead_server, caplog, settings):
    caplog.set_level("WARNING")
    tell(people=[reader])
    delivery, at = Delivery.objects.get(), timezone.now()

    assert deliveries.attempt(pk=delivery.pk, at=at) == at + timedelta(minutes=1)
    assert "Refused" in Delivery.objects.get().error and "failed (try 1)" in caplog.text
    assert deliveries.attempt(pk=delivery.pk, at=at) is None, "not due yet"
    assert deliveries.resume(at=at) == 0

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliveries.attempt(pk=delivery.pk, at=at + timedelta(minutes=2)) is None
    assert len(mail.outbox) == 1 and Delivery.objects.get().attempts == 2
    assert deliveries.attempt(pk=delivery.pk, at=at + timedelta(days=1)) is None
    assert len(mail.outbox) == 1


def test_after_many_failures_it_is_given_up_but_the_message_stays(reader, dead_server, caplog):
    tell(people=[reader])
    delivery, at = Delivery.objects.get(), timezone.now()

    while again_at := deliveries.attempt(pk=delivery.pk, at=at):
        at = again_at

    delivery.refresh_from_db()
    assert delivery.attempts == 7 and delivery.given_up_at == at
    assert caplog.records[-1].levelname == "ERROR"
    assert deliveries.resume(at=at + timedelta(days=9)) == 0
    assert Message.objects.unread().count() == 1


def test_what_could_not_be_queued_is_found_and_sent(reader):
    tell(people=[reader])

    assert deliveries.resume(at=timezone.now()) == 1
    assert len(mail.outbox) == 1


def test_a_try_that_died_is_repeated_after_a_while(reader):
    tell(people=[reader])
    at = timezone.now()
    Delivery.objects.update(attempts=1, due_at=at + deliveries.ATTEMPT)

    assert deliveries.resume(at=at) == 0
    assert deliveries.resume(at=at + timedelta(minutes=6)) == 1


def test_old_deliveries_are_forgotten_once_they_are_over(reader):
    tell(people=[reader])
    long_after = timezone.now() + timedelta(days=100)
    Delivery.objects.update(sent_at=timezone.now())

    deliveries.resume(at=long_after)

    assert not Delivery.objects.exists() and Message.objects.exists()
