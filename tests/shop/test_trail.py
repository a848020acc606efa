"""The audit trail: what is written, that it only grows, that tampering shows, and who reads it."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.trail import chain, changes
from shop.trail.models import Event
from shop.user import permissions, roles
from tests import factories
from tests.procurement import states

AGENT = "Firefox/999 " + "x" * 200


@pytest.fixture
def auditor(db):
    made = factories.UserFactory()
    made.groups.add(Group.objects.get(name=roles.GROUPS[permissions.AUDIT]))
    return made


def add(number=1, **facts):
    for index in range(number):
        chain.add(at=timezone.now(), kind=Event.Kind.ACT, **({"who": f"某人{index}"} | facts))


def test_who_did_what_when_and_from_where_with_old_and_new(client, administrator, unit):
    client.force_login(administrator)

    fields = {"contact_name": "新联系人", "contact_phone": "0515-88888888"}
    client.post(reverse("unit:contact", args=[unit.code]), fields, HTTP_USER_AGENT=AGENT, REMOTE_ADDR="10.1.2.3")

    event = Event.objects.get()
    assert (event.kind, event.by, event.page, event.thing) == ("ACT", administrator, "unit:contact", unit.code)
    assert (event.address, event.agent) == ("10.1.2.3", AGENT[:80])
    assert ["", "新联系人"] in [change[1:] for change in event.changes]


def test_a_password_is_told_as_changed_and_never_said(client, handler):
    client.force_login(handler)
    new = "Xin-2026-mima"
    fields = {"old_password": factories.PASSWORD, "new_password1": new, "new_password2": new}

    client.post(reverse("user:password"), fields)

    said = str(Event.objects.get(page="user:password").changes)
    assert "（已修改）" in said and new not in said and "md5" not in said and "pbkdf2" not in said


def test_logins_right_and_wrong_and_logouts(client, handler):
    url = reverse("user:login")
    client.post(url, {"username": handler.mobile, "password": "x"})
    client.post(url, {"username": handler.mobile, "password": factories.PASSWORD})
    client.post(reverse("user:logout"))

    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["FAILED", "LOGIN", "LOGOUT"]
    assert handler.mobile not in str(list(Event.objects.values()))


def test_looking_at_the_personal_data_of_others_and_what_was_refused(client, member, unit):
    client.force_login(member)

    client.get(reverse("unit:members", args=[unit.code]))
    client.post(reverse("unit:target_pledge", args=[unit.code, 2026]))

    assert list(Event.objects.order_by("number").values_list("kind", flat=True)) == ["READ", "DENIED"]


def test_a_handler_who_takes_a_sheet_with_mobile_numbers_away_is_written_down(client, handler, unit, oranges):
    cast = states.Cast(handler, handler, timezone.now())
    group_order = states.bring(states.draft(unit, cast, [oranges]), states.Status.OPEN, cast)
    client.force_login(handler)

    client.get(reverse("unit:pledge_sheet_workbook", args=[unit.code, group_order.number]))

    assert list(Event.objects.values_list("kind", "page")) == [("READ", "unit:pledge_sheet_workbook")]


def test_an_act_costs_two_queries_and_looking_at_public_pages_none(client, handler, rf):
    client.force_login(handler)
    client.get(reverse("guide:index"))
    assert not Event.objects.exists()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        add()

    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) == 2


def test_watched_rows_cost_no_queries(unit):
    with changes.gathering() as found, CaptureQueriesContext(connection) as queries:
        unit.name = "改名的单位"
        unit.save(update_fields=["name"])

    assert len(queries) == 1 and found[0][2] == "改名的单位"


@pytest.mark.parametrize("statement", ["UPDATE trail_event SET who = 'x'", "DELETE FROM trail_event"])
def test_the_database_refuses_to_change_the_trail(db, statement):
    add()

    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def without_triggers(statement):
    """Do what somebody with the database in their hands might do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER trail_no_update")
            cursor.execute("DROP TRIGGER trail_no_delete")
        else:
            cursor.execute("ALTER TABLE trail_event DISABLE TRIGGER ALL")
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE trail_event SET who = 'x' WHERE number = 2", "DELETE FROM trail_event WHERE number = 2"],
)
def test_tampering_shows(db, statement, capsys):
    add(3)
    call_command("verify_audit")

    without_triggers(statement)

    with pytest.raises(SystemExit):
        call_command("verify_audit")
    assert "第 2 条" in capsys.readouterr().out or "缺失" in str(list(chain.verify()))


def test_only_what_is_old_enough_is_purged_and_the_rest_still_holds(db, settings):
    old = timezone.now() - timedelta(days=401)
    for _ in range(2):
        chain.add(at=old, kind=Event.Kind.ACT)
    add(2)

    call_command("purge_audit")

    assert list(Event.objects.order_by("number").values_list("number", "kind")) == [
        (3, "ACT"),
        (4, "ACT"),
        (5, "PURGE"),
    ]
    assert not list(chain.verify())


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("person=某人1", 1),
        ("thing=JH-7", 2),
        ("kind=LOGIN", 0),
        ("since=2100-01-01", 0),
        ("until=2100-01-01", 4),
        ("since=x", 4),
    ],
)
def test_the_viewer_filters(client, auditor, query, count):
    client.force_login(auditor)
    add(2)
    add(2, thing="JH-7", who="别人")

    page = client.get(reverse("audit:index") + "?" + query)

    assert len(page.context["events"]) == count


def test_pages_turn_by_number_in_constant_queries(client, auditor):
    client.force_login(auditor)
    add(5)
    url = reverse("audit:index")
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    add(70)
    with CaptureQueriesContext(connection) as many:
        first = client.get(url)

    assert len(few) == len(many)
    second = client.get(f"{url}?before={first.context['next']}")
    assert [event.number for event in second.context["events"]] == list(range(25, 0, -1))


def test_the_workbook_holds_no_formula(client, auditor):
    client.force_login(auditor)
    add(who="=1+1")

    sheet = openpyxl.load_workbook(BytesIO(client.get(reverse("audit:workbook")).content)).active

    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("name", ["audit:index", "audit:workbook"])
def test_others_do_not_read_the_trail(client, administrator, name):
    client.force_login(administrator)

    assert client.get(reverse(name)).status_code == 404
