"""The unit's desk: what waits for whom, who belongs to it, and who is let in."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement import agenda
from procurement.collection import group_orders
from procurement.delivery import purchase_orders
from procurement.models import GroupOrder, Plan, Role
from tests import factories

from . import states
from .histories import complete, make_plan
from .states import Status

EVERYBODY = ("handler", "approver", "acceptor", "member")


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def draft(unit, cast, oranges):
    return states.draft(unit, cast, [oranges])


def page(response):
    return response.content.decode()


def waiting(unit, person):
    """Return the names of the lists on a person's agenda that are not empty."""
    today = agenda.today(unit, person, timezone.now())
    names = "collecting drafts to_decide returned to_approve to_place to_sign to_pay".split()
    return {name for name in names if getattr(today, name)}


@pytest.mark.parametrize(
    ("status", "waits"),
    [
        (Status.DRAFT, {"handler": {"drafts"}}),
        (Status.OPEN, {name: {"collecting"} for name in EVERYBODY}),
        (Status.CLOSED, {"handler": {"to_decide"}}),
        (Status.SUBMITTED, {"approver": {"to_approve"}}),
        (Status.RETURNED, {"handler": {"returned"}}),
        (Status.APPROVED, {"handler": {"to_place"}}),
        (Status.PLACED, {"handler": {"to_pay"}}),
        (Status.CANCELLED, {}),
    ],
)
def test_each_state_waits_for_the_people_whose_turn_it_is(request, unit, cast, draft, status, waits):
    states.bring(draft, status, cast)

    for name in EVERYBODY:
        assert waiting(unit, request.getfixturevalue(name)) == waits.get(name, set()), name


def test_shipped_goods_wait_for_the_acceptor(unit, cast, draft, acceptor, seller):
    states.bring(draft, Status.PLACED, cast)
    order = draft.purchase_orders.get()
    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="1", by=seller, at=cast.at)

    assert waiting(unit, acceptor) == {"to_sign"}


def test_goods_on_their_way_are_shown_to_who_handles_and_once_to_who_signs(unit, cast, draft, acceptor, seller, member):
    states.bring(draft, Status.PLACED, cast)
    order = draft.purchase_orders.get()

    def arriving():
        people = cast.handler, acceptor, member
        return [len(agenda.today(unit, person, cast.at).arriving) for person in people]

    placed = arriving()
    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="1", by=seller, at=cast.at)
    shipped = arriving()
    purchase_orders.accept(purchase_order=order, refused={}, by=acceptor, at=cast.at)

    assert (placed, shipped, arriving()) == ([1, 1, 0], [1, 0, 0], [0, 0, 0])


def test_the_desk_says_what_the_unit_bought_beside_its_target(client, unit, member, oranges, acceptor):
    at = timezone.now()
    plan = make_plan(year=timezone.localdate().year)
    complete(oranges, 2, by=member, at=at, unit=unit)
    client.force_login(member)
    address = reverse("unit:home", args=[unit.code])

    without = page(client.get(address))
    plan.targets.create(unit=unit, amount=Decimal("1160"), set_at=at - timedelta(days=1))
    shown = client.get(address)

    assert "未设目标" in without and "116.00 元" in without and "已完成口径" in without
    assert "完成 10.0%" in page(shown) and "还差 1,044.00 元" in page(shown)
    entries = client.get(f"{reverse('unit:statistics', args=[unit.code])}?{shown.context['year'].selection.query}")
    assert entries.status_code == 200 and "116.00" in page(entries)


def test_without_a_plan_the_desk_shows_no_year(client, unit, member):
    Plan.objects.all().delete()
    client.force_login(member)

    assert "年采购" not in page(client.get(reverse("unit:home", args=[unit.code])))


def test_what_an_approver_handled_waits_for_another_approver(unit, cast, draft):
    cast.handler.memberships.create(unit=unit, role=Role.APPROVER)
    states.bring(draft, Status.SUBMITTED, cast)

    assert not waiting(unit, cast.handler)
    assert waiting(unit, cast.approver) == {"to_approve"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("handler", "可以发起一次集中采购"),
        ("approver", "没有等您审批的采购单"),
        ("acceptor", "没有等您验收的货"),
        ("member", "参加与否自愿"),
    ],
)
def test_an_empty_desk_says_what_will_come(request, client, unit, name, sentence):
    client.force_login(request.getfixturevalue(name))

    assert sentence in page(client.get(reverse("unit:home", args=[unit.code])))


