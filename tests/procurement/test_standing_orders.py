"""Doing it again: a copy as a draft with today's terms, and drafts that a scheduler makes each month."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from procurement.collection import copies, group_orders, listed_people, standing_orders
from procurement.collection.people_workbook import Person
from procurement.models import Access, GroupOrder, Role, StandingDraft, StandingOrder
from procurement.moves import Refused, Repeated
from shop.inbox.models import Message
from tests import factories

from . import states
from .states import Status

SHANGHAI = ZoneInfo("Asia/Shanghai")
KEY = "k" * 22


def on(month, day, hour=8, year=2026):
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, on(11, 10))


@pytest.fixture
def tea(supplier):
    return factories.make_product(supplier, title="茶")


@pytest.fixture
def source(unit, cast, oranges, tea):
    made = states.draft(unit, cast, [oranges, tea], title="食堂食材采购")
    rules = group_orders.Rules(purpose="CANTEEN", budget_amount=3000, min_quantity=5, delivery_to_on=date(2026, 11, 20))
    delivery = "食堂", "周师傅", "10000000001"
    facts = {"title": made.title, "fund_source": "CANTEEN", "deadline_at": made.deadline_at, "note": "随到随验"}
    group_orders.edit(group_order=made, delivery=delivery, rules=rules, **facts)
    group_orders.put_item(group_order=made, product=tea, min_quantity=4)
    return states.bring(made, Status.PLACED, cast)


@pytest.fixture
def monthly(unit, source, cast):
    facts = {"title": "食堂食材采购", "day": 5, "collect_days": 3, "handler": cast.handler}
    return standing_orders.create(unit=unit, source=source, at=on(11, 12), **facts)


def page(response):
    return response.content.decode()


def address(name, thing, *more):
    return reverse(f"unit:{name}", args=[thing.unit.code, *more])


def take_off(product):
    type(product).objects.filter(pk=product.pk).update(is_public=False)


def test_a_copy_begins_as_a_draft_with_the_products_and_rules_and_nothing_else(source, cast, oranges, tea):
    made, gone = copies.copy(group_order=source, by=cast.handler, at=on(12, 1))

    assert (made.status, made.title, made.note, made.copied_from) == (Status.DRAFT, "食堂食材采购", "随到随验", source)
    assert (made.purpose, made.budget_amount, made.min_quantity, made.fund_source) == ("CANTEEN", 3000, 5, "CANTEEN")
    assert (made.delivery_street, made.delivery_contact, made.delivery_to_on) == ("食堂", "周师傅", None)
    assert localtime(made.deadline_at) == on(12, 8, 18)
    assert dict(made.items.values_list("product", "min_quantity")) == {oranges.pk: 0, tea.pk: 4}
    assert not gone and not made.participants.exists() and made.number != source.number
    assert set(made.items.values_list("quantity", "unit_price", "snapshot")) == {(None, None, None)}


def test_a_copy_collects_on_the_terms_of_today(source, cast, oranges):
    oranges.stockrecords.update(price="66.00")
    made, _ = copies.copy(group_order=source, by=cast.handler, at=on(12, 1))

    group_orders.open(group_order=made, by=cast.handler, at=on(12, 1))
    states.join(made, {made.items.get(product=oranges): 4}, cast)
    closed = group_orders.close(group_order=made, by=cast.handler, at=on(12, 2))

    assert closed.items.get(product=oranges).unit_price == 66
    assert source.items.get(product=oranges).unit_price == 58


def test_a_copy_takes_the_list_along_and_asks_for_another_code(source, cast):
    GroupOrder.objects.filter(pk=source.pk).update(access=Access.LIST, status=Status.OPEN)
    listed_people.put(group_order=source, people=[Person("张三", "0001", "内科")], by=cast.handler, at=cast.at)
    by_list, _ = copies.copy(group_order=GroupOrder.objects.get(pk=source.pk), by=cast.handler, at=cast.at)
    GroupOrder.objects.filter(pk=source.pk).update(access=Access.CODE, join_code="000000")
    by_code, _ = copies.copy(group_order=GroupOrder.objects.get(pk=source.pk), by=cast.handler, at=cast.at)

    assert list(by_list.listed.values_list("name", "last_four", "department")) == [("张三", "0001", "内科")]
    assert len(by_code.join_code) == 6


def test_the_button_copies_once_and_names_what_cannot_be_had(client, source, cast, tea):
    take_off(tea)
    client.force_login(cast.handler)
    copy = reverse("unit:group_order_copy", args=[source.unit.code, source.number])
    assert 'name="key"' in page(client.get(reverse("unit:group_order", args=[source.unit.code, source.number])))

    first, second = (client.post(copy, {"key": KEY}, follow=True) for _ in range(2))

    assert "已复制成草稿" in page(first) and "没有放进草稿：茶" in page(first)
    assert "没有重复起草" in page(second)
    assert GroupOrder.objects.filter(copied_from=source).count() == 1
    assert "页面已失效" in page(client.post(copy, {"key": "x"}, follow=True))


def test_a_second_press_leaves_a_copy_that_was_worked_on_alone(source, cast):
    made, _ = copies.copy(group_order=source, by=cast.handler, at=on(12, 1), token=KEY)
    group_orders.clear(group_order=made)
    GroupOrder.objects.filter(pk=made.pk).update(title="改过")

    again, _ = copies.copy(group_order=source, by=cast.handler, at=on(12, 1), token=KEY)

    assert (again.pk, again.title, again.items.count()) == (made.pk, "改过", 0)


@pytest.mark.parametrize(("day", "drafts"), [(4, 0), (5, 1), (6, 1), (31, 1)])
def test_a_draft_is_made_on_its_day_or_as_soon_as_a_scheduler_runs_in_that_month(monthly, day, drafts):
    rows = standing_orders.make_due(at=on(12, day))

    assert len(rows) == drafts == StandingDraft.objects.count()
    if drafts:
        made = rows[0].group_order
        assert (made.title, made.status, made.handler) == ("12月食堂食材采购", Status.DRAFT, monthly.handler)
        assert localtime(made.deadline_at) == on(12, day, 18) + (on(12, 4) - on(12, 1))


def test_the_month_in_which_it_is_set_up_is_over_unless_the_day_is_still_to_come(monthly):
    assert standing_orders.make_due(at=on(11, 30)) == []
    assert standing_orders.next_on(monthly, on(11, 30)) == date(2026, 12, 5)


def test_running_it_again_changes_nothing_and_tells_once(monthly, cast):
    for hour in (7, 8, 23):
        standing_orders.make_due(at=on(12, 5, hour))
    standing_orders.make_due(at=on(12, 20))

    message = Message.objects.get(kind="STANDING")
    assert GroupOrder.objects.filter(copied_from=monthly.source).count() == 1
    assert (message.recipient, message.title) == (cast.handler, "本月草稿已备好：12月食堂食材采购")
    assert message.link == reverse(
        "unit:group_order", args=[monthly.unit.code, StandingDraft.objects.get().group_order.number]
    )
    assert standing_orders.next_on(monthly, on(12, 20)) == date(2027, 1, 5)


@pytest.mark.parametrize(("month", "day"), [(2, 28), (4, 30), (12, 31)])
def test_a_short_month_has_its_draft_on_its_last_day(monthly, month, day):
    StandingOrder.objects.update(day=31)

    assert standing_orders.make_due(at=on(month, day - 1, year=2027)) == []
    assert len(standing_orders.make_due(at=on(month, day, year=2027))) == 1


def test_what_cannot_be_had_is_left_out_and_named(monthly, tea):
    take_off(tea)

    [row] = standing_orders.make_due(at=on(12, 5))

    assert row.words == "现在买不到，没有放进去：茶" and row.group_order.items.count() == 1
    assert "没有放进去：茶" in Message.objects.get(kind="STANDING").body


def test_without_a_handler_it_is_skipped_once_tells_who_can_mend_it_and_is_made_up_for(monthly, cast, administrator):
    other = factories.join_unit(monthly.unit, Role.HANDLER)
    cast.handler.memberships.all().delete()

    rows = [standing_orders.make_due(at=on(12, day)) for day in (5, 6)]

    assert [len(found) for found in rows] == [1, 0] and rows[0][0].is_skipped
    told = Message.objects.filter(kind="STANDING")
    assert {message.recipient for message in told} == {other, administrator}
    assert all("请换一位经办人" in message.body for message in told)
    facts = {"source": monthly.source, "title": monthly.title, "day": 5, "collect_days": 3}
    standing_orders.change(standing_order=monthly, handler=other, at=on(12, 7), **facts)
    [made] = standing_orders.make_due(at=on(12, 8))
    assert made.group_order.handler == other and StandingDraft.objects.count() == 1


def test_with_nothing_to_be_had_it_is_skipped(monthly, oranges, tea):
    take_off(oranges)
    take_off(tea)

    [row] = standing_orders.make_due(at=on(12, 5))

    assert row.is_skipped and "现在都买不到" in row.words
    assert not GroupOrder.objects.filter(copied_from=monthly.source).exists()


def test_paused_it_makes_nothing_and_resumed_not_what_was_missed(monthly):
    standing_orders.pause(standing_order=monthly, at=on(12, 1))
    with pytest.raises(Repeated):
        standing_orders.pause(standing_order=monthly, at=on(12, 1))
    assert standing_orders.make_due(at=on(12, 6)) == []

    standing_orders.resume(standing_order=monthly, at=on(12, 6))

    with pytest.raises(Repeated):
        standing_orders.resume(standing_order=monthly, at=on(12, 6))
    assert standing_orders.make_due(at=on(12, 7)) == []
    assert len(standing_orders.make_due(at=on(1, 5, year=2027))) == 1


def test_another_day_does_not_bring_a_second_draft_in_the_same_month(monthly, cast):
    standing_orders.make_due(at=on(12, 5))
    facts = {"source": monthly.source, "title": "改名", "handler": cast.handler, "collect_days": 3}

    standing_orders.change(standing_order=monthly, day=20, at=on(12, 6), **facts)

    assert standing_orders.make_due(at=on(12, 20)) == []
    assert [row.group_order.title for row in standing_orders.make_due(at=on(1, 20, year=2027))] == ["1月改名"]


def test_ended_it_leaves_its_drafts(monthly):
    [row] = standing_orders.make_due(at=on(12, 5))

    standing_orders.remove(standing_order=monthly)

    assert GroupOrder.objects.filter(pk=row.group_order_id).exists()
    assert standing_orders.make_due(at=on(1, 5, year=2027)) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"day": 0}, "1 到 31 号"), ({"day": 32}, "1 到 31 号"), ({"collect_days": 31}, "征集天数")],
)
def test_numbers_out_of_range_are_refused(unit, source, cast, changes, sentence):
    facts = {"title": "食堂", "day": 5, "collect_days": 3, "handler": cast.handler} | changes

    with pytest.raises(Refused, match=sentence):
        standing_orders.create(unit=unit, source=source, at=on(11, 12), **facts)


def test_source_and_handler_are_the_units_own(unit, source, cast, stranger_handler, approver):
    facts = {"unit": unit, "title": "食堂", "day": 5, "collect_days": 3, "at": on(11, 12)}
    other = states.draft(stranger_handler.memberships.get().unit, cast, [factories.make_product()])

    with pytest.raises(Refused, match="请选本单位的采购单"):
        standing_orders.create(source=other, handler=cast.handler, **facts)
    for person in (stranger_handler, approver):
        with pytest.raises(Refused, match="请选本单位的经办人"):
            standing_orders.create(source=source, handler=person, **facts)


def test_the_command_says_what_it_made_and_why_not(monthly, oranges, tea, capsys):
    StandingOrder.objects.update(day=timezone.localdate().day, starts_on=timezone.localdate())
    take_off(oranges)
    take_off(tea)

    call_command("make_standing_drafts")
    call_command("make_standing_drafts")

    first, why, second = capsys.readouterr().out.splitlines()
    assert (first, second) == ("起草 0 张，跳过 1 张。", "起草 0 张，跳过 0 张。")
    assert monthly.unit.code in why and "现在都买不到" in why


def test_it_is_set_up_changed_paused_resumed_and_ended_on_its_pages(client, unit, source, cast):
    client.force_login(cast.handler)
    new = address("standing_order_new", source)
    form = client.get(f"{new}?source={source.number}").context["form"]
    data = {"title": "食堂", "source": source.number, "day": 3, "collect_days": 4, "handler": cast.handler.pk}
    assert (form["title"].value(), form["source"].value()) == ("食堂食材采购", source.number)

    made = client.post(new, data, follow=True)
    row = StandingOrder.objects.get()
    changed = client.post(address("standing_order", row, row.pk), data | {"day": 9}, follow=True)
    paused = client.post(address("standing_order_pause", row, row.pk), follow=True)
    resumed = client.post(address("standing_order_resume", row, row.pk), follow=True)
    ended = client.post(address("standing_order_remove", row, row.pk), follow=True)

    assert "每月 3 号起草，征集 4 天" in page(made) and "每月 9 号起草" in page(changed)
    assert "已暂停" in page(paused) and "下一次" in page(resumed)
    assert "已删除" in page(ended) and "还没有定期采购" in page(ended)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "请填写名称"),
        ({"day": 32}, "请填写 1 到 31 之间的整数"),
        ({"collect_days": 0}, "请填写 1 到 30 之间的整数"),
        ({"handler": 0}, "请从列表中选本单位的经办人"),
        ({"source": "JH0000-000000"}, "请从列表中选一张采购单"),
    ],
)
def test_a_form_filled_in_wrongly_says_how(client, source, cast, changes, sentence):
    client.force_login(cast.handler)
    data = {"title": "食堂", "source": source.number, "day": 3, "collect_days": 4, "handler": cast.handler.pk}

    response = client.post(address("standing_order_new", source), data | changes)

    assert response.status_code == 422 and sentence in page(response)
    assert not StandingOrder.objects.exists()


def test_what_it_made_is_shown_with_its_state(client, monthly, tea, member):
    take_off(tea)
    standing_orders.make_due(at=on(12, 5))
    client.force_login(member)

    shown = page(client.get(address("standing_orders", monthly)))

    assert "12月食堂食材采购" in shown and "草稿" in shown and "没有放进去：茶" in shown
    assert "确认删除" not in shown, "a member looks only"


@pytest.mark.parametrize("name", ["new", "edit", "pause", "resume", "remove", "copy"])
def test_only_the_units_handlers_set_up_anything(client, monthly, member, approver, stranger_handler, name):
    targets = {
        "new": address("standing_order_new", monthly),
        "edit": address("standing_order", monthly, monthly.pk),
        "copy": address("group_order_copy", monthly, monthly.source.number),
    }
    target = targets.get(name) or address(f"standing_order_{name}", monthly, monthly.pk)
    for person, status in ((member, 403), (approver, 403), (stranger_handler, 404)):
        client.force_login(person)
        assert client.post(target).status_code == status
    own = stranger_handler.memberships.get().unit.code
    if name not in ("new", "copy"):
        url = "standing_order" if name == "edit" else f"standing_order_{name}"
        assert client.post(reverse(f"unit:{url}", args=[own, monthly.pk])).status_code == 404
        assert StandingOrder.objects.get().paused_at is None


def test_the_page_takes_the_same_queries_for_2_as_for_12(client, monthly, cast):
    client.force_login(cast.handler)
    client.get(address("standing_orders", monthly))
    counts = []
    for months in ((12, 1), (2, 3, 4, 5, 6)):
        for month in months:
            standing_orders.make_due(at=on(month, 5, year=2026 if month == 12 else 2027))
        facts = {"source": monthly.source, "title": "又一个", "day": 5, "collect_days": 3, "handler": cast.handler}
        standing_orders.create(unit=monthly.unit, at=on(12, 1), **facts)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("standing_orders", monthly))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 15
