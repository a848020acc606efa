"""What arrived short is shared out by a rule: to the last pack, the same every time, and told to everybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement.collection import distribution, group_orders, progress, receipts, redistribution
from procurement.delivery import claims, purchase_orders, shipments
from procurement.models import Pledge, Redistribution
from tests import factories
from tests.procurement import states

RULES = [rule for rule, _ in Redistribution.RULES]
FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def cast(handler, approver, now):
    return states.Cast(handler, approver, now)


def arrive(unit, cast, product, wishes, short, *, damaged=0, top_up=0):
    """Return a placed group order of which some packs were short or damaged."""
    group_order = states.STEPS["open"](states.draft(unit, cast, [product]), cast)
    for number, packs in enumerate(wishes):
        states.join(group_order, packs, cast, number=number)
    states.STEPS["close"](group_order, cast)
    if top_up:
        item = group_order.items.get()
        group_orders.decide(item=item, top_up=top_up, is_dropped=False, by=cast.handler, at=cast.at)
    for step in ("submit", "approve", "place"):
        states.STEPS[step](group_order, cast)
    order = group_order.purchase_orders.get()
    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=cast.handler, at=cast.at)
    refused = {order.order.lines.get().pk: (short, damaged)}
    purchase_orders.accept(purchase_order=order, refused=refused, by=factories.UserFactory(), at=cast.at)
    group_order.refresh_from_db()
    return group_order


def share_out(group_order, rule, cast):
    return redistribution.share_out(group_order=group_order, rule=rule, by=cast.handler, at=cast.at)


def received():
    return list(Pledge.objects.order_by("pledged_at", "pk").values_list("received", flat=True))


@pytest.mark.parametrize(
    ("rule", "gets"), [("FIRST_COME", [5, 3, 0]), ("PROPORTIONAL", [4, 2, 2]), ("EQUAL", [3, 3, 2])]
)
def test_each_rule_shares_out_what_came(unit, cast, oranges, rule, gets):
    group_order = arrive(unit, cast, oranges, [5, 3, 2], short=1, damaged=1)

    share_out(group_order, rule, cast)

    assert received() == gets


@FEW
@given(
    wishes=st.lists(st.integers(1, 9), min_size=1, max_size=6),
    top_up=st.integers(0, 3),
    lost=st.integers(1, 60),
    rule=st.sampled_from(RULES),
)
def test_shares_always_add_up_to_the_packs_accepted(unit, cast, supplier, wishes, top_up, lost, rule):
    total = sum(wishes) + top_up
    short = min(lost, total)
    group_order = arrive(unit, cast, factories.make_product(supplier, stock=500), wishes, short, top_up=top_up)

    made = share_out(group_order, rule, cast)

    item = made.items.get()
    gets = [(share.wanted, share.received) for share in item.shares.order_by("pledge__pledged_at", "pledge")]
    assert sum(got for _, got in gets) + item.unit_packs == item.accepted == total - short
    assert sum(purchase_orders.accepted_packs(group_order.purchase_orders.get()).values()) == item.accepted
    assert [wanted for wanted, _ in gets] == wishes
    assert all(0 <= got <= wanted for wanted, got in gets)
    assert item.unit_packs <= top_up


def test_the_units_own_packs_are_short_first(unit, cast, oranges):
    group_order = arrive(unit, cast, oranges, [5, 3], short=2, top_up=2)

    item = share_out(group_order, "EQUAL", cast).items.get()

    assert (received(), item.unit_packs) == ([5, 3], 0)
    assert [row.unit_packs for row in distribution.top_ups(group_order)] == [0]


def test_the_same_rule_twice_changes_nothing_and_another_one_replaces_it(unit, cast, oranges):
    group_order = arrive(unit, cast, oranges, [5, 3, 2], short=2)
    share_out(group_order, "FIRST_COME", cast)

    with pytest.raises(redistribution.Refused) as refused:
        share_out(group_order, "FIRST_COME", cast)
    share_out(group_order, "EQUAL", cast)

    assert refused.value.is_repeated
    assert received() == [3, 3, 2]
    assert Redistribution.objects.count() == 2


def test_replaced_packs_ask_for_a_new_sharing(unit, cast, oranges):
    group_order = arrive(unit, cast, oranges, [5, 3, 2], short=2)
    share_out(group_order, "FIRST_COME", cast)
    order = group_order.purchase_orders.get()
    claims.reship(claim=order.claims.get(), carrier="顺丰", waybill="SF2", by=cast.handler, at=cast.at)
    assert not redistribution.is_missing(group_order)

    shipments.accept(shipment=order.shipments.get(position=2), refused={}, by=factories.UserFactory(), at=cast.at)
    assert redistribution.is_stale(redistribution.latest(group_order), redistribution.arrivals(group_order))
    share_out(group_order, "FIRST_COME", cast)

    assert received() == [5, 3, 2]
    assert redistribution.words(group_order) == []


def test_goods_that_came_whole_are_not_shared_out(unit, cast, oranges):
    group_order = arrive(unit, cast, oranges, [5, 3], short=0)

    with pytest.raises(redistribution.Refused):
        share_out(group_order, "EQUAL", cast)
    assert received() == [None, None]


def test_nothing_is_shared_out_while_packs_are_on_their_way(unit, cast, oranges, now):
    group_order = states.bring(states.draft(unit, cast, [oranges]), states.Status.PLACED, cast)
    order = group_order.purchase_orders.get()
    packs = {order.order.lines.get().pk: 2}
    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="A", packs=packs, by=cast.handler, at=now)

    assert redistribution.arrivals(group_order) == []


def test_each_participant_reads_what_they_get_and_pays_for_that(client, unit, cast, oranges):
    group_order = arrive(unit, cast, oranges, [5, 3, 2], short=2)
    share_out(group_order, "FIRST_COME", cast)
    person = group_order.participants.order_by("pk")[1]

    choice = receipts.choices(person, progress.of(group_order))[0]
    text = client.get(reverse("join:participant", args=[person.token])).text

    assert (choice.allotted, choice.quantity, choice.amount) == (3, 3, 3 * choice.progress.unit_price)
    last = group_order.participants.order_by("pk")[2]
    text = client.get(reverse("join:participant", args=[last.token])).text
    assert "认购 2 箱 → 实得 0 箱" in text
    assert "采购 10 箱，实收 8 箱，先到先得分配" in text


def test_the_handler_chooses_the_rule_and_the_pick_list_follows(client, unit, cast, oranges):
    group_order = arrive(unit, cast, oranges, [5, 3, 2], short=2)
    client.force_login(cast.handler)
    where = reverse("unit:redistribution", args=[unit.code, group_order.number])
    pick_list = reverse("unit:pick_list", args=[unit.code, group_order.number])

    assert "还没有分配给参加人" in client.get(pick_list).text
    assert client.post(where, {"rule": "BY_HAND"}).status_code == 409
    assert client.post(where, {"rule": "PROPORTIONAL"}).status_code == 302
    again = client.post(where, {"rule": "PROPORTIONAL"}, follow=True)

    assert "没有重复办理" in str(list(again.context["messages"])[-1])
    page = client.get(pick_list).text
    assert "还没有分配给参加人" not in page and "（认购 5）" in page and "按比例分配" in page
    assert "到货分配" in client.get(reverse("unit:group_order", args=[unit.code, group_order.number])).text


@pytest.mark.parametrize(("person", "status"), [("member", 403), ("acceptor", 403), ("stranger_handler", 404)])
def test_only_the_units_handler_shares_out(client, request, unit, cast, oranges, person, status):
    group_order = arrive(unit, cast, oranges, [5, 3, 2], short=2)
    client.force_login(request.getfixturevalue(person))
    where = reverse("unit:redistribution", args=[unit.code, group_order.number])

    assert client.get(where).status_code == client.post(where, {"rule": "EQUAL"}).status_code == status


def test_nothing_to_share_out_before_placing(client, unit, cast, oranges, open_group_order):
    client.force_login(cast.handler)

    assert client.get(reverse("unit:redistribution", args=[unit.code, open_group_order.number])).status_code == 404


def test_the_page_takes_as_many_queries_for_twenty_people_as_for_three(client, unit, cast, supplier):
    client.force_login(cast.handler)
    counts = []
    for people in (3, 20):
        product = factories.make_product(supplier, stock=500)
        group_order = arrive(unit, cast, product, [2] * people, short=3)
        share_out(group_order, "EQUAL", cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("unit:redistribution", args=[unit.code, group_order.number]))
        counts.append(len(queries))

    assert counts[0] == counts[1]
