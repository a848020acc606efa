"""What goes wrong on the way, on the pages people look at: one supplier sold out, a link kept after leaving."""

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.collection import group_orders
from procurement.models import GroupOrder, LedgerEntry, PurchaseOrder
from tests import factories

from . import states
from .states import Status

PACKS = 12
NAMES = ("秭归脐橙 5kg/箱", "秭归绿茶 250g/盒", "宜君核桃 1kg/袋")


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def goods(db):
    """Three products of three suppliers."""
    return [factories.make_product(title=title, stock=50) for title in NAMES]


@pytest.fixture
def approved(unit, cast, goods):
    return states.bring(states.draft(unit, cast, goods), Status.APPROVED, cast)


@pytest.fixture
def press(client, cast):
    """Return a function that presses a step of a group order as its handler and follows to the page it leads to."""

    def press(name, group_order, data=None, by=None):
        client.force_login(by or cast.handler)
        address = reverse(f"unit:group_order_{name}", args=[group_order.unit.code, group_order.number])
        return client.post(address, data or {}, follow=True)

    return press


def stock_of(goods):
    return [product.stockrecords.get().num_allocated for product in goods]


def test_one_of_three_suppliers_sold_out_places_nothing_and_the_rest_goes_on_after_approval(
    press, approved, goods, cast
):
    goods[1].stockrecords.update(num_in_stock=PACKS - 1)

    missing = press("place", approved)

    assert missing.status_code == 409
    rows = [(record.product.title, wanted, left) for record, wanted, left in missing.context["shortages"]]
    assert rows == [(NAMES[1], PACKS, PACKS - 1)]
    assert "没有下单" in missing.text and "不要缺货的，其余继续" in missing.text
    assert not PurchaseOrder.objects.exists() and not LedgerEntry.objects.exists() and stock_of(goods) == [0, 0, 0]

    press("leave_out", approved, {"item": [item.pk for item in missing.context["left_out"]]})
    refused = press("place", approved)
    assert refused.status_code == 409 and not PurchaseOrder.objects.exists()

    press("submit", approved)
    press("approve", approved, {"seen": approved.moves.last().pk}, by=cast.approver)
    press("place", approved)

    placed = PurchaseOrder.objects.order_by("pk")
    assert [order.order.lines.get().title for order in placed] == [NAMES[0], NAMES[2]]
    assert [order.number for order in placed] == [f"{approved.number}-01", f"{approved.number}-02"]
    assert stock_of(goods) == [PACKS, 0, PACKS]
    assert "供应商缺货" in approved.items.get(is_dropped=True).note


def test_stock_that_came_in_again_is_placed_without_a_new_approval(press, approved, goods):
    goods[1].stockrecords.update(num_in_stock=PACKS - 1)
    assert press("place", approved).status_code == 409
    goods[1].stockrecords.update(num_in_stock=PACKS)

    press("place", approved)

    assert PurchaseOrder.objects.count() == 3


@pytest.mark.parametrize("step", ["place", "leave_out"])
def test_a_second_press_after_placing_changes_nothing(press, approved, step):
    press("place", approved)
    orders = set(PurchaseOrder.objects.values_list("pk", flat=True))

    press(step, approved, {"item": [approved.items.first().pk]})

    assert set(PurchaseOrder.objects.values_list("pk", flat=True)) == orders
    assert not approved.items.filter(is_dropped=True).exists()


@pytest.fixture
def left(unit, cast, goods, client):
    """Somebody who left a collection in which another person goes on."""
    group_order = states.bring(states.draft(unit, cast, goods[:1]), Status.OPEN, cast)
    person = states.join(group_order, 7, cast, number=1, name="退出的人")
    client.post(reverse("join:withdraw", args=[person.token]))
    return person


def test_the_link_of_somebody_who_left_shows_that_and_changes_nothing(client, left):
    item = left.group_order.items.get()

    shown = client.get(reverse("join:participant", args=[left.token]))
    changed = client.post(reverse("join:change", args=[left.token]), {f"quantity-{item.pk}": 9})

    assert shown.status_code == 200 and "您已退出" in shown.text
    assert "修改数量" not in shown.text and "重新参加" in shown.text
    assert changed.status_code == 409 and "您已退出" in changed.text
    left.refresh_from_db()
    assert left.withdrawn_at and left.pledges.get().quantity == 7


def test_what_somebody_who_left_wanted_is_neither_bought_nor_handed_out(client, left, cast):
    group_order = GroupOrder.objects.get(pk=left.group_order.pk)
    group_orders.close(group_order=group_order, by=cast.handler, at=timezone.now())
    client.force_login(cast.handler)

    pick_list = client.get(reverse("unit:pick_list", args=[group_order.unit.code, group_order.number]))
    own = client.get(reverse("join:participant", args=[left.token]))

    assert group_order.items.get().quantity == PACKS
    assert left.name not in pick_list.text
    assert own.status_code == 200 and "您已退出" in own.text and "重新参加" not in own.text
