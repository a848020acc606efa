"""Codes and quantities pasted from a spreadsheet: how they are read, and how they get into a basket."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from oscar.core.loading import get_model

from shop.produce import packs, pasting
from tests import factories

Basket = get_model("basket", "Basket")
PAGE = reverse("basket:paste")


def read(text, **how):
    """Return ``([(code, packs)], [(line, sentence)])``."""
    lines, mistakes = pasting.read(text, most=99_999, **how)
    return [(line.code, line.packs) for line in lines], [(each.number, each.message) for each in mistakes]


# Reading


@pytest.mark.parametrize(
    "line",
    [
        "ZG01-001\t12",
        "ZG01-001\t12\t",
        "\tZG01-001\t12",
        "ZG01-001\t秭归脐橙 5kg\t12",
        "zg01-001 12",
        "ZG01-001,12",
        "ZG01-001， 12 箱",
        "ＺＧ０１－００１　１２",
        "ZG01-001：12盒",
        "ZG01-001\t12.00",
        "ZG01-001、12",
        "ZG01-001 × 12",
        "  ZG01-001   12  ",
    ],
)
def test_a_line_is_read_however_it_is_written(line):
    assert read(line) == ([("ZG01-001", 12)], [])


@pytest.mark.parametrize(("text", "number"), [("1,200", 1200), ("１，２００", 1200), ("7 袋", 7), ("", 0), ("+3", 3)])
def test_numbers_are_taken_as_people_write_them(text, number):
    assert packs.read(text, most=99_999) == number


@pytest.mark.parametrize("header", ["货号\t数量", "商品编码,数量", "Code\tQty", "SKU 数量", "货号"])
def test_a_header_is_passed_over_and_empty_lines_do_not_shift_numbers(header):
    assert read(f"{header}\n\nA1\t2\n\nA2\t-1")[1] == [(5, "数量不能是负数，不要就填 0 或留空。")]
    assert read(f"{header}\n\nA1\t2")[0] == [("A1", 2)]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("A1", "没有数量"),
        ("A1\t", "没有数量"),
        ("A1\t两箱", "请填整数"),
        ("A1\t2.5", "请改成整数"),
        ("A1\t0", "从 1 起"),
        ("A1\t-3", "负数"),
        ("A1\t100000", "最多 99999"),
        ("A1\t1.0E+30", "最多 99999"),
        (f"A1 {'9' * 250}", "最多 99999"),
        ("A" * 301, "太长"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_reason(line, sentence):
    lines, ((number, message),) = read(f"A0\t1\n{line}")

    assert lines == [("A0", 1)] and number == 2 and sentence in message


def test_a_draft_takes_lines_without_numbers():
    assert read("A1\nA2\t\nA3 5\n货号 B", may_lack_packs=True) == ([("A1", 0), ("A2", 0), ("A3", 5), ("货号 B", 0)], [])


def test_too_many_lines_are_named_where_they_begin():
    _, ((number, message),) = read("\n".join(f"A{n}\t1" for n in range(pasting.MAX_LINES + 5)))

    assert number == pasting.MAX_LINES + 1 and "最多 200 行" in message


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text):
    read(text)


def test_a_hostile_text_takes_no_time():
    start = time.monotonic()

    read("\n".join(["1,1 " * 70 + "!"] * 300) + "1, " * 100_000)

    assert time.monotonic() - start < 2


# Into the basket


@pytest.fixture
def apples(rival):
    """Another supplier's product."""
    return factories.make_product(rival.partners.get(), sku="PG-1", title="苹果 5kg/箱", price="70.00", stock=500)


def code(product):
    return product.stockrecords.get().partner_sku


def send(client, *lines, **more):
    return client.post(PAGE, {"text": "\n".join(lines), **more})


def page(response):
    return response.content.decode()


def held():
    basket = Basket.objects.filter(status=Basket.OPEN).first()
    return dict(basket.lines.values_list("product", "quantity")) if basket else {}


