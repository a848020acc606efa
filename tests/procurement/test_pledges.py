"""What participants may do, and until when."""

from datetime import timedelta

import pytest

from procurement.collection import group_orders
from procurement.models import Participant, Pledge
from tests import factories


@pytest.fixture
def item(open_group_order):
    return open_group_order.items.get()


@pytest.fixture
def join(open_group_order, item, now):
    def join(packs=2, **changes):
        facts = {"name": "李晓", "mobile": "10090000001", "quantities": {item.pk: packs}, "at": now}
        return group_orders.join(group_order=open_group_order, **{**facts, **changes})

    return join


def test_a_pledge_counts_into_the_total(join, open_group_order):
    join(2)
    join(3, mobile="10090000002")

    assert open_group_order.items.with_pledged().get().pledged == 5


def test_a_pledge_at_the_deadline_is_refused(join, open_group_order):
    with pytest.raises(group_orders.Refused, match="征集已截止"):
        join(at=open_group_order.deadline_at)

    join(at=open_group_order.deadline_at - timedelta(seconds=1))


def test_a_pledge_after_closing_is_refused(join, open_group_order, handler, now):
    join()
    group_orders.close(group_order=open_group_order, by=handler, at=now)

    with pytest.raises(group_orders.Refused, match="征集已截止"):
        join(mobile="10090000002")

    assert Participant.objects.count() == 1


@pytest.mark.parametrize("packs", [0, -1, group_orders.MAX_QUANTITY + 1])
def test_no_packs_or_too_many_are_refused(join, packs):
    with pytest.raises(group_orders.Refused):
        join(packs)

    assert not Participant.objects.exists()


def test_an_item_of_another_group_order_is_refused(join, item):
    with pytest.raises(group_orders.Refused, match="不在这张集中采购单里"):
        join(quantities={item.pk: 1, item.pk + 999: 1})

    assert not Pledge.objects.exists()


def test_the_same_mobile_joins_once_and_keeps_its_pledges(join):
    first = join(2)

    with pytest.raises(group_orders.AlreadyJoined) as refusal:
        join(9, name="冒名", token="x" * 22)

    first.refresh_from_db()
    assert refusal.value.participant == first
    assert (first.name, first.pledges.get().quantity) == ("李晓", 2)


def test_the_same_form_sent_twice_joins_once(join, open_group_order, handler, now):
    first = join(token="k" * 22)
    group_orders.close(group_order=open_group_order, by=handler, at=now)

    assert join(token="k" * 22) == first
    assert Pledge.objects.count() == 1


def test_a_key_somebody_else_used_is_not_shared(join):
    first = join(token="k" * 22)
    second = join(token="k" * 22, mobile="10090000002")

    assert first.token == "k" * 22 != second.token


def test_changing_replaces_the_pledges(join, item, now):
    person = join(2)
    group_orders.change(participant=person, quantities={item.pk: 7}, at=now)

    assert person.pledges.get().quantity == 7


def test_changing_to_nothing_is_refused_and_keeps_what_was_there(join, item, now):
    person = join(2)

    with pytest.raises(group_orders.Refused, match="至少选择一种"):
        group_orders.change(participant=person, quantities={item.pk: 0}, at=now)

    assert person.pledges.get().quantity == 2


def test_leaving_takes_the_packs_out_and_leaving_again_changes_nothing(join, open_group_order, now):
    person = join(2)
    group_orders.withdraw(participant=person, at=now)
    group_orders.withdraw(participant=person, at=now + timedelta(minutes=1))

    assert person.withdrawn_at == now
    assert open_group_order.items.with_pledged().get().pledged == 0


def test_whoever_left_comes_back_with_new_pledges_only(join, open_group_order, now):
    group_orders.withdraw(participant=join(2), at=now)

    again = join(1)

    assert again.withdrawn_at is None and Participant.objects.get() == again
    assert open_group_order.items.with_pledged().get().pledged == 1


def test_whoever_left_cannot_change_but_join_again(join, item, now):
    person = group_orders.withdraw(participant=join(2), at=now)

    with pytest.raises(group_orders.Refused, match="您已退出"):
        group_orders.change(participant=person, quantities={item.pk: 1}, at=now)


@pytest.mark.parametrize("act", ["change", "withdraw"])
def test_nothing_changes_after_the_deadline(join, item, open_group_order, act):
    person = join(2)
    arguments = {"quantities": {item.pk: 5}} if act == "change" else {}

    with pytest.raises(group_orders.Refused, match="征集已截止"):
        getattr(group_orders, act)(participant=person, at=open_group_order.deadline_at, **arguments)

    person.refresh_from_db()
    assert (person.withdrawn_at, person.pledges.get().quantity) == (None, 2)


def test_an_account_is_remembered_when_it_is_the_persons_own(join):
    assert join(user=factories.UserFactory()).user is not None
