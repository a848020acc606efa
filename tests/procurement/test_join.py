"""The link on a phone: join without an account, the personal page, what nobody else may see."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.collection import group_orders
from procurement.models import GroupOrder, Participant
from tests import factories

from . import states

KEY = "k" * 22


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def collecting(unit, cast, oranges):
    return group_orders.open(group_order=states.draft(unit, cast, [oranges]), by=cast.handler, at=cast.at)


@pytest.fixture
def item(collecting):
    return collecting.items.get()


@pytest.fixture
def address(collecting):
    return reverse("join:group_order", args=[collecting.join_token])


@pytest.fixture
def post(client, address, item):
    def post(packs=2, **changes):
        data = {"key": KEY, "name": "李晓", "mobile": "10090000001", "department": "内科"}
        return client.post(address, {**data, f"quantity-{item.pk}": packs, **changes})

    return post


def page(response):
    return response.content.decode()


def overdue(group_order):
    GroupOrder.objects.filter(pk=group_order.pk).update(deadline_at=timezone.now() - timedelta(minutes=1))


def test_the_page_shows_what_can_be_had_with_nothing_chosen(client, address, item):
    response = client.get(address)

    assert response.status_code == 200
    assert "秭归脐橙" in page(response) and "还差 20 箱，每箱降到 56.30 元" in page(response)
    assert response.context["form"].quantity_field(item).value() == 0
    assert "no-store" in response["Cache-Control"]


def test_joining_leads_to_a_personal_page_with_a_receipt(client, post, item):
    response = post(2)
    person = Participant.objects.get()

    assert response.status_code == 302
    assert response.url == reverse("join:participant", args=[person.token])
    receipt = page(client.get(response.url))
    assert "认购已登记" in receipt and "116.00" in receipt and "100****0001" in receipt
    assert "10090000001" not in receipt


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"packs": 0}, "请至少选择一种商品"),
        ({"packs": ""}, "请至少选择一种商品"),
        ({"packs": -1}, "数量不能小于 0"),
        ({"packs": "1.5"}, "请填写整数"),
        ({"packs": 100001}, "数量不能超过"),
        ({"name": " "}, "请填写姓名"),
        ({"mobile": "12345"}, "请填写 11 位手机号"),
        ({"key": ""}, "页面已失效"),
    ],
)
def test_a_form_filled_in_wrongly_says_how_and_joins_nobody(post, changes, sentence):
    response = post(**changes)

    assert response.status_code == 422
    assert sentence in page(response)
    assert not Participant.objects.exists()


@pytest.mark.parametrize("mobile", ["100 9000 0001", "+86 10090000001", "１００９００００００１", "100-9000-0001"])
def test_a_mobile_is_taken_as_people_write_it(post, mobile):
    post(mobile=mobile)

    assert Participant.objects.get().mobile == "10090000001"


def test_a_double_click_joins_once(client, post):
    first, second = post(), post()

    assert first.url == second.url
    assert "没有重复登记" in page(client.get(second.url))
    assert Participant.objects.count() == 1


def test_the_same_mobile_on_another_phone_learns_nothing_but_to_use_its_own_link(post, address, item):
    post(name="张三丰")
    token = Participant.objects.get().token
    stranger = Client()
    refused = stranger.post(
        address, {"key": "x" * 22, "name": "冒名", "mobile": "10090000001", f"quantity-{item.pk}": 1}
    )

    for shown in (page(stranger.get(address)), page(refused), page(stranger.get(f"{address}live/"))):
        assert "张三丰" not in shown and token not in shown
        assert "100****0001" not in shown and "内科" not in shown
    assert refused.status_code == 409 and "请用您的专属链接修改" in page(refused)


def test_a_pledge_after_closing_answers_409_on_the_closed_page(post, collecting, cast):
    states.join(collecting, 5, cast)
    group_orders.close(group_order=collecting, by=cast.handler, at=timezone.now())

    response = post()

    assert response.status_code == 409
    assert "征集已截止，共 1 人参加" in page(response) and "提交认购" not in page(response)
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("packs", [2, 0])
def test_a_pledge_after_the_deadline_answers_409(post, collecting, packs):
    overdue(collecting)

    response = post(packs)

    assert response.status_code == 409
    assert "征集时间已过" in page(response)
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("status", "sentence"), [(GroupOrder.Status.DRAFT, "还没有开始"), (GroupOrder.Status.CANCELLED, "已取消")]
)
def test_before_and_instead_of_a_collection_the_page_says_so(client, address, collecting, status, sentence):
    GroupOrder.objects.filter(pk=collecting.pk).update(status=status)

    assert sentence in page(client.get(address))


@pytest.mark.parametrize("name", ["group_order", "live", "participant"])
def test_an_unknown_link_is_not_found(client, db, name):
    response = client.get(reverse(f"join:{name}", args=["nobodyknowsthis"]))

    assert response.status_code == 404
    assert "找不到这一页" in page(response)


@pytest.mark.parametrize(("name", "method"), [("live", "post"), ("participant", "post"), ("change", "get")])
def test_the_wrong_method_is_refused(client, post, collecting, name, method):
    post()
    token = collecting.join_token if name == "live" else Participant.objects.get().token

    assert getattr(client, method)(reverse(f"join:{name}", args=[token])).status_code == 405


def test_leaving_needs_a_post(client, post):
    post()
    address = reverse("join:withdraw", args=[Participant.objects.get().token])

    assert client.get(address).status_code == 405


def test_the_personal_page_changes_and_leaves(client, post, item):
    post(2)
    token = Participant.objects.get().token
    change, leave = (reverse(f"join:{name}", args=[token]) for name in ("change", "withdraw"))

    changed = client.post(change, {f"quantity-{item.pk}": 6}, follow=True)
    left = client.post(leave, follow=True)
    again = client.post(leave, follow=True)

    assert "已修改" in page(changed) and "348.00" in page(changed)
    assert "您已退出" in page(left) and "没有重复办理" in page(again)


@pytest.mark.parametrize(("packs", "sentence"), [(0, "不想参加了"), (-3, "数量不能小于 0")])
def test_a_wrong_change_keeps_what_was_there(client, post, item, packs, sentence):
    post(2)
    person = Participant.objects.get()

    response = client.post(reverse("join:change", args=[person.token]), {f"quantity-{item.pk}": packs})

    assert response.status_code == 422 and sentence in page(response)
    assert person.pledges.get().quantity == 2
    assert reverse("join:participant", args=[person.token]) in page(response), "the link to keep is the page's own"


@pytest.mark.parametrize(("name", "packs"), [("change", 5), ("change", 0), ("withdraw", None)])
def test_nothing_changes_on_the_personal_page_after_the_deadline(client, post, item, collecting, name, packs):
    post(2)
    person = Participant.objects.get()
    overdue(collecting)

    response = client.post(reverse(f"join:{name}", args=[person.token]), {f"quantity-{item.pk}": packs or 0})

    person.refresh_from_db()
    assert response.status_code == 409 and "征集已截止，不能再认购或修改" in page(response)
    assert (person.withdrawn_at, person.pledges.get().quantity) == (None, 2)
    assert "保存修改" not in page(response)


def test_whoever_left_comes_back_through_the_own_link(client, post, address, item):
    post(2)
    person = Participant.objects.get()
    client.post(reverse("join:withdraw", args=[person.token]))

    form = client.get(f"{address}?again={person.token}").context["form"]
    response = client.post(address, {**form.initial, f"quantity-{item.pk}": 1})

    assert form.initial["name"] == "李晓"
    assert response.url == reverse("join:participant", args=[person.token])


def test_a_member_with_an_account_finds_the_own_name_filled_in(client, address, member):
    client.force_login(member)

    assert client.get(address).context["form"].initial["mobile"] == member.mobile


def test_a_members_own_pledge_is_found_on_any_device(client, post, member, address):
    client.force_login(member)
    post(mobile=member.mobile)
    client.logout()
    client.force_login(member)

    assert "已经参加" in page(client.get(address))


def test_the_result_is_told_with_the_price_that_all_reached(client, post, collecting, cast):
    post(2)
    token = Participant.objects.get().token
    states.join(collecting, 20, cast, number=5)
    group_orders.close(group_order=collecting, by=cast.handler, at=timezone.now())

    shown = page(client.get(reverse("join:participant", args=[token])))

    assert "我的认购结果" in shown and "112.60" in shown and "保存修改" not in shown


def test_the_live_part_swaps_each_product_and_stops_when_it_is_over(client, collecting):
    address = reverse("join:live", args=[collecting.join_token])
    while_open = client.get(address)
    overdue(collecting)
    over = client.get(address)

    assert (while_open.status_code, over.status_code) == (200, 286)
    assert len(re.findall("hx-swap-oob", page(while_open))) == 2
    assert "征集刚刚截止" in page(over) and "征集刚刚截止" not in page(while_open)


@pytest.mark.parametrize("name", ["group_order", "live", "participant"])
def test_the_pages_take_the_same_queries_for_5_as_for_50(client, unit, cast, name):
    counts = []
    for size in (5, 50):
        products = [factories.make_product(tiers=[(5, "50.00")]) for _ in range(size)]
        group_order = group_orders.open(group_order=states.draft(unit, cast, products), by=cast.handler, at=cast.at)
        people = [states.join(group_order, 1, cast, number=number) for number in range(size // 5)]
        token = people[0].token if name == "participant" else group_order.join_token
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"join:{name}", args=[token])).status_code in (200, 286)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 15
