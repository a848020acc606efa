"""Codes pasted into a group order: products of a draft, and one's own quantities when joining."""

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.collection import group_orders
from procurement.models import Participant
from tests import factories

from . import states


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def apples(rival):
    return factories.make_product(rival.partners.get(), sku="PG-1", title="苹果 5kg/箱", price="70.00", stock=500)


@pytest.fixture
def draft(unit, cast, oranges):
    return states.draft(unit, cast, [oranges])


@pytest.fixture
def collecting(draft, cast, apples):
    draft.items.create(product=apples)
    return group_orders.open(group_order=draft, by=cast.handler, at=cast.at)


def page(response):
    return response.content.decode()


def code(product):
    return product.stockrecords.get().partner_sku


def address(name, group_order):
    return reverse(f"unit:{name}", args=[group_order.unit.code, group_order.number])


def minimums(group_order):
    return dict(group_order.items.values_list("product", "min_quantity"))


# A draft


def test_products_are_shown_first_and_then_put_into_a_draft(client, draft, handler, oranges, apples):
    client.force_login(handler)
    assert address("group_order_paste", draft) in page(client.get(address("group_order_products", draft)))
    text = f"货号\t最少\n{code(oranges)}\t20\nPG-1"

    shown = page(client.post(address("group_order_paste", draft), {"text": text}))

    assert "全部加入（2 种）" in shown and "已在单里" in shown and "0 →" in shown
    assert minimums(draft) == {oranges.pk: 0}
    done = client.post(address("group_order_paste", draft), {"text": text, "add": "1"})
    assert done.url == address("group_order_products", draft)
    client.post(address("group_order_paste", draft), {"text": text, "add": "1"})
    assert minimums(draft) == {oranges.pk: 20, apples.pk: 0}


def test_one_bad_line_puts_nothing_in(client, draft, handler, oranges, apples):
    client.force_login(handler)

    answer = client.post(address("group_order_paste", draft), {"text": "PG-1\t5\nPG-2\t5", "add": "1"})

    assert answer.status_code == 422 and "第 2 行" in page(answer)
    assert minimums(draft) == {oranges.pk: 0}


def test_too_many_products_put_nothing_in(client, draft, handler, oranges, apples, monkeypatch):
    monkeypatch.setattr("procurement.collection.drafts.MAX_ITEMS", 1)
    client.force_login(handler)

    answer = client.post(address("group_order_paste", draft), {"text": f"{code(oranges)} 9\nPG-1", "add": "1"})

    assert answer.status_code == 409 and "最多 1 种" in page(answer)
    assert minimums(draft) == {oranges.pk: 0}


def test_only_a_handler_pastes_and_only_into_a_draft(client, collecting, handler, member, stranger_handler):
    where = address("group_order_paste", collecting)

    assert client.get(where).url.startswith(reverse("user:login"))
    for person, status in ((member, 403), (stranger_handler, 404)):
        client.force_login(person)
        assert client.post(where, {"text": "PG-1"}).status_code == status
    client.force_login(handler)
    assert client.post(where, {"text": "PG-1", "add": "1"}).url == address("group_order", collecting)


# One's own quantities


def boxes(response):
    """Return the numbers in the quantity boxes by product."""
    form = response.context["form"]
    return {row.product.title[:2]: form.quantity_field(row.item).value() for row, _, _ in response.context["rows"]}


def test_pasted_numbers_fill_the_boxes_and_nothing_is_sent(client, collecting, oranges):
    where = reverse("join:group_order", args=[collecting.join_token])
    typed = {"name": "李晓", "fill": "1", "pasted": f"{code(oranges)}\t３\npg-1 2箱"}

    assert f"货号 {code(oranges)}" in page(client.get(where))
    answer = client.post(where, typed)

    assert answer.status_code == 200 and boxes(answer) == {"秭归": 3, "苹果": 2}
    assert answer.context["form"]["name"].value() == "李晓" and "已填好 2 种" in page(answer)
    assert "请改好标出的地方" not in page(answer) and not Participant.objects.exists()


def test_a_bad_line_fills_nothing_and_keeps_what_was_typed(client, collecting, oranges):
    where = reverse("join:group_order", args=[collecting.join_token])
    item = collecting.items.get(product=oranges)

    answer = client.post(where, {f"quantity-{item.pk}": "7", "fill": "1", "pasted": "PG-1\t2\nZZ\t1"})

    assert answer.status_code == 422 and "第 2 行" in page(answer) and "没有这个货号" in page(answer)
    assert boxes(answer) == {"秭归": "7", "苹果": 0}


def test_a_product_outside_the_group_order_is_unknown(client, collecting, supplier):
    other = factories.make_product(supplier)
    where = reverse("join:group_order", args=[collecting.join_token])

    answer = client.post(where, {"fill": "1", "pasted": f"{code(other)}\t2"})

    assert "没有这个货号" in page(answer)


def test_a_code_of_two_suppliers_is_asked_about_when_joining(client, collecting, oranges, apples):
    oranges.stockrecords.update(partner_sku="PG-1")
    where = reverse("join:group_order", args=[collecting.join_token])

    asked = client.post(where, {"fill": "1", "pasted": "PG-1\t2"})
    filled = client.post(where, {"fill": "1", "pasted": "PG-1\t2", "which-PG-1": apples.pk})

    assert "有 2 家供应商" in page(asked) and boxes(asked) == {"秭归": 0, "苹果": 0}
    assert boxes(filled) == {"秭归": 0, "苹果": 2}


def test_who_takes_part_fills_their_boxes_too(client, collecting, cast, oranges):
    person = states.join(collecting, 1, cast)
    where = reverse("join:change", args=[person.token])

    answer = client.post(where, {"fill": "1", "pasted": "PG-1\t9"})

    assert answer.status_code == 200 and boxes(answer)["苹果"] == 9
    assert {pledge.quantity for pledge in person.pledges.all()} == {1}
