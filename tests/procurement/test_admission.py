"""Who may join: with the link, with the code too, as a member, as somebody on the list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.collection import admission, attempts, group_orders, listed_people
from procurement.collection.people_workbook import Person
from procurement.models import Access, GroupOrder, JoinAttempt, Participant
from tests import factories

from . import states

KEY = "k" * 22


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def collecting(unit, cast, oranges):
    return states.draft(unit, cast, [oranges])


@pytest.fixture
def opened(collecting, cast):
    """Open the draft for those whom an access lets in."""

    def opened(access, people=()):
        rules = group_orders.Rules(access=access)
        details = {"title": "春节慰问", "fund_source": "UNION", "deadline_at": collecting.deadline_at}
        delivery = "测试路 1 号", "收货人", "10000000000"
        group_orders.edit(group_order=collecting, delivery=delivery, rules=rules, **details)
        if people:
            listed_people.put(group_order=collecting, people=people, by=cast.handler, at=cast.at)
        return group_orders.open(group_order=collecting, by=cast.handler, at=cast.at)

    return opened


def address(group_order, name="group_order"):
    return reverse(f"join:{name}", args=[group_order.join_token])


def post(client, group_order, **changes):
    item = group_order.items.get()
    data = {"key": KEY, "name": "李晓", "mobile": "10090000001", "department": "内科", f"quantity-{item.pk}": 2}
    return client.post(address(group_order), data | changes)


def page(response):
    return response.content.decode()


def wrong(group_order):
    return f"{(int(group_order.join_code) + 1) % 10**6:06d}"


def test_a_code_is_six_digits_given_when_asked_for(opened):
    group_order = opened(Access.CODE)

    assert len(group_order.join_code) == 6 and group_order.join_code.isdigit()
    assert group_order.spoken_code == f"{group_order.join_code[:3]} {group_order.join_code[3:]}"


def test_without_the_code_nothing_is_shown_and_nobody_joins(client, opened):
    group_order = opened(Access.CODE)

    shown, live = client.get(address(group_order)), client.get(address(group_order, "live"))
    refused = post(client, group_order)

    assert "参加口令" in page(shown) and "秭归脐橙" not in page(shown) and group_order.join_code not in page(shown)
    assert (live.status_code, live.content) == (286, b"")
    assert refused.status_code == 403 and not Participant.objects.exists()


@pytest.mark.parametrize("written", ["{0}{1}", "{0} {1}", " {0}-{1} "])
def test_the_code_as_people_type_it_opens_the_page_in_this_browser(client, opened, written):
    group_order = opened(Access.CODE)
    code = written.format(group_order.join_code[:3], group_order.join_code[3:])

    let_in = client.post(address(group_order, "code"), {"code": code})

    assert let_in.url == address(group_order)
    assert "秭归脐橙" in page(client.get(let_in.url))
    assert post(client, group_order).status_code == 302
    assert not JoinAttempt.objects.exists(), "what was right does not count as guessing"
    assert "参加口令" in page(Client().get(address(group_order)))


@pytest.mark.parametrize(("code", "sentence"), [("", "请填写口令"), ("12", "口令不对"), ("¹²³４５６", "口令不对")])
def test_a_wrong_code_is_refused_in_words(client, opened, code, sentence):
    response = client.post(address(opened(Access.CODE), "code"), {"code": code})

    assert response.status_code == 422 and sentence in page(response)


def test_guessing_ends_after_twenty_tries_from_one_address_even_with_the_right_code(client, opened):
    group_order = opened(Access.CODE)
    for _ in range(attempts.PER_CLIENT):
        assert client.post(address(group_order, "code"), {"code": wrong(group_order)}).status_code == 422

    response = client.post(address(group_order, "code"), {"code": group_order.join_code})
    elsewhere = Client(REMOTE_ADDR="10.1.2.3").post(address(group_order, "code"), {"code": group_order.join_code})

    assert response.status_code == 429 and "试的次数太多" in page(response)
    assert elsewhere.status_code == 302
    assert all("127" not in client for client in JoinAttempt.objects.values_list("client", flat=True))


def test_tries_from_many_addresses_are_counted_together_and_forgotten_after_an_hour(opened, cast):
    group_order = opened(Access.CODE)
    for number in range(attempts.IN_ALL):
        attempts.count(group_order=group_order, address=f"10.0.0.{number}", at=cast.at)

    with pytest.raises(attempts.TooMany):
        attempts.count(group_order=group_order, address="10.0.1.1", at=cast.at)
    attempts.count(group_order=group_order, address="10.0.1.1", at=cast.at + timedelta(hours=1))
    assert JoinAttempt.objects.count() == 1


def test_another_code_shuts_out_who_knew_the_old_one_and_leaves_who_joined(client, opened, cast):
    group_order = opened(Access.CODE)
    client.post(address(group_order, "code"), {"code": group_order.join_code})
    personal = post(client, group_order).url
    client.force_login(cast.handler)
    renew = reverse("unit:group_order_renew_code", args=[group_order.unit.code, group_order.number])

    told = page(client.post(renew, follow=True))
    client.logout()

    new = GroupOrder.objects.get(pk=group_order.pk)
    assert new.join_code != group_order.join_code and new.spoken_code in told
    assert "参加口令" in page(client.get(address(group_order)))
    assert client.get(personal).status_code == 200


def test_members_and_handlers_need_no_code(client, opened, member, cast):
    group_order = opened(Access.CODE)
    client.force_login(member)

    assert "秭归脐橙" in page(client.get(address(group_order)))
    assert states.join(group_order, 1, cast, by=cast.handler).pk


@pytest.mark.parametrize("name", ["group_order_renew_code", "group_order_waive_minimum"])
def test_the_code_and_the_minimum_are_the_handlers_business(client, opened, member, stranger_handler, name):
    group_order = opened(Access.CODE)
    target = reverse(f"unit:{name}", args=[group_order.unit.code, group_order.number])

    for person, status in ((member, 403), (stranger_handler, 404)):
        client.force_login(person)
        assert client.post(target).status_code == status
    client.force_login(member)
    detail = client.get(reverse("unit:group_order", args=[group_order.unit.code, group_order.number]))
    assert group_order.spoken_code not in page(detail)


def test_only_members_see_what_is_for_members(client, opened, member, shopper):
    group_order = opened(Access.MEMBERS)

    visitor = page(client.get(address(group_order)))
    client.force_login(shopper)
    stranger = page(client.get(address(group_order)))
    client.force_login(member)

    assert f"/login/?next={address(group_order)}" in visitor and "秭归脐橙" not in visitor
    assert "不在" in stranger and "秭归脐橙" not in stranger
    assert "秭归脐橙" in page(client.get(address(group_order)))


def test_a_member_joins_as_oneself_only(client, opened, member):
    group_order = opened(Access.MEMBERS)
    client.force_login(member)

    other, own = post(client, group_order), post(client, group_order, mobile=member.mobile)

    assert other.status_code == 409 and "请填写您自己登录用的手机号" in page(other)
    assert own.status_code == 302 and Participant.objects.get().user == member


def test_a_handler_enters_members_and_nobody_else(opened, cast, member):
    group_order = opened(Access.MEMBERS)
    facts = {"group_order": group_order, "quantities": {group_order.items.get().pk: 1}, "at": cast.at}

    entered = group_orders.join(name="同事", mobile=member.mobile, by=cast.handler, **facts)

    assert entered.user == member
    with pytest.raises(group_orders.NotAdmitted, match="不是本单位成员"):
        group_orders.join(name="外人", mobile="10099999999", by=cast.handler, **facts)


LISTED = [Person("李晓", "0001", "内科", "10090000001"), Person("买买提·艾力", "0002"), Person("王芳", "0003", "外科")]


@pytest.mark.parametrize(
    ("name", "mobile", "fits"),
    [
        ("李晓", "10090000001", True),
        (" 李 晓 ", "10090000001", True),
        ("买买提•艾力", "10090000002", True),
        ("王芳", "10090000003", True),
        ("李晓", "10077770001", False),
        ("王芳", "10090000001", False),
        ("李小", "10090000001", False),
    ],
)
def test_of_a_list_name_and_number_must_both_fit(client, opened, name, mobile, fits):
    response = post(client, opened(Access.LIST, LISTED), name=name, mobile=mobile)

    assert Participant.objects.exists() == fits
    assert response.status_code == (302 if fits else 409)
    assert fits or "名单上没有这个姓名和手机号" in page(response)


def test_the_lists_department_counts_and_the_typed_one_where_it_has_none(client, opened):
    group_order = opened(Access.LIST, LISTED)
    post(client, group_order, name="王芳", mobile="10090000003", department="写错的科室")
    post(client, group_order, key="x" * 22, name="买买提·艾力", mobile="10090000002", department="护理部")

    assert set(Participant.objects.values_list("department", flat=True)) == {"外科", "护理部"}


def test_somebody_listed_joins_once_whatever_the_number(client, opened, cast):
    group_order = opened(Access.LIST, LISTED)
    post(client, group_order, name="王芳", mobile="10090000003")

    again = post(client, group_order, key="x" * 22, name="王芳", mobile="10055550003")
    group_orders.withdraw(participant=Participant.objects.get(), at=cast.at)
    after_leaving = post(client, group_order, key="x" * 22, name="王芳", mobile="10055550003")

    assert again.status_code == 409 and "用另一个手机号参加" in page(again)
    assert after_leaving.status_code == 302


def test_names_are_guessed_no_oftener_than_codes(client, opened):
    group_order = opened(Access.LIST, LISTED)
    for _ in range(attempts.PER_CLIENT):
        assert post(client, group_order, name="赵六").status_code == 409

    response = post(client, group_order)

    assert response.status_code == 429 and not Participant.objects.exists()


def test_only_wrong_names_count_as_guessing(client, opened):
    group_order = opened(Access.LIST, LISTED)
    item = group_order.items.get()
    for _ in range(3):
        post(client, group_order, **{f"quantity-{item.pk}": 0})
    post(client, group_order)
    post(client, group_order)
    post(client, group_order, key="x" * 22)

    assert not JoinAttempt.objects.exists()


def test_a_collection_for_named_people_does_not_open_without_any(opened):
    with pytest.raises(group_orders.Refused, match="请先上传名单"):
        opened(Access.LIST)


@pytest.mark.parametrize("access", [Access.CODE, Access.MEMBERS, Access.LIST])
def test_gate_and_page_take_the_same_queries_for_5_as_for_50(client, unit, cast, member, access):
    counts = []
    for size in (5, 50):
        products = [factories.make_product(tiers=[(5, "50.00")]) for _ in range(size)]
        draft = states.draft(unit, cast, products)
        GroupOrder.objects.filter(pk=draft.pk).update(access=access, join_code="123456", status="OPEN")
        people = [Person(f"职工{number}", f"{number:04d}") for number in range(size)]
        if access == Access.LIST:
            listed_people.put(group_order=draft, people=people, by=cast.handler, at=cast.at)
        client.logout()
        with CaptureQueriesContext(connection) as outside:
            client.get(address(draft))
        client.force_login(member)
        with CaptureQueriesContext(connection) as inside:
            assert "提交认购" in page(client.get(address(draft)))
        counts.append((len(outside), len(inside)))

    assert counts[0] == counts[1] and max(counts[0]) <= 25


def test_a_link_alone_is_enough_where_the_unit_says_so(opened):
    assert admission.is_let_in(opened(Access.LINK), user=None)
