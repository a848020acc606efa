"""Many people at once, on PostgreSQL with real threads: nothing is lost, nothing comes too late, nothing doubles."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, BoundedSemaphore, Event

import pytest
from django.contrib.auth.models import Group
from django.db import close_old_connections, connection
from oscar.core.loading import get_model

from procurement.collection import demands, group_orders, settlement, solving, wishes
from procurement.models import GroupOrder, GroupOrderMove, Participant, Pledge, PurchaseOrder, Role
from shop.user.hats import OFFICE_GROUP
from tests import factories

from . import states

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PEOPLE = 100
# A server that a hundred people come to at once lets so many of them at its database.
CONNECTIONS = 30
TOO_LATE = "征集已截止，不能再认购或修改。"


@pytest.fixture(autouse=True)
def only_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def cast(transactional_db, now):
    """Other tests may have emptied the tables, with the rows that migrations made."""
    Group.objects.get_or_create(name=OFFICE_GROUP)
    get_model("address", "Country").objects.get_or_create(iso_3166_1_a2="CN", defaults={"printable_name": "中国"})
    unit = factories.UnitFactory()
    cast = states.Cast(factories.join_unit(unit, Role.HANDLER), factories.join_unit(unit, Role.APPROVER), now)
    cast.unit = unit
    return cast


def attempt(action):
    """Return what an action returns, or the refusal it met."""
    try:
        return action()
    except group_orders.Refused as refusal:
        return refusal


def at_once(actions, *, connections=None):
    """Run all actions at the same moment, each in a thread with its own connection; return results or refusals.

    :param connections: how many of them may have one at a time.
    """
    barrier, free = Barrier(len(actions)), BoundedSemaphore(connections or len(actions))

    def run(action):
        close_old_connections()
        barrier.wait()
        try:
            with free:
                return attempt(action)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def pledge(group_order, number, cast):
    """Let one more person pledge; every other one takes more once the price falls."""
    item = group_order.items.get()
    return group_orders.join(
        group_order=group_order,
        name=f"职工{number}",
        mobile=f"100900{number:05d}",
        quantities={item.pk: 1 + number % 3},
        totals={item.pk: {Decimal("54.50"): 5}} if number % 2 else {},
        at=cast.at,
    )


def collecting(cast):
    """Return a group order for oranges in which one person takes part already."""
    oranges = factories.make_product(stock=1000, tiers=[(20, "56.30"), (50, "54.50")])
    return states.bring(states.draft(cast.unit, cast, [oranges]), GroupOrder.Status.OPEN, cast)


def answers(results):
    """Return the participants who were let in, and the words of the refusals."""
    accepted = [result for result in results if isinstance(result, Participant)]
    return accepted, [str(result) for result in results if isinstance(result, group_orders.Refused)]


def assert_settled(group_order, accepted):
    """Check that what the unit buys is what was accepted, no pledge lost and none too many."""
    item = group_order.items.get()
    rows = Pledge.objects.filter(participant__in=accepted).prefetch_related("steps")
    # One joined before the threads started.
    wanted = wishes.total([wishes.wish(12), *map(demands.of_pledge, rows)])
    assert group_order.participants.count() == 1 + len(accepted)
    assert item.unit_price == solving.settle(settlement.frozen(item).ladder, wanted)
    assert item.quantity == wanted.at(item.unit_price) == sum(pledge.allotted or 0 for pledge in item.pledges.all())


def test_what_is_settled_is_exactly_what_was_accepted(cast):
    """A hundred people on twenty phones at once; the handler closes after the first few."""
    group_order = collecting(cast)

    def pledges(first):
        return [attempt(lambda number=number: pledge(group_order, number, cast)) for number in range(first, first + 5)]

    def close():
        while group_order.participants.count() < PEOPLE // 4:
            time.sleep(0.005)
        return [group_orders.close(group_order=group_order, by=cast.handler, at=cast.at)]

    phones = [lambda first=first: pledges(first) for first in range(1, PEOPLE, 5)]
    results = [result for phone in at_once([close, *phones]) for result in phone]

    accepted, refused = answers(results)
    assert len(accepted) + len(refused) == PEOPLE
    assert set(refused) <= {TOO_LATE} and len(accepted) >= PEOPLE // 4
    assert_settled(group_order, accepted)


def test_a_hundred_pledges_and_a_close_at_the_same_instant_lose_none_and_admit_none_late(cast):
    group_order = collecting(cast)
    people = [lambda number=number: pledge(group_order, number, cast) for number in range(1, PEOPLE + 1)]
    half = PEOPLE // 2

    def close():
        return group_orders.close(group_order=group_order, by=cast.handler, at=cast.at)

    results = at_once([*people[:half], close, *people[half:]], connections=CONNECTIONS)

    accepted, refused = answers(results)
    assert len(accepted) + len(refused) == PEOPLE and set(refused) <= {TOO_LATE}
    assert_settled(group_order, accepted)
    assert answers(at_once([lambda: pledge(group_order, PEOPLE + 1, cast)])) == ([], [TOO_LATE])


def test_pledges_that_look_before_the_lock_are_lost_at_the_close(cast):
    """What the check above is there to find: people who saw it open are let in when it has closed."""
    group_order = collecting(cast)
    closed, looked = Event(), Barrier(6)

    def pledge_without_lock(number):
        assert GroupOrder.objects.get(pk=group_order.pk).is_collecting(cast.at)
        looked.wait(timeout=30)
        assert closed.wait(timeout=30)
        facts = {"name": f"职工{number}", "mobile": f"100900{number:05d}", "joined_at": cast.at}
        person = Participant.objects.create(group_order=group_order, **facts)
        person.pledges.create(item=group_order.items.get(), quantity=1, most=1, pledged_at=cast.at)
        return person

    def close():
        looked.wait(timeout=30)
        group_orders.close(group_order=group_order, by=cast.handler, at=cast.at)
        closed.set()

    accepted, _ = answers(
        at_once([close, *(lambda number=number: pledge_without_lock(number) for number in range(1, 6))])
    )

    assert len(accepted) == 5
    with pytest.raises(AssertionError):
        assert_settled(group_order, accepted)


def test_two_handlers_who_close_at_once_close_it_once(cast):
    group_order = collecting(cast)
    other = factories.join_unit(cast.unit, Role.HANDLER)

    results = at_once(
        [
            lambda by=by: group_orders.close(group_order=group_order, by=by, at=cast.at)
            for by in (cast.handler, other, cast.handler, other)
        ]
    )

    refused = [result for result in results if isinstance(result, group_orders.Refused)]
    assert len(refused) == 3 and all(refusal.is_repeated for refusal in refused)
    assert GroupOrderMove.objects.filter(group_order=group_order, new=GroupOrder.Status.CLOSED).count() == 1
    assert_settled(group_order, [])


def test_closing_and_extending_at_once_leave_one_of_both(cast):
    other = factories.join_unit(cast.unit, Role.HANDLER)
    for _ in range(5):
        group_order = collecting(cast)
        deadline_at = cast.at + timedelta(days=5)

        at_once(
            [
                lambda row=group_order: group_orders.close(group_order=row, by=cast.handler, at=cast.at),
                lambda row=group_order, till=deadline_at: group_orders.extend(
                    group_order=row, deadline_at=till, by=other, at=cast.at
                ),
            ]
        )

        group_order.refresh_from_db()
        assert not group_order.is_open
        assert_settled(group_order, [])


def test_one_mobile_on_many_phones_joins_once(cast):
    group_order = states.bring(states.draft(cast.unit, cast, [factories.make_product()]), GroupOrder.Status.OPEN, cast)
    results = at_once([lambda: states.join(group_order, 2, cast, number=7)] * 8)

    assert sum(isinstance(result, Participant) for result in results) == 1
    assert sum(isinstance(result, group_orders.AlreadyJoined) for result in results) == 7


def test_two_handlers_who_place_at_once_make_one_set_of_orders(cast):
    products = [factories.make_product(), factories.make_product()]
    draft = states.draft(cast.unit, cast, products)
    group_order = states.bring(draft, GroupOrder.Status.APPROVED, cast)
    other = factories.join_unit(cast.unit, Role.HANDLER)

    results = at_once(
        [
            lambda by=by: group_orders.place(group_order=group_order, by=by, at=cast.at)
            for by in (cast.handler, other, cast.handler, other)
        ]
    )

    assert all(result == results[0] for result in results)
    assert PurchaseOrder.objects.count() == len(results[0]) == 2
    assert [product.stockrecords.get().num_allocated for product in products] == [12, 12]


def test_a_form_sent_twice_at_once_makes_one_draft(cast):
    facts = {"title": "春节", "fund_source": "UNION", "deadline_at": cast.at, "items": [], "token": "k" * 22}
    facts |= {"unit": cast.unit, "delivery": ("路", "人", "10000000000"), "by": cast.handler, "at": cast.at}

    results = at_once([lambda: group_orders.create(**facts)] * 6)

    assert len({draft.pk for draft in results}) == GroupOrder.objects.count() == 1