def test_a_collection_past_its_deadline_sends_the_handler_to_close_it(client, unit, cast, draft):
    states.bring(draft, Status.OPEN, cast)
    GroupOrder.objects.update(deadline_at=timezone.now() - timedelta(hours=1))
    client.force_login(cast.handler)

    shown = page(client.get(reverse("unit:home", args=[unit.code])))

    assert "征集时间已过" in shown and "去截止" in shown and "我要参加" not in shown


def test_members_are_listed_once_with_all_roles_and_a_masked_mobile(client, unit, handler, member):
    handler.memberships.create(unit=unit, role=Role.MEMBER, department="工会")
    client.force_login(handler)

    response = client.get(reverse("unit:members", args=[unit.code]))

    people = {person["user"]: person for person in response.context["people"]}
    assert people[handler]["roles"] == ["经办人", "职工"] and people[handler]["department"] == "工会"
    assert member.masked_mobile in page(response) and member.mobile not in page(response)


def test_a_member_sees_colleagues_without_any_mobile(client, unit, handler, member):
    client.force_login(member)

    shown = page(client.get(reverse("unit:members", args=[unit.code])))

    assert handler.name in shown and "手机号" not in shown and "****" not in shown


@pytest.mark.parametrize("name", ["home", "members", "group_orders", "group_order_new"])
def test_a_desk_is_closed_to_visitors_and_to_people_of_other_units(client, unit, stranger_handler, seller, name):
    address = reverse(f"unit:{name}", args=[unit.code])

    assert client.get(address).url.startswith(reverse("user:login"))
    for person in (stranger_handler, seller):
        client.force_login(person)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["home", "members", "group_orders"])
def test_pages_to_read_take_no_post(client, unit, handler, name):
    client.force_login(handler)

    assert client.post(reverse(f"unit:{name}", args=[unit.code])).status_code == 405


def test_the_list_filters_by_state_and_words(client, unit, cast, oranges):
    states.bring(states.draft(unit, cast, [oranges], title="春节慰问品"), Status.OPEN, cast)
    states.draft(unit, cast, [oranges], title="冬季水果")
    client.force_login(cast.handler)
    address = reverse("unit:group_orders", args=[unit.code])

    def titles(query):
        return [row.title for row in client.get(f"{address}?{query}").context["page"]]

    assert titles("") == ["冬季水果", "春节慰问品"], "newest first"
    assert titles("status=OPEN") == ["春节慰问品"]
    assert titles("words=水果") == ["冬季水果"]
    assert titles("words=春节 水果") == titles("status=SETTLED") == []
    assert titles("status=nonsense&page=99") == ["冬季水果", "春节慰问品"]


def test_an_empty_list_offers_the_handler_a_beginning(client, unit, handler, member):
    address = reverse("unit:group_orders", args=[unit.code])
    new = reverse("unit:group_order_new", args=[unit.code])

    for person, is_offered in ((handler, True), (member, False)):
        client.force_login(person)
        assert (new in page(client.get(address))) == is_offered


@pytest.mark.parametrize("name", ["home", "group_orders", "members"])
def test_lists_take_the_same_queries_for_5_rows_as_for_50(client, cast, unit, oranges, name):
    client.force_login(cast.handler)
    counts = []
    for size in (5, 45):
        for number in range(size):
            states.bring(states.draft(unit, cast, [oranges]), list(Status)[number % 4], cast)
            factories.join_unit(unit, Role.MEMBER)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"unit:{name}", args=[unit.code])).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 30


def test_placed_orders_on_the_agenda_take_constant_queries(client, cast, unit, oranges):
    oranges.stockrecords.update(num_in_stock=10_000)
    client.force_login(cast.handler)
    counts = []
    for size in (2, 8):
        for _ in range(size):
            states.bring(states.draft(unit, cast, [oranges]), Status.PLACED, cast)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(reverse("unit:home", args=[unit.code])).context["agenda"].to_pay) >= size
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert group_orders.total_amount(GroupOrder.objects.first()) > 0
