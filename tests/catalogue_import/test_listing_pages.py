"""The office's queue, and what suppliers see of it."""

import pytest
from django.urls import reverse
from oscar.core.loading import get_model

from shop.produce.models import ListingRequest, PriceChange
from tests import factories

from .test_pages import text

Product = get_model("catalogue", "Product")
QUEUE, DECIDE = reverse("listing:queue"), reverse("listing:decide")


@pytest.fixture
def waiting(shop, seller, now):
    """Return a function that makes a product waiting to be listed at a price."""

    def make(title="新脐橙", price="58.00", kind="FIRST", **facts):
        product = factories.make_product(shop, title=title, price=price)
        Product.objects.filter(pk=product.pk).update(is_public=kind == "PRICE")
        facts = {"new_price": price, "asked_by": seller, "asked_at": now} | facts
        return ListingRequest.objects.create(product=product, kind=kind, **facts)

    return make


@pytest.fixture
def desk_of_office(client, office):
    client.force_login(office)
    return client


def test_the_office_sees_what_waits_with_the_price_against_the_median(desk_of_office, waiting, shop):
    for price in ("50.00", "52.00", "60.00"):
        factories.make_product(shop, price=price)
    waiting("贵脐橙", "120.00")
    waiting("平常脐橙", "54.00")

    page = text(desk_of_office.get(QUEUE))

    assert "贵脐橙" in page and "平常脐橙" in page
    assert "“脐橙”另 3 种中位价 5.20 元" in page
    assert page.count("明显偏高") == 1


def test_ticked_ones_are_approved_together_and_the_others_wait_on(desk_of_office, waiting):
    first, second, third = waiting("甲橙"), waiting("乙橙"), waiting("丙橙")

    response = desk_of_office.post(DECIDE, {"decision": "approve", "requests": [first.pk, second.pk]})

    assert response.url.startswith(QUEUE)
    assert set(Product.objects.filter(is_public=True)) == {first.product, second.product}
    assert list(ListingRequest.objects.waiting()) == [third]


def test_a_whole_page_is_approved_at_once(desk_of_office, waiting):
    rows = [waiting(f"橙{number}") for number in range(3)]

    desk_of_office.post(DECIDE, {"decision": "approve_page", "shown": [row.pk for row in rows]})

    assert Product.objects.filter(is_public=True).count() == 3


def test_returning_needs_a_reason_that_the_supplier_reads(desk_of_office, waiting, shop, seller):
    request = waiting("甲橙")

    refused = desk_of_office.post(DECIDE, {"decision": "return", "requests": [request.pk]})
    assert refused.status_code == 400 and "退回要写原因" in text(refused)

    desk_of_office.post(DECIDE, {"decision": "return", "requests": [request.pk], "reason": "缺少图片"})
    desk_of_office.force_login(seller)
    assert "缺少图片" in text(desk_of_office.get(reverse("catalogue_import:listings", args=[shop.code])))
    assert "缺少图片" in text(desk_of_office.get(reverse("supplier:products", args=[shop.code])))
    assert not Product.objects.filter(is_public=True).exists()


@pytest.mark.parametrize(
    "data", [{}, {"decision": "approve"}, {"decision": "approve", "requests": ["x"]}, {"decision": "burn"}]
)
def test_nothing_ticked_or_nonsense_decides_nothing(desk_of_office, waiting, data):
    waiting()

    assert desk_of_office.post(DECIDE, data).status_code == 400
    assert ListingRequest.objects.waiting().count() == 1


def test_deciding_twice_says_that_nothing_was_left(desk_of_office, waiting):
    request = waiting()
    data = {"decision": "approve", "requests": [request.pk]}
    desk_of_office.post(DECIDE, data)

    assert "已通过 0 项" in text(desk_of_office.post(DECIDE, data, follow=True))


def test_the_queue_is_filtered(desk_of_office, waiting, shop):
    waiting("甲橙")
    waiting("乙橙", kind="PRICE", old_price="40.00")

    def shown(**query):
        page = text(desk_of_office.get(QUEUE, query))
        return [title for title in ("甲橙", "乙橙") if title in page]

    assert shown() == ["甲橙", "乙橙"]
    assert shown(kind="PRICE") == ["乙橙"]
    assert shown(words="甲") == ["甲橙"]
    assert shown(supplier=shop.code) == ["甲橙", "乙橙"]
    assert shown(supplier="nobody") == shown(state="APPROVED") == []
    assert shown(state="nonsense", kind="nonsense", page="x") == ["甲橙", "乙橙"]


def test_prices_are_shown_to_their_supplier_and_to_the_office(desk_of_office, waiting, shop, seller, rival, now):
    product = waiting("甲橙").product
    PriceChange.objects.create(product=product, old="50", new="58", at=now, by=seller)

    assert "涨 16%" in text(desk_of_office.get(reverse("listing:prices", args=[product.pk])))
    desk_of_office.force_login(seller)
    own = reverse("catalogue_import:prices", args=[shop.code])
    assert "甲橙" in text(desk_of_office.get(own, {"words": "甲"}))
    assert "甲橙" not in text(desk_of_office.get(own, {"words": "乙"}))
    desk_of_office.force_login(rival)
    theirs = reverse("catalogue_import:prices", args=[rival.partners.get().code])
    assert "甲橙" not in text(desk_of_office.get(theirs))
    assert desk_of_office.get(own).status_code == 404


@pytest.mark.parametrize("url", [QUEUE, DECIDE, reverse("listing:prices", args=[1])])
def test_only_the_office_reviews(client, seller, handler, url):
    visit = client.post if url == DECIDE else client.get
    assert "login" in visit(url).url
    for person in (seller, handler):
        client.force_login(person)
        assert visit(url).status_code == 404


def test_the_wrong_method_is_405(desk_of_office):
    assert desk_of_office.get(DECIDE).status_code == desk_of_office.post(QUEUE).status_code == 405


def test_lists_cost_the_same_however_long(desk_of_office, waiting, shop, seller, django_assert_max_num_queries):
    for number in range(35):
        waiting(f"橙{number}")
    with django_assert_max_num_queries(18):
        assert desk_of_office.get(QUEUE).status_code == 200
    desk_of_office.force_login(seller)
    for name in ("listings", "prices"):
        with django_assert_max_num_queries(16):
            assert desk_of_office.get(reverse(f"catalogue_import:{name}", args=[shop.code])).status_code == 200


def test_markup_in_names_is_shown_as_text(desk_of_office, waiting):
    waiting("<script>x</script>")

    assert "<script>x" not in text(desk_of_office.get(QUEUE))
