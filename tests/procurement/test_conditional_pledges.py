"""Pledges that grow as the price falls: taken, changed, counted, settled, kept on record."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement.collection import demands, distribution, group_orders, progress, receipts, wishes
from procurement.models import Participant, Pledge, PledgeChange
from tests import factories

from . import states

HIGH, LOW = Decimal("56.30"), Decimal("54.50")


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def collecting(unit, cast, oranges):
    """Oranges at 58.00, from 20 on 56.30, from 50 on 54.50; 200 in stock."""
    return group_orders.open(group_order=states.draft(unit, cast, [oranges]), by=cast.handler, at=cast.at)


@pytest.fixture
def item(collecting):
    return collecting.items.get()


@pytest.fixture
def ask(collecting, item, cast):
    """Let one more person ask for packs at any price and, with ``totals``, packs in all at lower ones."""

    def ask(packs, totals=None, *, number=1, after=0):
        return group_orders.join(
            group_order=collecting,
            name=f"职工{number}",
            mobile=f"100900{number:05d}",
            quantities={item.pk: packs},
            totals={item.pk: totals or {}},
            at=cast.at + timedelta(minutes=after),
        )

    return ask


@pytest.fixture
def close(collecting, cast):
    return lambda: group_orders.close(group_order=collecting, by=cast.handler, at=cast.at)


def packs_of(person):
    return person.pledges.get().allotted


def test_more_is_bought_once_the_price_falls_to_what_was_named(ask, close, item):
    lucky, other = ask(10, {LOW: 35}), ask(15, number=2)
    close()

    item.refresh_from_db()
    assert (item.quantity, item.unit_price) == (50, LOW)
    assert (packs_of(lucky), packs_of(other)) == (35, 15)


def test_nothing_more_is_bought_while_the_price_stays_up(ask, close, item):
    careful, other = ask(10, {LOW: 34}), ask(15, number=2)
    close()

    item.refresh_from_db()
    assert (item.quantity, item.unit_price) == (25, HIGH)
    assert (packs_of(careful), packs_of(other)) == (10, 15)


def test_who_only_wanted_it_cheap_gets_none_and_is_told_why(ask, close, collecting):
    ask(10)
    picky = ask(0, {HIGH: 5}, number=2)
    close()

    choice = receipts.choices(picky, progress.of(collecting))[0]
    assert (packs_of(picky), choice.amount) == (0, Decimal(0))
    assert choice.sentences == ["价格没有降到 56.30 元，这次没有您的。"]
    assert [person.name for row in distribution.by_department(collecting) for person, _ in row.people] == ["职工1"]


def test_a_collection_in_which_all_wait_for_a_price_cannot_close(ask, close):
    ask(0, {LOW: 5})

    with pytest.raises(group_orders.Refused, match="都在等降价"):
        close()


def test_packs_the_unit_adds_may_reach_the_price_that_people_wait_for(ask, close, item, cast):
    person = ask(10, {LOW: 45})
    close()
    group_orders.decide(item=item, top_up=5, is_dropped=False, by=cast.handler, at=cast.at)

    item.refresh_from_db()
    assert (item.quantity, item.unit_price, packs_of(person)) == (50, LOW, 45)


people = st.lists(
    st.tuples(st.integers(1, 20), st.dictionaries(st.sampled_from([HIGH, LOW]), st.integers(20, 60))),
    min_size=1,
    max_size=5,
)


@given(asked=people, top_up=st.integers(0, 30), in_stock=st.integers(0, 150), data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_bought_is_what_everybody_gets_and_the_units_own(unit, cast, oranges, asked, top_up, in_stock, data):
    oranges.stockrecords.update(num_in_stock=in_stock)
    group_order = group_orders.open(group_order=states.draft(unit, cast, [oranges]), by=cast.handler, at=cast.at)
    item = group_order.items.get()
    for number, (packs, totals) in enumerate(asked):
        rising = {price: max(totals.get(price, 0), totals.get(HIGH, 0), packs) for price in totals}
        facts = {"name": str(number), "mobile": f"100900{number:05d}", "at": cast.at}
        group_orders.join(group_order=group_order, quantities={item.pk: packs}, totals={item.pk: rising}, **facts)
    group_orders.close(group_order=group_order, by=cast.handler, at=cast.at)
    group_orders.decide(item=item, top_up=top_up, is_dropped=False, by=cast.handler, at=cast.at)
    rule = data.draw(st.sampled_from(["PROPORTIONAL", "EQUAL", "FIRST_COME", ""]))
    if rule:
        packs = data.draw(st.integers(0, 200))
        with suppress(group_orders.Refused):
            group_orders.trim(item=item, packs=packs, rule=rule, by=cast.handler, at=cast.at)

    item.refresh_from_db()
    pledges = list(Pledge.objects.filter(item=item).prefetch_related("steps"))
    assert item.quantity == sum(pledge.allotted for pledge in pledges) + item.top_up
    for pledge in pledges:
        assert 0 <= pledge.allotted <= demands.of_pledge(pledge).at(item.unit_price)
    if not item.trim_rule:
        assert item.quantity - top_up == wishes.total(map(demands.of_pledge, pledges)).at(item.unit_price)


def test_the_words_on_the_way_count_those_who_wait_for_the_price(ask, collecting):
    ask(30, {LOW: 47})

    row = progress.of(collecting)[0]

    assert (row.quantity, row.unit_price) == (30, HIGH)
    assert row.tier_sentence == "若降到 54.50 元，大家共要 47 箱，还差 3 箱"
    assert row.goal == 33


def test_a_price_the_supplier_cannot_fill_is_not_dangled(ask, collecting, oranges):
    oranges.stockrecords.update(num_in_stock=40)
    ask(30)

    assert progress.of(collecting)[0].tier_sentence == "供应商现有 40 箱，到不了下一档价格"


@pytest.mark.parametrize("totals", [{LOW: 9}, {HIGH: 20, LOW: 15}])
def test_fewer_packs_at_a_lower_price_are_refused(ask, totals):
    with pytest.raises(group_orders.Refused, match="不能比价格高时少"):
        ask(10, totals)


@pytest.mark.parametrize(
    "totals", [{Decimal(0): 20}, {Decimal(-1): 20}, {LOW: group_orders.MAX_QUANTITY + 1}, {LOW: -5}]
)
def test_a_price_or_number_that_cannot_be_is_refused(ask, totals):
    with pytest.raises(group_orders.Refused):
        ask(10, totals)


def test_the_database_itself_refuses_more_than_was_asked_for(ask, close):
    person = ask(10)
    close()

    with pytest.raises(DatabaseError), transaction.atomic():
        person.pledges.update(allotted=11)


def test_asking_for_more_means_standing_in_the_queue_anew_but_for_less_does_not(ask, item, cast):
    person = ask(10)
    first = person.pledges.get().pledged_at
    later = cast.at + timedelta(minutes=5)

    group_orders.change(participant=person, quantities={item.pk: 8}, at=later)
    assert person.pledges.get().pledged_at == first
    group_orders.change(participant=person, quantities={item.pk: 8}, totals={item.pk: {LOW: 9}}, at=later)
    assert person.pledges.get().pledged_at == later


def test_every_change_is_kept_with_who_made_it(ask, item, cast):
    person = ask(10)
    group_orders.change(
        participant=person, quantities={item.pk: 10}, totals={item.pk: {LOW: 35}}, at=cast.at, by=cast.handler
    )
    group_orders.change(participant=person, quantities={item.pk: 10}, totals={item.pk: {LOW: 35}}, at=cast.at)
    group_orders.withdraw(participant=person, at=cast.at)
    group_orders.withdraw(participant=person, at=cast.at)
    ask(3)

    rows = PledgeChange.objects.order_by("pk")
    assert [(row.words, row.by) for row in rows] == [
        ("0 箱 → 10 箱", None),
        ("10 箱 → 10 箱，降到 54.50 元时共 35 箱", cast.handler),
        ("10 箱，降到 54.50 元时共 35 箱 → 0 箱", None),
        ("0 箱 → 3 箱", None),
    ]


@pytest.mark.parametrize("act", [lambda row: row.delete(), lambda row: PledgeChange.objects.update(by=None)])
def test_the_record_of_changes_is_never_edited(ask, act):
    ask(10)

    with pytest.raises(DatabaseError), transaction.atomic():
        act(PledgeChange.objects.get())


def test_reopening_takes_back_what_was_granted(ask, close, collecting, cast):
    person = ask(10)
    close()
    group_orders.reopen(group_order=collecting, deadline_at=cast.at + timedelta(days=2), by=cast.handler, at=cast.at)

    assert packs_of(person) is None and collecting.items.get().snapshot is None


def form(item, **changes):
    data = {"key": "k" * 22, "name": "李晓", "mobile": "10090000001", f"quantity-{item.pk}": 10}
    return {**data, f"total-{item.pk}-5450": 35, f"total-{item.pk}-5630": "", **changes}


def test_the_page_takes_more_at_a_lower_price_and_says_it_back(client, collecting, item):
    page = reverse("join:group_order", args=[collecting.join_token])
    assert "价格降了多要一些" in client.get(page).content.decode()

    shown = client.post(page, form(item), follow=True).content.decode()

    assert demands.of_item(item) == wishes.wish(10, {LOW: 35})
    assert "您填的是：10 箱，降到 54.50 元时共 35 箱" in shown and "580.00" in shown
    assert 'value="35"' in shown and "0 箱 → 10 箱，降到 54.50 元时共 35 箱" in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"total": "9"}, "不能少于 10"), ({"total": "-1"}, "不能小于 0"), ({"total": "x"}, "整数")],
)
def test_a_wrong_number_at_a_lower_price_says_so_and_keeps_the_boxes_open(client, collecting, item, changes, sentence):
    data = form(item) | {f"total-{item.pk}-5450": changes["total"]}

    response = client.post(reverse("join:group_order", args=[collecting.join_token]), data)

    shown = response.content.decode()
    assert response.status_code == 422 and sentence in shown
    assert '<details class="more fold" open' in shown and not Participant.objects.exists()


def test_only_a_wish_at_a_lower_price_is_a_wish_too(client, collecting, item):
    client.post(reverse("join:group_order", args=[collecting.join_token]), form(item, **{f"quantity-{item.pk}": 0}))

    assert demands.of_item(item) == wishes.wish(0, {LOW: 35})


def test_a_price_named_before_stays_when_the_supplier_changes_its_tiers(client, ask, item, oranges):
    person = ask(10, {LOW: 35})
    oranges.price_tiers.all().delete()

    shown = client.get(reverse("join:participant", args=[person.token])).content.decode()

    assert f'name="total-{item.pk}-5450"' in shown


def test_a_handler_who_changes_a_colleagues_pledge_is_named_to_both(client, ask, item, cast, collecting):
    person = ask(10)
    client.force_login(cast.handler)
    client.post(reverse("join:change", args=[person.token]), {f"quantity-{item.pk}": 4})
    client.logout()

    mine = client.get(reverse("join:participant", args=[person.token])).content.decode()
    assert "10 箱 → 4 箱" in mine and f"{cast.handler}登录办理" in mine and "凭链接办理" in mine
    client.force_login(cast.handler)
    desk = client.get(reverse("unit:group_order", args=[collecting.unit.code, collecting.number])).content.decode()
    assert "10 箱 → 4 箱" in desk and f"{cast.handler}登录办理" in desk


def test_other_members_do_not_see_who_changed_what(client, ask, member, collecting):
    ask(10)
    client.force_login(member)

    desk = client.get(reverse("unit:group_order", args=[collecting.unit.code, collecting.number])).content.decode()

    assert "认购变动记录" not in desk and "职工1" not in desk


def test_a_product_without_tiers_offers_no_lower_price(client, unit, cast):
    plain = factories.make_product(title="绿茶")
    group_order = group_orders.open(group_order=states.draft(unit, cast, [plain]), by=cast.handler, at=cast.at)

    page = client.get(reverse("join:group_order", args=[group_order.join_token])).content.decode()

    assert "价格降了多要一些" not in page
