"""A person's own data: the copy to take away, and what is left of them after they close their account."""

import io
import json
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from procurement.delivery import purchase_orders
from procurement.models import Participant, Review
from procurement.papers import folder
from shop.inbox.models import Message
from shop.privacy import copies, erasure, holdings
from shop.trail.models import Event
from shop.user import sessions
from shop.user.models import User
from tests import factories
from tests.procurement import states
from tests.shop import money

SURE = {"is_understood": "on"}


@pytest.fixture
def bought(oranges, shopper):
    order = money.order(oranges, 1, by=shopper, number="S1")
    money.accept(order, by=shopper)
    return order


@pytest.fixture
def logged_in(client, shopper):
    """A client whose person just typed the password."""
    client.force_login(shopper)
    _confirm(client)
    return client


def _confirm(client, at=None):
    """Say when the person last typed their password: now, unless told otherwise."""
    session = client.session
    session[sessions.PASSWORD] = int(timezone.now().timestamp()) if at is None else at
    session.save()


def take_part(unit, handler, approver, product, person, now, *, until):
    """Return a group order in a state that a person with an account took part in."""
    cast = states.Cast(handler, approver, now)
    group_order = states.STEPS["open"](states.draft(unit, cast, [product]), cast)
    states.join(group_order, 3, cast, number=7, name="李小明", department="财务科")
    Participant.objects.update(user=person)
    for step in until:
        states.STEPS[step](group_order, cast)
    group_order.refresh_from_db()
    return group_order


def test_the_copy_holds_ones_own_as_json_and_as_a_workbook(logged_in, bought, shopper, oranges):
    stranger = factories.UserFactory(name="别人")
    money.order(oranges, 1, by=stranger, number="S2")

    answer = logged_in.post(reverse("privacy:download"))

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        said = json.loads(archive.read(copies.JSON_NAME))
        book = openpyxl.load_workbook(io.BytesIO(archive.read(copies.WORKBOOK_NAME)))
    assert "attachment" in answer["Content-Disposition"]
    assert said["账号"][0]["手机号"] == shopper.mobile
    assert [row["订单号"] for row in said["订单"]] == [bought.number]
    assert stranger.mobile not in json.dumps(said) and "别人" not in json.dumps(said, ensure_ascii=False)
    assert book.sheetnames == list(said)
    assert [cell.value for cell in book["订单"][2]] == [str(value) for value in said["订单"][0].values()]


def test_the_copy_asks_for_the_password_again(client, shopper):
    client.force_login(shopper)
    _confirm(client, 0)

    answer = client.post(reverse("privacy:download"))

    assert answer.status_code == 403 and "密码" in strip_tags(answer.text)


def test_what_is_held_costs_the_same_for_any_number_of_orders(
    logged_in, oranges, shopper, django_assert_max_num_queries
):
    for number in range(12):
        money.order(oranges, 1, by=shopper, number=f"S{number}")

    with django_assert_max_num_queries(14):
        holdings.of(shopper)


def test_an_erased_person_is_gone_and_the_order_stays(logged_in, bought, shopper, supplier, seller):
    mobile, name = shopper.mobile, shopper.name
    Message.objects.create(recipient=shopper, kind="X", title="新消息", created_at=timezone.now())
    asked = logged_in.post(reverse("privacy:erase"), SURE)

    shopper.refresh_from_db()
    assert asked.status_code == 302 and not asked.wsgi_request.user.is_authenticated
    assert (shopper.is_active, shopper.has_usable_password(), shopper.email) == (False, False, "")
    assert shopper.erased_at and name not in shopper.name and mobile not in shopper.mobile
    assert not shopper.inbox.exists() and not User.objects.filter(mobile=mobile).exists()
    logged_in.force_login(seller)
    page = logged_in.get(reverse("supplier:order", args=[supplier.code, bought.number]))
    slip = logged_in.get(reverse("supplier:packing_slip", args=[supplier.code, bought.number]))
    assert page.status_code == slip.status_code == 200


