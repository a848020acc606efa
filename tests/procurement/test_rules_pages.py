"""What a handler settles before collecting, many products at once, the poster and the QR code."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from procurement.collection import direct_orders, drafts, group_orders
from procurement.models import Access, GroupOrder, Purpose
from tests import factories

from . import states
from .test_group_order_pages import DETAILS

DAY = localtime() + timedelta(days=5)
RULES = {
    "purpose": "CANTEEN",
    "access": "CODE",
    "budget_amount": "300",
    "pack_limit": "4",
    "min_quantity": "60",
    "delivery_from_on": f"{DAY:%Y-%m-%d}",
    "delivery_to_on": f"{DAY + timedelta(days=2):%Y-%m-%d}",
}


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def draft(unit, cast, oranges):
    return states.draft(unit, cast, [oranges])


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.handler)
    return client


def page(response):
    return response.content.decode()


def address(group_order, name):
    return reverse(f"unit:{name}", args=[group_order.unit.code, group_order.number])


def test_the_rules_are_kept_shown_and_told_to_those_who_join(client, unit, desk, oranges):
    desk.post(f"{reverse('unit:group_order_new', args=[unit.code])}?product={oranges.pk}", DETAILS | RULES)
    made = GroupOrder.objects.get()
    desk.post(address(made, "group_order_open"))

    shown = page(desk.get(address(made, "group_order")))
    joining = page(desk.get(reverse("join:group_order", args=[made.join_token])))

    assert (made.purpose, made.access, made.min_quantity) == (Purpose.CANTEEN, Access.CODE, 60)
    window = f"{DAY:%Y-%m-%d} 至 {DAY + timedelta(days=2):%Y-%m-%d}"
    for words in ("食堂", window, "每人预算 300.00 元，每人最多 4 件"):
        assert words in shown and words in joining
    assert "有链接并知道口令的人" in shown and made.join_code[:3] in shown
    assert "总共满 60 件才采购，还差 60 件" in joining


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"purpose": ""}, "请选择用途"),
        ({"access": ""}, "请选择谁可以参加"),
        ({"budget_amount": "0"}, "请填写大于 0 的金额"),
        ({"budget_amount": "1.234"}, "最多两位小数"),
        ({"budget_amount": "x"}, "请填写数字"),
        ({"pack_limit": "0"}, "请填写 1 或更多"),
        ({"min_quantity": "-1"}, "请填写 1 或更多"),
        ({"delivery_from_on": "2026-13-01"}, "请填写正确的日期"),
        ({"delivery_to_on": f"{DAY - timedelta(days=1):%Y-%m-%d}"}, "最晚送达不能早于最早送达"),
        ({"delivery_from_on": "", "delivery_to_on": f"{localtime():%Y-%m-%d}"}, "不能早于征集的截止日期"),
    ],
)
def test_rules_filled_in_wrongly_say_how(unit, desk, changes, sentence):
    response = desk.post(reverse("unit:group_order_new", args=[unit.code]), DETAILS | RULES | changes)

    assert response.status_code == 422 and sentence in page(response)
    assert not GroupOrder.objects.exists()


def test_the_form_to_change_shows_what_was_settled(unit, desk):
    desk.post(reverse("unit:group_order_new", args=[unit.code]), DETAILS | RULES)
    made = GroupOrder.objects.get()
    edit = address(made, "group_order_edit")

    form = desk.get(edit).context["form"]
    desk.post(edit, DETAILS | {"access": "LINK"})

    assert {name: str(form[name].value()) for name in RULES} == RULES | {"budget_amount": "300.00"}
    made.refresh_from_db()
    assert (made.budget_amount, made.pack_limit, made.min_quantity, made.join_code) == (None, None, 0, "")


def test_all_of_a_region_is_put_in_at_once(desk, draft, oranges):
    here = [factories.make_product(title=f"秭归茶 {number}") for number in range(3)]
    far = factories.SupplierFactory(profile__region=factories.RegionFactory(code="632701", name="玉树市"))
    factories.make_product(far, title="黑青稞")
    put_all = address(draft, "group_order_put_all")

    refused = desk.post(put_all, follow=True)
    done = desk.post(f"{put_all}?region=zigui", follow=True)
    again = desk.post(f"{put_all}?region=zigui&q=茶", follow=True)

    assert "请先选一个地区" in page(refused)
    assert "加入 3 种商品" in page(done) and "都已在单里" in page(again)
    assert {item.product for item in draft.items.all()} == {oranges, *here}
    assert done.redirect_chain[0][0].endswith("?region=zigui")


def test_too_many_at_once_are_refused_whole(desk, draft, monkeypatch):
    monkeypatch.setattr(drafts, "MAX_ITEMS", 3)
    for _ in range(3):
        factories.make_product()

    response = desk.post(f"{address(draft, 'group_order_put_all')}?region=zigui", follow=True)

    assert "已有 1 种，这次要加 3 种" in page(response)
    assert draft.items.count() == 1


def test_the_products_of_an_earlier_group_order_come_as_far_as_they_can_be_had(desk, unit, draft, cast, oranges):
    tea, gone = factories.make_product(title="茶"), factories.make_product(title="停产的酱")
    earlier = states.draft(unit, cast, [oranges, tea, gone], title="去年慰问")
    type(gone).objects.filter(pk=gone.pk).update(is_public=False)
    assert "去年慰问" in page(desk.get(address(draft, "group_order_products")))

    response = desk.post(address(draft, "group_order_put_earlier"), {"earlier": earlier.number}, follow=True)

    assert "加入 1 种商品" in page(response) and "没有加入：停产的酱" in page(response)
    assert {item.product for item in draft.items.all()} == {oranges, tea}


def test_another_units_group_order_is_no_source(desk, draft, stranger_handler, cast, oranges):
    other = states.draft(stranger_handler.memberships.get().unit, cast, [oranges])

    put = address(draft, "group_order_put_earlier")
    assert desk.post(put, {"earlier": other.number}).status_code == 404
    assert desk.post(put, {"earlier": draft.number}).status_code == 404


def test_all_products_are_taken_out_at_once(desk, draft):
    assert "已全部移除" in page(desk.post(address(draft, "group_order_clear"), follow=True))
    assert not draft.items.exists()


@pytest.mark.parametrize("name", ["group_order_put_all", "group_order_put_earlier", "group_order_clear"])
def test_nothing_is_put_in_or_out_once_it_collects(desk, draft, cast, name):
    earlier = states.draft(draft.unit, cast, [factories.make_product()])
    group_orders.open(group_order=draft, by=cast.handler, at=cast.at)

    response = desk.post(f"{address(draft, name)}?region=zigui", {"earlier": earlier.number}, follow=True)

    assert "不能再" in page(response)
    assert draft.items.count() == 1


@pytest.mark.parametrize(
    "name", ["group_order_put_all", "group_order_put_earlier", "group_order_clear", "poster", "qr_code"]
)
def test_only_the_units_handlers_do_so(client, draft, member, stranger_handler, name):
    send = "get" if name in ("poster", "qr_code") else "post"
    for person, status in ((member, 403), (stranger_handler, 404)):
        client.force_login(person)
        assert getattr(client, send)(address(draft, name)).status_code == status
    assert getattr(client, "post" if send == "get" else "get")(address(draft, name)).status_code == 405


def test_the_poster_says_what_when_and_how_and_keeps_the_code_unless_asked(desk, draft):
    GroupOrder.objects.filter(pk=draft.pk).update(access=Access.CODE, join_code="382917", status="OPEN")

    without, with_code = desk.get(address(draft, "poster")), desk.get(f"{address(draft, 'poster')}?code=1")

    for words in ("春节慰问", "秭归脐橙", "58.00", "量多可降到 54.50 元", "自愿参加", "data:image/svg+xml"):
        assert words in page(without)
    assert "382 917" not in page(without) and "请问经办人" in page(without)
    assert "382 917" in page(with_code)


def test_the_qr_code_is_a_picture_to_send(desk, draft):
    response = desk.get(address(draft, "qr_code"))

    assert response["Content-Type"] == "image/png" and response.content.startswith(b"\x89PNG")
    assert draft.number in response["Content-Disposition"]


def test_a_direct_order_has_no_poster(desk, unit, cast, oranges):
    direct = direct_orders.create(
        unit=unit,
        title="办公用品",
        fund_source="ADMINISTRATION",
        delivery=("测试路 1 号", "收货人", "10000000000"),
        packs=[(oranges, 2)],
        by=cast.handler,
        at=cast.at,
        token="d" * 22,
    )

    assert desk.get(address(direct, "poster")).status_code == 404


def test_a_product_that_grew_dearer_shows_who_comes_to_more_than_the_budget(desk, draft, cast, oranges):
    GroupOrder.objects.filter(pk=draft.pk).update(budget_amount="120.00")
    group_orders.open(group_order=draft, by=cast.handler, at=cast.at)
    states.join(draft, 2, cast)
    assert "预算</strong>" not in page(desk.get(address(draft, "group_order")))

    oranges.stockrecords.update(price="61.00")
    group_orders.close(group_order=draft, by=cast.handler, at=cast.at)

    shown = page(desk.get(address(draft, "group_order")))
    assert "1 人超出每人 120.00 元的预算" in shown and "职工0（122.00 元）" in shown


def test_the_packs_in_all_that_are_missed_wait_for_a_decision_that_everybody_reads(desk, draft, cast):
    GroupOrder.objects.filter(pk=draft.pk).update(min_quantity=8)
    group_orders.open(group_order=draft, by=cast.handler, at=cast.at)
    person = states.join(draft, 5, cast)
    group_orders.close(group_order=draft, by=cast.handler, at=cast.at)
    detail, personal = address(draft, "group_order"), reverse("join:participant", args=[person.token])

    waiting = page(desk.get(detail)), page(desk.get(personal))
    done = desk.post(address(draft, "group_order_waive_minimum"), follow=True)
    twice = desk.post(address(draft, "group_order_waive_minimum"), follow=True)

    assert "确认提交审批" not in waiting[0] and "等经办人决定" in waiting[0] and "等经办人决定" in waiting[1]
    assert "确认提交审批" in page(done) and "没有重复办理" in page(twice)
    assert "单位决定照常采购" in page(desk.get(personal))
