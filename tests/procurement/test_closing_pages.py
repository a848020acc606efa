"""The office closes a month on its pages: looks at what is open, signs, prints; later corrections are listed beside."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.delivery import purchase_orders
from procurement.models import Closing, OfflinePurchase, Plan
from shop.payments import bank_transfer
from tests import factories

from . import closing_months
from .closing_months import close
from .histories import buy, complete, receive
from .test_closings import unlock_closings
from .test_verify_ledger import sql

SURE = {"signer": "周主任", "note": "已与财务核对", "is_sure": "on", "is_acknowledged": "on"}


@pytest.fixture
def bought(oranges, unit, shopper):
    make_plan_of_2024()
    return [complete(oranges, packs, by=shopper, at=day(month), unit=unit) for packs, month in ((10, 9), (3, 10))]


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def day(month, number=10):
    """A day long over, whenever the tests run."""
    return closing_months.day(month, number, year=2024)


def make_plan_of_2024():
    Plan.objects.create(year=2024, title="2024年方案", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))


def at(name, *arguments):
    return reverse(f"office:{name}", args=arguments)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_list_says_which_month_comes_next(desk, bought):
    text = words(desk.get(at("closings")))

    assert "2024年9月 可以封账 580.00 580.00" in text
    assert "2024年10月 先封前面的月份 174.00 174.00" in text


def test_a_month_is_looked_over_signed_and_printed(desk, bought, office):
    assert "没有" in words(desk.get(at("closing_check", "2024-09")))

    answer = desk.post(at("closing_check", "2024-09"), SURE)

    assert answer.url == at("closing", "2024-09")
    closing = Closing.objects.get()
    assert (closing.closed_by, closing.content["signer"], closing.content["note"]) == (office, "周主任", "已与财务核对")
    text = words(desk.get(answer.url))
    assert "台账封账单" in text and "签字人 周主任" in text and "已完成 4" not in text
    assert "封账之后没有改动" in text and closing.digest in text and "没有对这个月的更正" in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"is_sure": ""}, "封账不能撤销，请先勾选确认。"), ({"signer": " "}, "请填写签字人姓名。")],
)
def test_an_unsigned_or_unconfirmed_closing_is_refused(desk, bought, change, sentence):
    answer = desk.post(at("closing_check", "2024-09"), SURE | change)

    assert (answer.status_code, Closing.objects.count()) == (400, 0)
    assert sentence in words(answer)


def test_what_forbids_closing_is_said_and_opens(desk, bought, unit):
    waiting = factories.make_offline_purchase(unit, at=day(9, 20))
    OfflinePurchase.objects.filter(pk=waiting.pk).update(status="SUBMITTED", purchased_on=day(9, 20).date())
    text = words(desk.get(at("closing_check", "2024-09")))
    answer = desk.post(at("closing_check", "2024-09"), SURE)

    assert "不能封账 1 笔，1,250.05 元" in text
    assert (answer.status_code, Closing.objects.count()) == (409, 0)
    rows = desk.get(at("closing_rows", "2024-09", "unverified"))
    assert waiting.number in words(rows) and "1,250.05" in words(rows)


def test_each_line_of_the_checklist_opens_its_rows(desk, bought, oranges, unit, shopper):
    order = complete(oranges, 1, by=shopper, at=day(9), unit=unit)
    short = purchase_of(oranges, unit, shopper)
    text = words(desk.get(at("closing_check", "2024-09")))

    assert "请看过 1 笔" in text and order.number not in text
    assert short.number in words(desk.get(at("closing_rows", "2024-09", "claims")))
    assert short.number in words(desk.get(at("closing_rows", "2024-09", "unpaid")))
    for key in ("unverified", "incomplete", "changed"):
        assert "没有了。" in words(desk.get(at("closing_rows", "2024-09", key)))
    assert desk.get(at("closing_rows", "2024-09", "nothing")).status_code == 404


def purchase_of(oranges, unit, shopper):
    order = buy(oranges, 4, by=shopper, at=day(9), unit=unit)
    receive(order, by=shopper, at=day(9), short=1)
    return order


def test_what_is_outstanding_must_be_acknowledged(desk, bought, oranges, unit, shopper):
    purchase_of(oranges, unit, shopper)
    answer = desk.post(at("closing_check", "2024-09"), SURE | {"is_acknowledged": ""})
    assert (answer.status_code, Closing.objects.count()) == (400, 0)
    assert "还有未了结的事项" in words(answer)

    desk.post(at("closing_check", "2024-09"), SURE)
    assert "在办的售后 1" in words(desk.get(at("closing", "2024-09")))


def test_a_second_click_and_a_month_out_of_turn_are_sent_back_to_the_list(desk, bought, office):
    close("2024-09", office, day(10, 5))
    for period, sentence in (("2024-09", "已经封账"), ("2024-11", "2024年10月还没有封账"), ("nonsense", "还没有封账")):
        answer = desk.post(at("closing_check", period), SURE, follow=True)
        assert answer.redirect_chain[-1][0] == at("closings")
        assert sentence in words(answer)
    assert Closing.objects.count() == 1
    assert desk.get(at("closing", "2024-10")).status_code == 404
    assert desk.get(at("closing_rows", "2024-09", "claims")).status_code == 404


def test_a_closing_is_reprinted_the_same_whatever_changed_since(desk, bought, unit, office, shopper, oranges):
    close("2024-09", office, day(10, 5))
    before = paper_of(desk.get(at("closing", "2024-09")))
    unit.name = "改名后的单位"
    unit.save()
    office.name = "改名"
    office.save()
    order = bought[0]
    line = order.order.lines.get().pk
    purchase_orders.take_back(purchase_order=order, packs={line: 2}, reason="腐烂", by=shopper, at=day(11))
    bank_transfer.refund(purchase_order=order, reference="R1", by=shopper, at=day(11), reason="退款")
    page = desk.get(at("closing", "2024-09"))

    assert paper_of(page) == before
    text = words(page)
    assert "已下单 -116.00 元（1 条）" in text and "更正已封账的 2024-09" in text
    assert "含对已封账的2024年9月的更正" in words(desk.get(at("statistics"), {"plan": "2024", "from": "2024-11"}))
    listed = words(desk.get(at("ledger"), {"plan": "2024", "corrects": "2024-09", "stage": "PAID"}))
    assert "共 1 条，合计 -116.00 元" in listed


def paper_of(answer):
    return re.search(r"<article.*?</article>", answer.content.decode(), re.DOTALL).group()


def test_a_closing_changed_behind_its_back_says_so(desk, bought, office):
    close("2024-09", office, day(10, 5))
    unlock_closings()
    sql("UPDATE procurement_closing SET entries = 7")

    assert "封账之后被改动过" in words(desk.get(at("closing", "2024-09")))


def test_units_and_strangers_have_no_closings(client, bought, handler, office):
    close("2024-09", office, day(10, 5))
    pages = [at("closings"), at("closing", "2024-09"), at("closing_check", "2024-10")]
    pages.append(at("closing_rows", "2024-10", "claims"))
    assert {client.get(page).status_code for page in pages} == {302}
    client.force_login(handler)
    assert {client.get(page).status_code for page in pages} == {404}
    assert client.post(at("closing_check", "2024-10"), SURE).status_code == 404
    client.force_login(office)
    assert client.post(at("closings")).status_code == 405


def test_the_pages_take_the_same_queries_for_few_and_many(desk, bought, oranges, unit, shopper, office):
    close("2024-09", office, day(10, 5))
    pages = [at("closings"), at("closing", "2024-09"), at("closing_check", "2024-10")]
    pages += [at("closing_rows", "2024-10", key) for key in ("claims", "unpaid")]
    counts = []
    for number in (1, 8):
        for _ in range(number):
            purchase_of(oranges, unit, shopper)
            complete(oranges, 1, by=shopper, at=day(9, 20), unit=unit)
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                assert desk.get(page).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
