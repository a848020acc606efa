"""Fewer packs than were asked for, minimums missed, and what a supplier changes after closing."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.collection import group_orders, progress, receipts, trimming
from procurement.models import GroupOrder, PurchaseOrder
from tests import factories

from . import states
from .states import Status

HIGH, LOW = Decimal("56.30"), Decimal("54.50")


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def tea(db):
    """A product of a second supplier."""
    return factories.make_product(title="秭归绿茶 250g/盒", price="118.00", unit="盒", stock=200)


@pytest.fixture
def closed(unit, cast, oranges, tea):
    """Three people want 30, 20 and 10 of oranges (54.50 from 50 on), the last 5 more at 54.50; 12 of tea each."""
    group_order = group_orders.open(group_order=states.draft(unit, cast, [oranges, tea]), by=cast.handler, at=cast.at)
    first, second = group_order.items.order_by("pk")
    for number, (packs, totals) in enumerate([(30, {}), (20, {}), (5, {LOW: 10})]):
        group_orders.join(
            group_order=group_order,
            name=f"职工{number}",
            mobile=f"100900{number:05d}",
            quantities={first.pk: packs, second.pk: 12},
            totals={first.pk: totals},
            at=cast.at,
        )
    return group_orders.close(group_order=group_order, by=cast.handler, at=cast.at)


@pytest.fixture
def item(closed):
    return closed.items.order_by("pk").first()


@pytest.fixture
def trim(item, cast):
    return lambda packs, rule="PROPORTIONAL": group_orders.trim(
        item=item, packs=packs, rule=rule, by=cast.handler, at=cast.at
    )


def gets(item):
    return list(item.pledges.order_by("participant").values_list("allotted", flat=True))


def approved(group_order, cast):
    group_orders.submit(group_order=group_order, by=cast.handler, at=cast.at)
    return group_orders.approve(group_order=group_order, by=cast.approver, at=cast.at)


def raise_price(product, tier=LOW, to="55.00"):
    product.price_tiers.filter(price=tier).update(price=to)


@pytest.mark.parametrize(
    ("rule", "shares"),
    [("PROPORTIONAL", [27, 18, 9]), ("EQUAL", [24, 20, 10]), ("FIRST_COME", [30, 20, 4])],
)
def test_packs_are_shared_out_by_the_rule_and_the_price_stays(trim, item, rule, shares):
    trim(54, rule)

    item.refresh_from_db()
    assert gets(item) == shares
    assert (item.quantity, item.unit_price, item.trim_rule) == (54, LOW, rule)


def test_below_a_tier_nobody_gets_what_was_wanted_only_at_its_price(trim, item):
    trim(44, "FIRST_COME")

    item.refresh_from_db()
    assert (item.unit_price, gets(item)) == (HIGH, [30, 14, 0])
    trim(55 - 6, "EQUAL")
    assert gets(item) == [24, 20, 5]


@pytest.mark.parametrize(("packs", "words"), [(61, "一共只要 60"), (200, "一共只要 60")])
def test_more_than_is_wanted_at_the_price_cannot_be_shared_out(trim, item, packs, words):
    with pytest.raises(group_orders.Refused, match=words):
        trim(packs)

    assert gets(item) == [30, 20, 10]


def test_the_units_own_packs_are_not_shared_out(trim, item, cast):
    group_orders.decide(item=item, top_up=4, is_dropped=False, by=cast.handler, at=cast.at)
    trim(54, "EQUAL")

    assert gets(item) == [20, 20, 10]
    with pytest.raises(group_orders.Refused, match="单位自己补足 4 箱"):
        trim(3)


def test_single_people_may_be_given_more_or_less_and_the_record_names_them(trim, item, closed, cast):
    trim(54)
    rows = {pledge.participant.name: pledge.pk for pledge in item.pledges.select_related("participant")}

    changed = {rows["职工0"]: 25, rows["职工1"]: 20}
    group_orders.adjust(item=item, gets=changed, by=cast.handler, at=cast.at)

    item.refresh_from_db()
    assert gets(item) == [25, 20, 9] and item.trim_rule == "BY_HAND"
    assert "职工0 27 → 25，职工1 18 → 20" in closed.moves.last().reason


@pytest.mark.parametrize(("packs", "words"), [(11, "须在 0 到 10 之间"), (-1, "须在 0 到")])
def test_nobody_is_given_more_than_they_want_or_less_than_nothing(trim, item, cast, packs, words):
    trim(54)
    last = item.pledges.order_by("participant").last()

    with pytest.raises(group_orders.Refused, match=words):
        group_orders.adjust(item=item, gets={last.pk: packs}, by=cast.handler, at=cast.at)


def test_taking_so_much_that_the_price_rises_is_refused_while_somebody_holds_packs_they_wanted_only_cheap(item, cast):
    first = item.pledges.order_by("participant").first()

    with pytest.raises(group_orders.Refused, match="职工2的数量须在 0 到 5 之间"):
        group_orders.adjust(item=item, gets={first.pk: 10}, by=cast.handler, at=cast.at)


def test_everybody_may_have_back_what_they_asked_for(trim, item, cast):
    trim(54)
    group_orders.restore(item=item, by=cast.handler, at=cast.at)

    item.refresh_from_db()
    assert (gets(item), item.trim_rule, item.quantity) == ([30, 20, 10], "", 60)


def test_nothing_is_shared_out_while_an_approver_looks(trim, closed, cast):
    group_orders.submit(group_order=closed, by=cast.handler, at=cast.at)

    with pytest.raises(group_orders.Refused, match="只有已截止或被退回"):
        trim(54)


def test_what_is_not_bought_is_not_shared_out(trim, item, cast):
    group_orders.decide(item=item, top_up=0, is_dropped=True, by=cast.handler, at=cast.at)

    assert gets(item) == [0, 0, 0]
    with pytest.raises(group_orders.Refused, match="不采购"):
        trim(54)


def test_the_largest_total_respects_stock_multiple_and_minimum(item, oranges):
    oranges.stockrecords.update(num_in_stock=47)
    type(oranges.dossier).objects.filter(product=oranges).update(order_multiple=6, min_order_quantity=12)
    item = type(item).objects.get(pk=item.pk)

    assert (trimming.bounds(item).suggested, trimming.bounds(item).suggested_price) == (42, HIGH)


def test_each_is_told_what_they_get_and_why(trim, item, closed):
    trim(54)
    person = closed.participants.get(name="职工0")

    choice = receipts.choices(person, progress.of(closed))[0]

    assert choice.sentences == ["大家共要 60 箱，只能分 54 箱，按比例分配。", "您想要 30 箱，分得 27 箱。"]


def test_a_missed_minimum_of_the_unit_may_be_waived_but_not_the_suppliers(closed, item, cast, oranges):
    closed.items.filter(pk=item.pk).update(min_quantity=80)
    with pytest.raises(group_orders.Refused, match="80 箱起订，还差 20 箱"):
        group_orders.submit(group_order=closed, by=cast.handler, at=cast.at)
    facts = {"top_up": 0, "is_dropped": False, "by": cast.handler, "at": cast.at}
    group_orders.decide(item=item, is_minimum_waived=True, note="天气转凉，先买这些", **facts)
    type(oranges.dossier).objects.filter(product=oranges).update(min_order_quantity=70)
    assert [words for _, words in group_orders.problems(closed)] == ["70 箱起订，还差 10 箱。"]
    type(oranges.dossier).objects.filter(product=oranges).update(min_order_quantity=1)

    assert group_orders.submit(group_order=closed, by=cast.handler, at=cast.at).is_submitted
    told = receipts.choices(closed.participants.first(), progress.of(closed))[0].sentences
    assert told == ["没有达到单位原定的 80 箱，单位决定照常采购。", "经办人说明：天气转凉，先买这些"]


def test_a_dropped_product_tells_its_people_why(closed, item, cast):
    closed.items.filter(pk=item.pk).update(min_quantity=80)
    group_orders.decide(item=item, top_up=0, is_dropped=True, by=cast.handler, at=cast.at)

    told = receipts.choices(closed.participants.first(), progress.of(closed))[0].sentences
    assert told[0] == "大家共要 55 箱，没有达到 80 箱，这次不采购。"


def test_a_dearer_price_is_neither_submitted_nor_placed_until_it_is_accepted(closed, item, cast, oranges):
    raise_price(oranges)
    with pytest.raises(group_orders.Refused, match=r"单价 54\.50 → 55\.00"):
        group_orders.submit(group_order=closed, by=cast.handler, at=cast.at)
    raise_price(oranges, Decimal("55.00"), LOW)
    approved(closed, cast)
    raise_price(oranges)

    with pytest.raises(group_orders.Refused, match=r"单价 54\.50 → 55\.00"):
        group_orders.place(group_order=closed, by=cast.handler, at=cast.at)

    assert not PurchaseOrder.objects.exists() and GroupOrder.objects.get().is_approved


def test_accepting_a_dearer_price_counts_wishes_anew_and_needs_approval_anew(closed, item, cast, oranges):
    approved(closed, cast)
    raise_price(oranges)

    group_orders.accept_terms(item=item, by=cast.handler, at=cast.at)

    item.refresh_from_db()
    assert (item.unit_price, item.quantity, gets(item)) == (Decimal("55.00"), 55, [30, 20, 5])
    assert GroupOrder.objects.get().is_returned
    approved(closed, cast)
    assert len(group_orders.place(group_order=closed, by=cast.handler, at=cast.at)) == 2


def test_a_decision_keeps_the_frozen_price_when_the_supplier_raised_his(closed, item, cast, oranges):
    raise_price(oranges)
    group_orders.decide(item=item, top_up=3, is_dropped=False, by=cast.handler, at=cast.at)

    item.refresh_from_db()
    assert (item.unit_price, item.quantity) == (LOW, 63)


def test_a_lower_price_hinders_nothing_and_is_taken_only_when_asked(closed, item, cast, oranges):
    raise_price(oranges, to="50.00")
    group_orders.submit(group_order=closed, by=cast.handler, at=cast.at)
    group_orders.recall(group_order=closed, by=cast.handler, at=cast.at)
    item.refresh_from_db()
    assert item.unit_price == LOW

    group_orders.accept_terms(item=item, by=cast.handler, at=cast.at)

    item.refresh_from_db()
    assert item.unit_price == Decimal("50.00")


def test_a_placed_order_pays_the_frozen_price_though_it_fell(closed, cast, oranges):
    approved(closed, cast)
    raise_price(oranges, to="50.00")

    placed = group_orders.place(group_order=closed, by=cast.handler, at=cast.at)

    prices = {line.unit_price_incl_tax for order in placed for line in order.order.lines.all()}
    assert prices == {LOW, Decimal("118.00")}


@pytest.mark.parametrize(
    ("field", "value", "words"), [("spec", "4.5kg/箱", "规格 5kg/箱 → 4.5kg/箱"), ("unit", "盒", "计量单位")]
)
def test_other_goods_than_were_pledged_for_are_shown_old_and_new(closed, cast, oranges, field, value, words):
    type(oranges.dossier).objects.filter(product=oranges).update(**{field: value})

    with pytest.raises(group_orders.Refused, match=words):
        group_orders.submit(group_order=closed, by=cast.handler, at=cast.at)


def test_going_on_without_a_product_needs_approval_anew(closed, item, cast):
    approved(closed, cast)

    group_orders.leave_out(group_order=closed, items=[item], by=cast.handler, at=cast.at)

    item.refresh_from_db()
    assert item.is_dropped and GroupOrder.objects.get().is_returned
    approved(closed, cast)
    assert len(group_orders.place(group_order=closed, by=cast.handler, at=cast.at)) == 1


def test_going_on_without_anything_is_refused_and_leaves_the_approval(closed, cast):
    approved(closed, cast)

    with pytest.raises(group_orders.Refused, match="没有可采购的商品"):
        group_orders.leave_out(group_order=closed, items=list(closed.items.all()), by=cast.handler, at=cast.at)

    assert GroupOrder.objects.get().is_approved


def test_a_placed_order_takes_no_new_terms(closed, item, cast):
    approved(closed, cast)
    group_orders.place(group_order=closed, by=cast.handler, at=cast.at)

    for act in (
        lambda: group_orders.accept_terms(item=item, by=cast.handler, at=cast.at),
        lambda: group_orders.leave_out(group_order=closed, items=[item], by=cast.handler, at=cast.at),
    ):
        with pytest.raises(group_orders.Refused):
            act()


def address(name, group_order, *more):
    return reverse(f"unit:{name}", args=[group_order.unit.code, group_order.number, *more])


def page(response):
    return response.content.decode()


def test_the_page_shares_out_adjusts_and_restores(client, closed, item, cast):
    client.force_login(cast.handler)
    allot = address("group_order_allot", closed, item.pk)
    assert "最多可以买 60 箱" in page(client.get(allot))

    shared = client.post(allot, {"packs": 54, "rule": "EQUAL"}, follow=True)
    assert "已分配" in page(shared) and gets(item) == [24, 20, 10]
    form = {f"packs-{pledge.pk}": pledge.allotted for pledge in item.pledges.all()}
    first = f"packs-{item.pledges.order_by('participant').first().pk}"
    adjusted = client.post(address("group_order_adjust", closed, item.pk), form | {first: 22}, follow=True)
    assert "调整已保存" in page(adjusted) and gets(item) == [22, 20, 10]
    refused = client.post(address("group_order_adjust", closed, item.pk), form | {first: 31})
    assert refused.status_code == 409 and "须在 0 到 30 之间" in page(refused)
    client.post(address("group_order_restore", closed, item.pk))
    assert gets(item) == [30, 20, 10]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"packs": "", "rule": "EQUAL"}, 422),
        ({"packs": "x", "rule": "EQUAL"}, 422),
        ({"packs": -1, "rule": "EQUAL"}, 422),
        ({"packs": 54}, 422),
        ({"packs": 54, "rule": "BY_HAND"}, 422),
        ({"packs": 54, "rule": "LOTTERY"}, 422),
        ({"packs": 99, "rule": "EQUAL"}, 409),
    ],
)
def test_a_wrong_share_out_says_so_and_changes_nothing(client, closed, item, cast, data, status):
    client.force_login(cast.handler)

    assert client.post(address("group_order_allot", closed, item.pk), data).status_code == status
    assert gets(item) == [30, 20, 10]


NAMES = ["group_order_allot", "group_order_adjust", "group_order_restore", "group_order_accept_terms"]


@pytest.mark.parametrize("name", NAMES)
def test_deciding_is_for_the_units_own_handler(client, closed, item, member, approver, stranger_handler, name):
    target = address(name, closed, item.pk)
    for person, status in ((member, 403), (approver, 403), (stranger_handler, 404)):
        client.force_login(person)
        assert client.post(target).status_code == status
    client.logout()
    assert client.post(target).url.startswith(reverse("user:login"))


@pytest.mark.parametrize("name", [*NAMES[1:], "group_order_leave_out"])
def test_deciding_needs_a_post(client, closed, item, cast, name):
    client.force_login(cast.handler)
    more = [] if name == "group_order_leave_out" else [item.pk]

    assert client.get(address(name, closed, *more)).status_code == 405


def test_an_item_of_another_group_order_cannot_be_shared_out(client, closed, unit, cast, oranges):
    other = states.bring(states.draft(unit, cast, [oranges]), Status.CLOSED, cast)
    client.force_login(cast.handler)

    for name in NAMES:
        assert client.post(address(name, closed, other.items.get().pk)).status_code == 404
    assert client.post(address("group_order_leave_out", closed), {"item": other.items.get().pk}).status_code == 404


def test_the_share_out_page_leads_away_once_it_is_submitted(client, closed, item, cast):
    group_orders.submit(group_order=closed, by=cast.handler, at=cast.at)
    client.force_login(cast.handler)

    response = client.get(address("group_order_allot", closed, item.pk), follow=True)

    assert "只有已截止或被退回" in page(response)


def test_the_page_shows_what_changed_and_takes_the_decision(client, closed, item, cast, oranges):
    raise_price(oranges)
    client.force_login(cast.handler)

    shown = page(client.get(address("group_order", closed)))
    assert "<del>54.50</del>" in shown and "<ins>55.00</ins>" in shown and "提交审批" not in shown.split("steps")[-1]
    accepted = client.post(address("group_order_accept_terms", closed, item.pk), follow=True)

    assert "单价 54.50 → 55.00 元" in page(accepted)
    item.refresh_from_db()
    assert item.unit_price == Decimal("55.00")


def test_a_lower_price_is_offered_on_the_page(client, closed, cast, oranges):
    raise_price(oranges, to="50.00")
    client.force_login(cast.handler)

    shown = page(client.get(address("group_order", closed)))

    assert "现在更便宜" in shown and "改用新价" in shown and "确认提交审批" in shown


def test_out_of_stock_offers_to_go_on_without_it(client, closed, item, cast, oranges):
    approved(closed, cast)
    oranges.stockrecords.update(num_in_stock=5)
    client.force_login(cast.handler)

    missing = client.post(address("group_order_place", closed))
    assert missing.status_code == 409 and "不要缺货的，其余继续" in page(missing)
    assert list(missing.context["left_out"]) == [item] and not PurchaseOrder.objects.exists()
    went_on = client.post(address("group_order_leave_out", closed), {"item": item.pk}, follow=True)

    assert "重新提交审批" in page(went_on)
    assert GroupOrder.objects.get().is_returned


def test_when_everything_is_out_of_stock_there_is_nothing_to_go_on_with(client, closed, cast, oranges, tea):
    approved(closed, cast)
    for product in (oranges, tea):
        product.stockrecords.update(num_in_stock=1)
    client.force_login(cast.handler)

    assert "不要缺货的，其余继续" not in page(client.post(address("group_order_place", closed)))


@pytest.mark.parametrize("posted", [["x"], ["²"], ["9" * 30], []])
def test_leaving_out_nothing_or_nonsense_changes_no_product(client, closed, cast, posted):
    client.force_login(cast.handler)

    client.post(address("group_order_leave_out", closed), {"item": posted})

    assert not closed.items.filter(is_dropped=True).exists()


def test_the_share_out_page_takes_the_same_queries_for_5_as_for_50(client, unit, cast, oranges):
    counts = []
    client.force_login(cast.handler)
    for size in (5, 50):
        group_order = states.bring(states.draft(unit, cast, [oranges]), Status.OPEN, cast)
        for number in range(1, size):
            states.join(group_order, 1, cast, number=number)
        group_orders.close(group_order=group_order, by=cast.handler, at=cast.at)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("group_order_allot", group_order, group_order.items.get().pk))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 25
