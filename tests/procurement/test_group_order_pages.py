"""A group order's pages at the unit's desk: draft, picker, each step as a press of a button, papers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from procurement.collection import group_orders
from procurement.models import GroupOrder, PurchaseOrder, Role
from tests import factories

from . import states
from .states import Status

TOMORROW = f"{localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
DETAILS = {
    "key": "k" * 22,
    "title": "春节慰问",
    "purpose": "FESTIVAL",
    "access": "LINK",
    "fund_source": "UNION",
    "deadline_at": TOMORROW,
    "note": "每人 300 元",
    "delivery_street": "测试路 1 号",
    "delivery_contact": "收货人",
    "delivery_mobile": "0515-86212345",
}
# step: (state it starts from, what is posted, sentence it ends with, state it ends in)
STEPS = {
    "open": (Status.DRAFT, {}, "已开放征集", Status.OPEN),
    "close": (Status.OPEN, {}, "已截止，数量和单价", Status.CLOSED),
    "prolong": (Status.CLOSED, {"deadline_at": TOMORROW}, "新的截止时间已生效", Status.OPEN),
    "submit": (Status.CLOSED, {}, "已提交审批", Status.SUBMITTED),
    "approve": (Status.SUBMITTED, {"seen": 10**9}, "已批准", Status.APPROVED),
    "send_back": (Status.SUBMITTED, {"reason": "超出预算"}, "已退回给经办人", Status.RETURNED),
    "recall": (Status.SUBMITTED, {}, "已撤回", Status.RETURNED),
    "place": (Status.APPROVED, {}, "已下单，按供应商分成 1 张", Status.PLACED),
    "cancel": (Status.OPEN, {"reason": "不办了"}, "已取消", Status.CANCELLED),
}
APPROVING = {"approve", "send_back"}


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def draft(unit, cast, oranges):
    return states.draft(unit, cast, [oranges])


def page(response):
    return response.content.decode()


def address(name, group_order, *more):
    return reverse(f"unit:{name}", args=[group_order.unit.code, group_order.number, *more])


def logged_in(client, person):
    client.force_login(person)
    return client


def actor(cast, step):
    return cast.approver if step in APPROVING else cast.handler


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_taken_and_told(client, draft, cast, step):
    start, data, sentence, end = STEPS[step]
    states.bring(draft, start, cast)

    response = logged_in(client, actor(cast, step)).post(address(f"group_order_{step}", draft), data, follow=True)

    draft.refresh_from_db()
    assert response.redirect_chain == [(address("group_order", draft), 302)]
    assert sentence in page(response)
    assert draft.status == end


@pytest.mark.parametrize("step", STEPS)
def test_a_double_click_is_told_so_and_doubles_nothing(client, draft, cast, step):
    start, data, _, end = STEPS[step]
    states.bring(draft, start, cast)
    logged_in(client, actor(cast, step)).post(address(f"group_order_{step}", draft), data)
    before = draft.moves.count()

    response = client.post(address(f"group_order_{step}", draft), data, follow=True)

    draft.refresh_from_db()
    assert response.status_code == 200 and "没有重复办理" in page(response)
    assert (draft.status, draft.moves.count()) == (end, before)
    assert PurchaseOrder.objects.count() == (step == "place")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_for_its_role_only(client, draft, cast, acceptor, member, step):
    start, data, _, _ = STEPS[step]
    states.bring(draft, start, cast)
    other = cast.handler if step in APPROVING else cast.approver

    for person in (other, acceptor, member):
        response = logged_in(client, person).post(address(f"group_order_{step}", draft), data)
        assert response.status_code == 403 and "您没有办理" in page(response)

    draft.refresh_from_db()
    assert draft.status == start


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_hidden_from_other_units_and_needs_a_post(client, draft, cast, stranger_handler, step):
    target = address(f"group_order_{step}", draft)

    assert logged_in(client, cast.handler).get(target).status_code == 405
    assert logged_in(client, stranger_handler).post(target).status_code == 404
    own = stranger_handler.memberships.get().unit.code
    assert client.post(reverse(f"unit:group_order_{step}", args=[own, draft.number])).status_code == 404
    client.logout()
    assert client.post(target).url.startswith(reverse("user:login"))


@pytest.mark.parametrize(
    ("step", "start", "data", "status", "sentence"),
    [
        ("close", Status.DRAFT, {}, 409, "不能改为“已截止”"),
        ("prolong", Status.DRAFT, {"deadline_at": TOMORROW}, 409, "不能改为“征集中”"),
        ("prolong", Status.OPEN, {"deadline_at": "2020-01-01T08:00"}, 422, "截止时间须晚于现在"),
        ("prolong", Status.OPEN, {"deadline_at": "明天"}, 422, "请填写正确的日期和时间"),
        ("cancel", Status.OPEN, {"reason": " "}, 422, "请写明原因"),
        ("send_back", Status.SUBMITTED, {}, 422, "请写明原因"),
        ("approve", Status.SUBMITTED, {"seen": 0}, 409, "查看之后有变动"),
        ("approve", Status.SUBMITTED, {}, 422, "请重新核对"),
        ("cancel", Status.PLACED, {"reason": "不办了"}, 409, "请逐个取消采购订单"),
    ],
)
def test_a_refused_step_answers_with_the_page_as_it_is(client, draft, cast, step, start, data, status, sentence):
    states.bring(draft, start, cast)

    response = logged_in(client, actor(cast, step)).post(address(f"group_order_{step}", draft), data)

    draft.refresh_from_db()
    assert response.status_code == status and sentence in page(response)
    assert draft.status == start and "办理记录" in page(response)


def test_a_new_draft_leads_to_the_picker_with_the_product_one_came_from(client, unit, handler, oranges):
    new = reverse("unit:group_order_new", args=[unit.code])
    blank = logged_in(client, handler).get(new)
    form = blank.context["form"]

    response = client.post(f"{new}?product={oranges.pk}", DETAILS)

    group_order = GroupOrder.objects.get()
    assert 'type="hidden" name="key"' in page(blank)
    assert form.initial["delivery_street"] == unit.delivery_street
    assert response.url == address("group_order_products", group_order)
    assert (group_order.handler, group_order.items.get().product) == (handler, oranges)


def test_a_draft_saved_twice_is_one_draft(client, unit, handler):
    new = reverse("unit:group_order_new", args=[unit.code])
    logged_in(client, handler)

    assert client.post(new, DETAILS).url == client.post(new, DETAILS).url
    assert GroupOrder.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "请填写标题"),
        ({"deadline_at": "2020-01-01T08:00"}, "截止时间须晚于现在"),
        ({"deadline_at": ""}, "请选择截止时间"),
        ({"delivery_mobile": "abc"}, "请填写手机号或带区号的座机号"),
        ({"fund_source": "GOLD"}, "选"),
    ],
)
def test_a_draft_filled_in_wrongly_says_how(client, unit, handler, changes, sentence):
    response = logged_in(client, handler).post(reverse("unit:group_order_new", args=[unit.code]), DETAILS | changes)

    assert response.status_code == 422 and sentence in page(response)
    assert not GroupOrder.objects.exists()


@pytest.mark.parametrize("product", ["", "x", "²", "9" * 40, "0"])
def test_a_product_that_cannot_be_had_starts_an_empty_draft(client, unit, handler, product):
    logged_in(client, handler).post(f"{reverse('unit:group_order_new', args=[unit.code])}?product={product}", DETAILS)

    assert not GroupOrder.objects.get().items.exists()


def test_a_draft_is_edited_until_it_opens(client, draft, cast):
    edit = address("group_order_edit", draft)
    assert logged_in(client, cast.handler).get(edit).context["form"]["title"].value() == "春节慰问"
    assert client.post(edit, DETAILS | {"title": "端午慰问"}).status_code == 302
    states.bring(draft, Status.OPEN, cast)

    response = client.post(edit, DETAILS | {"title": "改不了"})

    draft.refresh_from_db()
    assert response.status_code == 409 and "不能再修改" in page(response)
    assert draft.title == "端午慰问"
    assert client.get(edit).status_code == 302


@pytest.mark.parametrize("name", ["group_order_edit", "group_order_products", "group_order_put", "group_order_remove"])
def test_a_draft_is_in_the_handlers_hands_only(client, draft, member, approver, stranger_handler, name):
    send = "post" if name in ("group_order_put", "group_order_remove") else "get"
    for person, status in ((member, 403), (approver, 403), (stranger_handler, 404)):
        assert getattr(logged_in(client, person), send)(address(name, draft)).status_code == status


def test_the_picker_finds_by_region_category_and_words(client, draft, cast, oranges):
    tea = factories.make_product(title="玉树黑青稞 1kg/袋", keywords="粗粮 早餐")
    tea.categories.set([factories.make_category("粮油 > 杂粮")])
    logged_in(client, cast.handler)

    def found(**query):
        response = client.get(address("group_order_products", draft), query)
        return {offer.product for offer in response.context["offers"]}

    assert found() == {oranges, tea}
    assert found(q="粗粮") == found(q="青稞 1kg") == found(category=tea.categories.get().get_parent().slug) == {tea}
    assert found(region="zigui") == {oranges, tea} and found(region="nowhere") == found(category="nowhere") == set()


def test_the_picker_offers_nothing_hidden_or_without_a_price(client, draft, cast, oranges):
    hidden, free = factories.make_product(), factories.make_product(price="0.00")
    type(hidden).objects.filter(pk=hidden.pk).update(is_public=False)
    logged_in(client, cast.handler)

    offers = client.get(address("group_order_products", draft)).context["offers"]
    assert [offer.product for offer in offers] == [oranges]
    for product in (hidden, free):
        assert client.post(address("group_order_put", draft), {"product": product.pk}).status_code == 404


def test_products_are_put_in_given_a_minimum_and_taken_out(client, draft, cast):
    tea = factories.make_product(title="绿茶")
    put, remove = (address(f"group_order_{name}", draft) for name in ("put", "remove"))
    logged_in(client, cast.handler)

    back = client.post(f"{put}?q=茶&page=2", {"product": tea.pk})
    client.post(put, {"product": tea.pk, "min_quantity": 30})

    assert back.url == f"{address('group_order_products', draft)}?q=%E8%8C%B6&page=2"
    assert draft.items.get(product=tea).min_quantity == 30
    refused = client.post(put, {"product": tea.pk, "min_quantity": -1}, follow=True)
    assert "数量不能小于 0" in page(refused)
    client.post(remove, {"product": tea.pk})
    assert not draft.items.filter(product=tea).exists()


def test_an_open_collection_leads_away_from_the_picker(client, draft, cast):
    states.bring(draft, Status.OPEN, cast)

    response = logged_in(client, cast.handler).get(address("group_order_products", draft), follow=True)

    assert "不能再增减商品" in page(response)


def test_the_open_page_carries_link_and_qr_code(client, draft, cast, settings):
    states.bring(draft, Status.OPEN, cast)

    response = logged_in(client, cast.handler).get(address("group_order", draft))

    assert response.context["join_url"] == settings.SITE_URL + reverse("join:group_order", args=[draft.join_token])
    assert response.context["qr"].startswith("data:image/svg+xml")
    assert "职工0" in page(response) and "100****0000" in page(response)


def test_only_the_handler_sees_who_takes_part(client, draft, cast, member, acceptor):
    states.bring(draft, Status.OPEN, cast)
    token = draft.participants.get().token

    for person in (member, acceptor, cast.approver):
        shown = page(logged_in(client, person).get(address("group_order", draft)))
        assert "职工0" not in shown and "100****0000" not in shown and token not in shown


@pytest.mark.parametrize("status", list(Status))
def test_every_state_says_what_comes_next_and_whose_turn_it_is(client, draft, cast, status):
    group_order = states.bring(draft, status, cast)

    shown = page(logged_in(client, cast.handler).get(address("group_order", group_order)))

    assert group_order.get_status_display() in shown
    ends = {Status.SETTLED: "都办完了", Status.CANCELLED: "不会再有任何发货或付款"}
    assert ends.get(status, "下一步：") in shown


def test_the_reason_of_a_return_stays_after_an_adjustment(client, draft, cast):
    states.bring(draft, Status.RETURNED, cast)
    item = draft.items.get()

    response = logged_in(client, cast.handler).post(
        address("group_order_decide", draft, item.pk), {"top_up": 3}, follow=True
    )

    assert "已退回：超出预算" in page(response) and "认购 12，单位补足 3" in page(response)


def test_a_problem_is_solved_with_one_press(client, draft, cast, oranges):
    type(oranges.dossier).objects.update(min_order_quantity=20)
    states.bring(draft, Status.CLOSED, cast)
    logged_in(client, cast.handler)
    assert "单位补足 8 箱" in page(client.get(address("group_order", draft)))
    refused = client.post(address("group_order_submit", draft))
    assert refused.status_code == 409 and "20 箱起订，还差 8 箱" in page(refused)

    client.post(address("group_order_decide", draft, draft.items.get().pk), {"top_up": 8})

    assert draft.items.get().quantity == 20
    assert client.post(address("group_order_submit", draft)).status_code == 302


@pytest.mark.parametrize(("top_up", "status"), [("-1", 422), ("", 422), ("1.5", 422), ("100001", 422)])
def test_a_wrong_decision_says_so(client, draft, cast, top_up, status):
    states.bring(draft, Status.CLOSED, cast)

    response = logged_in(client, cast.handler).post(
        address("group_order_decide", draft, draft.items.get().pk), {"top_up": top_up}
    )

    assert response.status_code == status and draft.items.get().top_up == 0


def test_an_item_of_another_group_order_is_not_found(client, draft, unit, cast, oranges):
    other = states.bring(states.draft(unit, cast, [oranges]), Status.CLOSED, cast)

    target = address("group_order_decide", draft, other.items.get().pk)

    assert logged_in(client, cast.handler).post(target, {"top_up": 1}).status_code == 404


def test_an_approver_who_handled_it_is_told_to_leave_it_to_others(client, draft, cast, unit):
    cast.handler.memberships.create(unit=unit, role=Role.APPROVER)
    states.bring(draft, Status.SUBMITTED, cast)
    logged_in(client, cast.handler)

    assert "须由其他审批人批准" in page(client.get(address("group_order", draft)))
    response = client.post(address("group_order_approve", draft), {"seen": 10**9})
    assert response.status_code == 409 and "须由其他审批人批准" in page(response)


def test_without_another_approver_the_page_says_whom_to_ask(client, draft, cast):
    states.bring(draft, Status.SUBMITTED, cast)
    cast.approver.memberships.all().delete()

    assert "请联系县协作办增加审批人" in page(logged_in(client, cast.handler).get(address("group_order", draft)))


def test_out_of_stock_says_what_is_missing_and_what_to_do(client, draft, cast, oranges):
    states.bring(draft, Status.APPROVED, cast)
    oranges.stockrecords.update(num_in_stock=5)

    response = logged_in(client, cast.handler).post(address("group_order_place", draft))

    assert response.status_code == 409
    for words in ("没有下单", "秭归脐橙", "12 箱", "5 箱", "撤回调整"):
        assert words in page(response)
    assert not PurchaseOrder.objects.exists()
    assert "已撤回" in page(client.post(address("group_order_recall", draft), follow=True))


def test_the_pick_list_is_for_handler_and_acceptor(client, draft, cast, acceptor, member, stranger_handler):
    states.bring(draft, Status.PLACED, cast)
    pick_list = address("pick_list", draft)

    for person, status in ((cast.handler, 200), (acceptor, 200), (member, 403), (stranger_handler, 404)):
        assert logged_in(client, person).get(pick_list).status_code == status
    assert logged_in(client, acceptor).post(pick_list).status_code == 405


def test_the_pick_list_goes_by_department_with_those_without_one_last(client, draft, cast):
    group_orders.open(group_order=draft, by=cast.handler, at=cast.at)
    for number, department in enumerate(["", "外科", "内科", "内科"]):
        states.join(draft, number + 1, cast, number=number, department=department)
    group_orders.close(group_order=draft, by=cast.handler, at=cast.at)

    departments = logged_in(client, cast.handler).get(address("pick_list", draft)).context["departments"]

    packs = {row.name: [quantity for _, quantity in row.totals] for row in departments}
    assert packs == {"内科": [7], "外科": [2], "未填部门": [1]}
    assert departments[-1].name == "未填部门"


@pytest.mark.parametrize("name", ["group_order", "pick_list", "group_order_products"])
def test_pages_take_the_same_queries_for_5_as_for_50(client, unit, cast, name):
    counts = []
    status = Status.DRAFT if name == "group_order_products" else Status.OPEN
    logged_in(client, cast.handler)
    for size in (5, 50):
        products = [factories.make_product(tiers=[(5, "50.00")]) for _ in range(size)]
        group_order = states.bring(states.draft(unit, cast, products), status, cast)
        if status == Status.OPEN:
            for number in range(1, size):
                states.join(group_order, 1, cast, number=number, department=f"科室{number % 7}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(name, group_order)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 30
