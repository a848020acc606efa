"""The inbox as a person sees it, and what they choose there."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.inbox import emails
from shop.inbox.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"inbox:{name}", args=args)


def write(person, number=1, **facts):
    facts = {"kind": "SHIPPED", "title": "已发货：JH1", "body": "请<签收>", "created_at": timezone.now(), **facts}
    rows = [Message(recipient=person, **facts) for _ in range(number)]
    return Message.objects.bulk_create(rows)[0]


@pytest.fixture
def reader(client, shopper):
    client.force_login(shopper)
    return shopper


def test_a_visitor_is_asked_to_log_in(client):
    for name in ("index", "settings"):
        assert client.get(url(name)).headers["Location"].startswith(reverse("user:login"))


def test_the_list_shows_ones_own_messages_escaped(client, reader, handler):
    write(reader)
    write(handler, title="别人的消息")

    text = client.get(url("index")).text

    assert "已发货：JH1" in text and "请&lt;签收&gt;" in text
    assert "别人的消息" not in text


def test_without_messages_the_page_says_what_will_come(client, reader):
    assert "还没有消息" in client.get(url("index")).text
    assert "没有未读消息" in client.get(url("index") + "?unread").text


def test_only_unread_ones_are_listed_when_asked(client, reader):
    write(reader, title="看过的", read_at=timezone.now())
    write(reader, title="没看的")

    text = client.get(url("index") + "?unread").text

    assert "没看的" in text and "看过的" not in text


def test_opening_marks_as_read_and_leads_on(client, reader):
    message = write(reader, link="/orders/")

    assert client.get(url("open", message.pk)).headers["Location"] == "/orders/"
    message.refresh_from_db()
    first = message.read_at
    client.get(url("open", message.pk))
    message.refresh_from_db()
    assert first and message.read_at == first


def test_a_message_without_a_link_leads_back_to_the_list(client, reader):
    assert client.get(url("open", write(reader).pk)).headers["Location"] == url("index")


def test_one_message_is_marked_as_read_and_the_list_stays_where_it_was(client, reader):
    message = write(reader)

    answer = client.post(url("read", message.pk), {"unread": "1", "page": "2"})

    assert answer.headers["Location"] == url("index") + "?unread&page=2"
    assert not reader.inbox.unread().exists()


def test_all_are_marked_as_read_but_not_what_came_since(client, reader, handler):
    newest, theirs = write(reader, 3), write(handler)
    newest = reader.inbox.order_by("-pk").first()
    late = write(reader)

    client.post(url("read_all"), {"newest": newest.pk})

    assert list(reader.inbox.unread()) == [late]
    assert handler.inbox.unread().get() == theirs


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 40, "١"])
def test_nonsense_marks_nothing(client, reader, newest):
    write(reader)

    assert client.post(url("read_all"), {"newest": newest}).status_code == 302
    if newest != "١":
        assert reader.inbox.unread().exists()


def test_anothers_message_is_not_found(client, reader, handler):
    message = write(handler)

    assert client.get(url("open", message.pk)).status_code == 404
    assert client.post(url("read", message.pk)).status_code == 404
    assert handler.inbox.unread().exists()


def test_marking_wants_a_post(client, reader):
    assert client.get(url("read", write(reader).pk)).status_code == 405
    assert client.get(url("read_all")).status_code == 405
    assert client.post(url("index")).status_code == 405


def test_the_list_costs_the_same_for_one_message_and_for_fifty(client, reader):
    costs = []
    for number in (1, 49):
        write(reader, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(url("index"))
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_header_counts_with_one_query_and_not_at_all_for_visitors(client, handler, unit):
    write(handler, 3)
    home = reverse("unit:home", args=[unit.code])
    client.force_login(handler)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(home).text
    assert re.search(r'class="count">3<', text)
    assert sum("inbox_message" in query["sql"] for query in queries) == 1

    client.logout()
    with CaptureQueriesContext(connection) as queries:
        assert url("index") not in client.get("/").text
    assert not any("inbox_" in query["sql"] for query in queries)


def test_the_header_stops_counting_at_99(client, reader):
    write(reader, 120)

    assert 'class="count">99+<' in client.get(url("index")).text


def test_groups_are_chosen_for_e_mail(client, reader):
    reader.email = "reader@example.com"
    reader.save()

    assert client.post(url("settings"), {"groups": ["ORDER"]}).status_code == 302
    text = client.get(url("settings")).text

    assert re.search(r'value="ORDER"[^>]*checked', text) and not re.search(r'value="MONEY"[^>]*checked', text)
    assert client.post(url("settings"), {"groups": ["WRONG"]}).status_code == 400


def ask(client, email):
    return client.post(url("email"), {"email": email})


def test_an_address_counts_only_after_its_link_was_opened(client, reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(client, "new@example.com").status_code == 302
    reader.refresh_from_db()
    assert reader.email == "" and mail.outbox[0].to == ["new@example.com"]
    link = re.search(r"https?://[^/]+(/inbox/settings/email/\S+)", mail.outbox[0].body)[1]

    assert "new@example.com" in client.get(link).text
    reader.refresh_from_db()
    assert reader.email == ""
    client.post(link)
    reader.refresh_from_db()
    assert reader.email == "new@example.com"

    client.post(url("remove_email"))
    reader.refresh_from_db()
    assert reader.email == ""


def test_a_link_of_another_person_or_a_forged_one_confirms_nothing(client, reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        emails.ask(user=UserFactory(), email="other@example.com", at=timezone.now())
    link = re.search(r"(/inbox/settings/email/\S+)", mail.outbox[0].body)[1]

    for path in (link, url("confirm_email", "forged")):
        assert client.post(path).headers["Location"] == url("settings")
    reader.refresh_from_db()
    assert reader.email == ""


def test_strangers_cannot_be_pestered_with_confirmation_letters(client, reader):
    answers = [ask(client, f"victim{number}@example.com").status_code for number in range(6)]

    assert answers == [302] * 5 + [409]
    with pytest.raises(emails.Refused):
        emails.ask(user=reader, email="victim@example.com", at=timezone.now())
    emails.ask(user=reader, email="victim@example.com", at=timezone.now() + timedelta(days=2))


def test_a_demo_account_sends_no_e_mail(client, reader):
    reader.is_demo = True
    reader.save()

    assert ask(client, "victim@example.com").status_code == 409
    assert "演示账号不能设置邮箱" in client.get(url("settings")).text


@pytest.mark.parametrize("email", ["", "x", "a@b", "a@example.com\nBcc: b@example.com"])
def test_an_address_that_reads_badly_is_refused(client, reader, email):
    assert ask(client, email).status_code == 400