def test_the_trail_says_that_it_was_done_and_not_who_they_were(logged_in, shopper):
    mobile, name = shopper.mobile, shopper.name

    logged_in.post(reverse("privacy:erase"), SURE)

    events = Event.objects.filter(page="privacy:erase")
    said = "".join(f"{event.who}{event.changes}" for event in events)
    assert "本人注销账号" in said
    assert mobile not in said and name not in said


def test_the_same_mobile_may_have_a_new_account(logged_in, shopper):
    mobile = shopper.mobile

    logged_in.post(reverse("privacy:erase"), SURE)

    assert User.objects.create_user(mobile, "x", name="新").pk != shopper.pk


def test_nothing_happens_without_the_box(logged_in, shopper):
    answer = logged_in.post(reverse("privacy:erase"), {"x": "1"})

    shopper.refresh_from_db()
    assert answer.status_code == 422 and "请先勾选" in strip_tags(answer.text)
    assert shopper.is_active and not shopper.erased_at


def test_whoever_holds_a_role_hands_it_over_first(client, handler):
    client.force_login(handler)
    _confirm(client)

    answer = client.post(reverse("privacy:erase"), SURE)

    handler.refresh_from_db()
    assert answer.status_code == 409 and "您还是经办人" in strip_tags(answer.text)
    assert handler.is_active


def test_an_order_under_way_is_finished_first(logged_in, oranges, shopper):
    money.order(oranges, 1, by=shopper, number="S1")

    answer = logged_in.post(reverse("privacy:erase"), SURE)

    assert answer.status_code == 409 and "1 张订单还没有办完" in strip_tags(answer.text)


def test_a_collection_that_was_never_ordered_forgets_its_participant(unit, handler, approver, oranges, shopper, now):
    take_part(unit, handler, approver, oranges, shopper, now, until=["cancel"])

    erasure.erase(user=shopper, at=now)

    participant = Participant.objects.get()
    assert (participant.name, participant.department, participant.user) == ("已注销", "", None)


def test_signed_lists_print_what_they_printed_and_the_whole_number_is_gone(
    unit, handler, approver, oranges, shopper, now
):
    steps = ["close", "submit", "approve", "place", "receive_rest"]
    group_order = take_part(unit, handler, approver, oranges, shopper, now, until=steps)
    before = folder.find(group_order, "distribution", "").digest()
    mobile = Participant.objects.get().mobile

    erasure.erase(user=shopper, at=now)

    participant = Participant.objects.get()
    assert folder.find(group_order, "distribution", "").digest() == before
    assert participant.name == "李小明" and participant.mobile != mobile


def test_a_collection_that_has_not_arrived_is_waited_for(unit, handler, approver, oranges, shopper, now):
    take_part(unit, handler, approver, oranges, shopper, now, until=["close"])

    with pytest.raises(erasure.Refused, match="还没有到货"):
        erasure.erase(user=shopper, at=now)


def test_a_review_stays_without_its_name(bought, shopper, now):
    line = bought.order.lines.get()
    facts = {"product": line.product, "supplier": bought.supplier, "stars": 5, "words": "好吃"}
    Review.objects.create(line=line, name="张**", by=shopper, at=now, **facts)

    erasure.erase(user=shopper, at=now)

    assert Review.objects.get().name == "已注销用户"


def test_after_the_years_the_order_forgets_where_it_went(bought, shopper, oranges, settings, capsys):
    other = factories.UserFactory()
    kept = money.order(oranges, 1, by=other, number="S2", days_ago=9000)
    now = timezone.now()
    erasure.erase(user=shopper, at=now)
    address = bought.order.shipping_address
    call_command("purge_personal_data")
    address.refresh_from_db()
    assert address.first_name and address.line1

    assert erasure.purge(at=now + timedelta(days=366 * settings.PERSONAL_DATA_YEARS)) == 1
    assert erasure.purge(at=now + timedelta(days=366 * settings.PERSONAL_DATA_YEARS)) == 0

    address.refresh_from_db()
    kept.order.shipping_address.refresh_from_db()
    assert (address.first_name, address.line1, str(address.phone_number)) == ("已注销", "", "")
    assert kept.order.shipping_address.line1
    assert purchase_orders.amount_due(bought) > 0