def test_the_box_is_reached_from_the_basket(client, oranges):
    assert PAGE in page(client.get(reverse("basket:summary")))
    client.post(reverse("basket:add", args=[oranges.pk]), {"quantity": 1})
    assert PAGE in page(client.get(reverse("basket:summary")))
    assert client.get(PAGE).status_code == 200


def test_lines_are_shown_first_and_then_added(client, oranges, apples):
    client.post(reverse("basket:add", args=[oranges.pk]), {"quantity": 3})
    lines = ("货号\t数量", f"{code(oranges)}\t2", "ｐｇ-1，4", f"{code(oranges).lower()} 5")

    shown = page(send(client, *lines))

    assert "3 →" in shown and "第 2、4 行相加" in shown and "全部加入购物车（2 种）" in shown
    assert held() == {oranges.pk: 3}, "nothing is added yet"
    sent = {f"held-{oranges.pk}": 3, f"held-{apples.pk}": 0, "add": "1"}
    assert send(client, *lines, **sent).url == reverse("basket:summary")
    assert held() == {oranges.pk: 10, apples.pk: 4}


def test_the_preview_tells_what_the_basket_will_say(client, oranges, apples):
    apples.dossier.min_order_quantity = 5
    apples.dossier.save()

    shown = page(send(client, f"{code(oranges)}\t201", "PG-1\t4"))

    assert "库存只剩 200 箱" in shown and "5 箱起订，还差 1 箱" in shown


def test_a_second_click_adds_nothing(client, oranges):
    sent = {f"held-{oranges.pk}": 0, "add": "1"}
    send(client, f"{code(oranges)}\t2", **sent)

    again = send(client, f"{code(oranges)}\t2", **sent)

    assert again.status_code == 409 and "可能已经加入过" in page(again)
    assert held() == {oranges.pk: 2}


def test_one_bad_line_keeps_all_out_and_can_be_left_out(client, oranges):
    answer = send(client, f"{code(oranges)}\t2", "NOPE-1\t1", add="1")

    assert answer.status_code == 422 and held() == {}
    assert "第 2 行" in page(answer) and "没有这个货号" in page(answer) and "全部加入购物车" not in page(answer)
    assert answer.context["pasted"].good_text == f"{code(oranges)}\t2"


def test_what_is_sold_out_or_withdrawn_is_named(client, oranges, apples):
    apples.stockrecords.update(num_in_stock=0)
    oranges.is_public = False
    oranges.save()

    said = [mistake.message for mistake in send(client, f"{code(oranges)} 1", "PG-1 1").context["pasted"].mistakes]

    assert "下架" in said[0] and "已售罄" in said[1]


def test_a_code_of_two_suppliers_is_asked_about(client, oranges, apples):
    oranges.stockrecords.update(partner_sku="PG-1")

    asked = send(client, "PG-1\t2", add="1")

    assert "有 2 家供应商" in page(asked) and "全部加入购物车" not in page(asked) and held() == {}
    assert "全部加入购物车（1 种）" in page(send(client, "PG-1\t2", **{"which-PG-1": apples.pk}))
    send(client, "PG-1\t2", **{"which-PG-1": 999_999, "add": "1"})
    assert held() == {}, "a product that the code does not mean is no answer"
    send(client, "PG-1\t2", **{"which-PG-1": apples.pk, f"held-{apples.pk}": 0, "add": "1"})
    assert held() == {apples.pk: 2}


@pytest.mark.parametrize("text", ["", " \n\t\n", "货号\t数量"])
def test_an_empty_box_says_so(client, db, text):
    answer = send(client, text)

    assert answer.status_code == 422 and "还没有内容" in page(answer)


def test_markup_in_a_line_is_shown_as_text(client, db):
    assert "<script>" not in page(send(client, "<script>alert(1)</script>\t1")).partition("</main>")[0].split("<h1>")[1]


def test_looking_takes_the_same_queries_for_few_and_many(client, supplier):
    counts = []
    for size in (3, 30):
        codes = [code(factories.make_product(supplier)) for _ in range(size)]
        with CaptureQueriesContext(connection) as queries:
            assert send(client, *(f"{each}\t1" for each in codes)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
