"""What participants read about every decision on their own page; nothing of others, nothing between the staff."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.collection import group_orders
from procurement.models import GroupOrder, TrimRule

from . import states


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def person(unit, cast, oranges):
    """One of two who joined a collection that is open."""
    group_order = states.draft(unit, cast, [oranges])
    group_orders.open(group_order=group_order, by=cast.handler, at=cast.at)
    states.join(group_order, 3, cast, number=7, name="王同事")
    return states.join(group_order, 5, cast, number=1)


@pytest.fixture
def read(client, person):
    """Return what the personal page says, as the participant who is not logged in."""

    def read():
        client.logout()
        return client.get(reverse("join:participant", args=[person.token])).content.decode()

    return read


def who(cast):
    return {"by": cast.handler, "at": cast.at}


def close(person, cast):
    group_orders.close(group_order=person.group_order, **who(cast))
    return person.group_order.items.select_related("group_order", "product__dossier").get()


def test_the_way_of_a_group_order_is_told_step_by_step(person, cast, read):
    for step in "close submit send_back submit approve place receive_one pay".split():
        states.STEPS[step](person.group_order, cast)

    shown = read()

    for words in "开放征集 征集截止，按总量定价 提交审批 退回经办人调整 审批通过 已向供应商下单 货款已结清".split():
        assert words in shown
    assert "超出预算" not in shown, "why approvers sent it back is between them and the handler"


def test_a_cancellation_is_told_with_its_reason(person, cast, read):
    group_orders.cancel(group_order=person.group_order, reason="职工意向不足，改期再办", **who(cast))

    assert "已取消：职工意向不足，改期再办" in read()


def test_another_deadline_and_a_collection_that_goes_on_are_told(person, cast, read):
    later = cast.at.replace(year=cast.at.year + 1)
    group_orders.extend(group_order=person.group_order, deadline_at=later, **who(cast))
    assert f"截止时间改为 {timezone.localtime(later):%Y-%m-%d}" in read()

    close(person, cast)
    group_orders.reopen(group_order=person.group_order, deadline_at=later, **who(cast))

    assert "重新征集，可以继续认购和修改" in read()


def test_what_is_decided_on_a_product_is_told(person, cast, read, oranges):
    item = close(person, cast)
    oranges.stockrecords.update(price="60.00")
    group_orders.accept_terms(item=item, **who(cast))
    group_orders.decide(item=item, top_up=2, is_dropped=False, note="凑整箱", **who(cast))

    shown = read()

    assert "接受供应商的变动，单价 58.00 → 60.00 元" in shown
    assert "单位补足 2 箱（凑整箱）" in shown


def test_how_it_was_shared_out_is_told_but_not_who_got_what(person, cast, read):
    item = close(person, cast)
    group_orders.trim(item=item, packs=6, rule=TrimRule.PROPORTIONAL, **who(cast))
    other = item.pledges.get(participant__name="王同事")
    own = item.pledges.get(participant=person)
    group_orders.adjust(item=item, gets={other.pk: 1, own.pk: 5}, **who(cast))

    shown = read()

    assert "共买 6 箱，按比例分配" in shown
    assert "王同事" not in shown
    assert person.group_order.moves.filter(reason__contains="王同事").exists(), "the handler's own record names them"


def test_what_staff_say_and_do_among_themselves_is_not_told(person, cast, read):
    GroupOrder.objects.filter(pk=person.group_order.pk).update(access="CODE", join_code="123456")
    group_orders.renew_code(group_order=person.group_order, **who(cast))
    states.STEPS["close"](person.group_order, cast)
    group_orders.submit(group_order=person.group_order, reason="请主任尽快", **who(cast))
    group_orders.comment(group_order=person.group_order, words="价格偏高", by=cast.approver, at=cast.at)

    shown = read()

    assert not any(words in shown for words in ("口令", "请主任尽快", "价格偏高"))


def test_the_page_takes_the_same_queries_however_much_happened(client, person, cast):
    address = reverse("join:participant", args=[person.token])
    counts = []
    for rounds in (1, 8):
        for _ in range(rounds):
            later = timezone.now().replace(year=2030) + (timezone.now() - cast.at)
            group_orders.extend(group_order=person.group_order, deadline_at=later, **who(cast))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20


def test_when_the_goods_are_wanted_is_read_by_the_supplier_and_in_the_papers(client, person, cast, seller):
    wanted = {"delivery_from_on": date(2026, 12, 1), "delivery_to_on": date(2026, 12, 5)}
    GroupOrder.objects.filter(pk=person.group_order.pk).update(purpose="FESTIVAL", **wanted)
    for step in "close submit approve place".split():
        states.STEPS[step](person.group_order, cast)
    placed, unit = person.group_order.purchase_orders.get(), person.group_order.unit

    client.force_login(seller)
    at_supplier = client.get(reverse("supplier:order", args=[placed.supplier.code, placed.number]))
    client.force_login(cast.handler)
    number = person.group_order.number
    requisition = client.get(reverse("unit:paper", args=[unit.code, number, "requisition"]))
    order = client.get(reverse("unit:paper", args=[unit.code, number, "order", placed.number]))

    for response in (at_supplier, requisition, order):
        assert "2026-12-01 至 2026-12-05" in response.content.decode()
    assert "节日慰问" in requisition.content.decode()
