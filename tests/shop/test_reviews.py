"""Reviews: only of goods received, once a line; one answer; hidden with a reason; counted on card and page."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.delivery import purchase_orders, reviews
from procurement.models import Review
from procurement.moves import Refused, Repeated
from tests import factories

from . import money
from .test_checkout import text

WORDS = {"stars": "4", "words": "橙子很甜，箱子有点旧。"}


@pytest.fixture
def bought(oranges, shopper):
    """An order that the shopper received."""
    order = money.order(oranges, 2, by=shopper)
    money.accept(order, by=shopper)
    return order


def write(order, *, by, at=None, **changes):
    facts = {"line": order.order.lines.get(), "stars": 5, "words": "好吃", "at": at or timezone.now(), **changes}
    return reviews.write(purchase_order=order, by=by, **facts)


def page_of(order, line=None):
    return reverse("checkout:review", args=[order.number, (line or order.order.lines.get()).pk])


def test_who_received_the_goods_says_what_they_think_and_everybody_reads_it(client, bought, oranges, shopper):
    client.force_login(shopper)
    assert "说说收到的商品" in text(client.get(f"/orders/{bought.number}/"))

    sent = client.post(page_of(bought), {**WORDS, "photos": [money.picture(90), money.picture(120)]}, follow=True)

    assert "谢谢您的评价" in text(sent) and "说说收到的商品" not in text(sent)
    client.logout()
    page = client.get(oranges.get_absolute_url())
    assert "橙子很甜" in text(page) and "收**" in text(page) and shopper.mobile not in text(page)
    assert text(page).count("买家照片") == 2
    assert '"ratingValue": "4.0"' in text(page) and '"reviewCount": 1' in text(page)
    assert "★ 4.0（1 条评价）" in text(client.get(reverse("catalogue:index")))


def test_a_guest_with_the_key_may_and_one_without_may_not(client, bought):
    assert client.post(page_of(bought), WORDS).status_code == 404
    assert client.post(page_of(bought), {**WORDS, "key": bought.access_token}).status_code == 302
    assert Review.objects.get().by is None


def test_before_the_goods_are_there_nobody_speaks_and_long_after_shipping_they_may(oranges, shopper, client, settings):
    order, now = money.order(oranges, 1, by=shopper), timezone.now()
    client.force_login(shopper)
    assert client.get(page_of(order)).status_code == 404
    with pytest.raises(Refused, match="收到货之后"):
        write(order, by=shopper)

    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=None, at=now - timedelta(days=9))
    with pytest.raises(Refused):
        write(order, by=shopper, at=now)
    write(order, by=shopper, at=now + timedelta(days=settings.REVIEW_DAYS))


def test_a_line_is_reviewed_once_and_only_by_its_own_order(client, bought, oranges, shopper):
    write(bought, by=shopper)
    with pytest.raises(Repeated):
        write(bought, by=shopper)
    stranger = factories.UserFactory()
    other = money.order(factories.make_product(), 1, by=stranger, number="P2")
    money.accept(other, by=stranger)
    with pytest.raises(Refused):
        write(bought, by=shopper, line=other.order.lines.get())

    client.force_login(shopper)
    assert client.get(page_of(bought, other.order.lines.get())).status_code == 404
    assert client.get(page_of(other)).status_code == 404
    assert Review.objects.count() == 1


def test_a_unit_does_not_review(unit, oranges, handler):
    order = money.order(oranges, 1, by=handler, unit=unit)
    money.accept(order, by=handler)

    assert reviews.open_lines(order, timezone.now()) == []
    with pytest.raises(Refused):
        write(order, by=handler)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stars": ""}, "请选择几颗星。"),
        ({"stars": "6"}, "请从 1 到 5 颗星里选。"),
        ({"words": ""}, "请写几个字。"),
        ({"words": "好" * 501}, "最多 500 个字。"),
        ({"photos": [money.picture(shade) for shade in (1, 2, 3, 4)]}, "最多 3 张照片。"),
    ],
)
def test_each_mistake_is_said(client, bought, shopper, changes, sentence):
    client.force_login(shopper)

    answer = client.post(page_of(bought), {**WORDS, **changes})

    assert answer.status_code == 400 and sentence in text(answer)
    assert not Review.objects.exists()


def test_the_supplier_answers_once(client, bought, oranges, shopper, seller, supplier):
    review = write(bought, by=shopper)
    client.force_login(seller)
    address = reverse("supplier:review_answer", args=[supplier.code, review.pk])
    assert client.post(address, {"words": ""}).status_code == 400

    assert "已回复" in text(client.post(address, {"words": "谢谢支持"}, follow=True))
    assert "只能回复一次" in text(client.post(address, {"words": "再说一句"}, follow=True))

    assert "谢谢支持" in text(client.get(oranges.get_absolute_url()))


def test_the_office_hides_with_a_reason_and_shows_again(client, bought, oranges, shopper, office, seller, supplier):
    review = write(bought, by=shopper, stars=1, words="骂人的话")
    client.force_login(office)
    hide = reverse("office:review_hide", args=[review.pk])
    assert client.post(hide, {"reason": ""}).status_code == 400

    client.post(hide, {"reason": "辱骂"})
    oranges.dossier.refresh_from_db()
    assert oranges.dossier.review_count == 0
    assert "骂人的话" not in text(client.get(oranges.get_absolute_url()))
    assert "还没有评价" in text(client.get(oranges.get_absolute_url()))
    client.post(reverse("office:review_show", args=[review.pk]))
    assert "骂人的话" in text(client.get(oranges.get_absolute_url()))
    client.post(hide, {"reason": "辱骂"})
    client.force_login(seller)
    assert "协作办隐藏了这条评价：辱骂" in text(client.get(reverse("supplier:reviews", args=[supplier.code])))


def test_others_neither_answer_nor_hide(client, bought, shopper, rival, seller, supplier):
    review = write(bought, by=shopper)
    answer = reverse("supplier:review_answer", args=[supplier.code, review.pk])
    hide = reverse("office:review_hide", args=[review.pk])
    own = reverse("supplier:review_answer", args=[rival.partners.get().code, review.pk])
    client.force_login(rival)
    assert {client.post(url, {"words": "x"}).status_code for url in (answer, own, hide)} == {404}
    client.force_login(seller)
    assert client.post(hide, {"reason": "x"}).status_code == 404
    assert client.get(answer).status_code == 405


def make_reviews(product, shopper, number, first=0):
    for place in range(first, first + number):
        order = money.order(product, 1, by=shopper, number=f"R{place}")
        money.accept(order, by=shopper)
        write(order, by=shopper, stars=place % 5 + 1)


def test_pages_ask_as_often_for_many_reviews_as_for_few(client, oranges, shopper, office, django_assert_num_queries):
    from .test_catalogue import queries_of

    make_reviews(oranges, shopper, 2)
    client.get(oranges.get_absolute_url())  # What is bought together is kept for an hour.
    page, few = oranges.get_absolute_url(), queries_of(client, oranges.get_absolute_url())
    client.force_login(office)
    desk = queries_of(client, reverse("office:reviews"))

    make_reviews(oranges, shopper, 6, first=2)

    assert queries_of(client, reverse("office:reviews")) == desk
    client.logout()
    assert queries_of(client, page) == few <= 14
    oranges.dossier.refresh_from_db()
    assert Decimal(oranges.dossier.review_stars) == sum(Review.objects.values_list("stars", flat=True))
