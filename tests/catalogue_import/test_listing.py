"""First publications and steep price rises wait for the county office; the rest is live at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_import import imports, listing_decisions, template
from catalogue_import.models import CatalogueImport
from shop.inbox.models import Message
from shop.produce import listings
from shop.produce.models import ListingRequest, PriceChange
from tests import factories

from .test_import import FULL
from .test_pages import text

Product = get_model("catalogue", "Product")
PLAIN = FULL | {"tiers": "", "min_order_quantity": 1, "order_multiple": 1, "price": "58"}


@pytest.fixture(autouse=True)
def reviewed(settings):
    settings.LISTING_REVIEW = True
    settings.LISTING_PRICE_RISE = 20


@pytest.fixture
def send(shop, seller, tmp_path):
    """Return a function that imports rows as the supplier, at a day counted from now."""

    def run(*rows, day=0, by=seller, **options):
        path = tmp_path / "目录.xlsx"
        template.write(path, rows)
        at = timezone.now() + timedelta(days=day)
        return imports.run(path=path, name=path.name, supplier=shop, by=by, at=at, **options)

    return run


@pytest.fixture
def approve(office):
    def run(day=0, **facts):
        requests = ListingRequest.objects.filter(**facts)
        return listing_decisions.approve(requests=requests, by=office, at=timezone.now() + timedelta(days=day))

    return run


def price():
    return Product.objects.get().stockrecords.get().price


def test_a_new_product_waits_until_the_office_approves(send, approve, shop):
    result = send(PLAIN)

    product = Product.objects.get()
    assert (result.created, product.is_public) == (1, False)
    request = ListingRequest.objects.get()
    assert (request.kind, request.is_waiting, request.import_number) == (
        "FIRST",
        True,
        CatalogueImport.objects.get().pk,
    )

    assert approve() == 1

    product.refresh_from_db()
    assert product.is_public
    assert Message.objects.filter(recipient__in=shop.users.all(), kind="LISTED").count() == 1
    assert approve() == 0


def test_a_product_that_its_supplier_does_not_publish_asks_for_nothing(send):
    send(PLAIN | {"on_sale": "否"})

    assert not ListingRequest.objects.exists()


def test_the_same_file_while_waiting_changes_nothing(send):
    send(PLAIN)

    assert send(PLAIN).unchanged == 1
    assert ListingRequest.objects.count() == 1


def test_what_does_not_concern_the_price_is_live_at_once(send, approve):
    send(PLAIN)
    approve()

    send(PLAIN | {"title": "改名的脐橙", "stock": 7, "price": "69.6"})

    product = Product.objects.get()
    assert (product.title, product.is_public, price()) == ("改名的脐橙", True, Decimal("69.60"))
    assert not ListingRequest.objects.waiting().exists()


def test_a_steep_rise_waits_while_the_old_price_stays_and_the_rest_is_live(send, approve):
    send(PLAIN)
    approve()

    send(PLAIN | {"price": "69.61", "stock": 7})

    assert (price(), Product.objects.get().stockrecords.get().num_in_stock) == (Decimal("58.00"), 7)
    request = ListingRequest.objects.waiting().get()
    assert (request.kind, request.old_price, request.new_price) == ("PRICE", Decimal("58.00"), Decimal("69.61"))
    assert send(PLAIN | {"price": "69.61", "stock": 7}).unchanged == 1

    approve()

    assert price() == Decimal("69.61")


def test_a_rise_taken_back_before_the_decision_leaves_nothing_waiting(send, approve):
    send(PLAIN)
    approve()
    send(PLAIN | {"price": "90"})

    result = send(PLAIN)

    assert result.updated == 1
    assert not ListingRequest.objects.waiting().exists()
    assert price() == Decimal("58.00")


def test_another_rise_takes_the_place_of_the_one_that_waits(send, approve):
    send(PLAIN)
    approve()
    send(PLAIN | {"price": "90"})
    send(PLAIN | {"price": "95"})

    assert ListingRequest.objects.waiting().get().new_price == Decimal("95.00")
    assert ListingRequest.objects.filter(state="WITHDRAWN").count() == 1


def test_a_returned_rise_changes_nothing_and_says_why(send, approve, office, shop):
    send(PLAIN)
    approve()
    send(PLAIN | {"price": "90"})

    listing_decisions.send_back(requests=ListingRequest.objects.all(), reason="涨得太多", by=office, at=timezone.now())

    assert price() == Decimal("58.00")
    assert ListingRequest.objects.get(state="RETURNED").reason == "涨得太多"
    assert "涨得太多" in Message.objects.get(kind="LISTING_RETURNED").body
    # Sent again, it is asked again.
    assert send(PLAIN | {"price": "90"}).updated == 1
    assert ListingRequest.objects.waiting().count() == 1


def test_tiers_wait_together_with_their_price(send, approve):
    send(PLAIN | {"tiers": "20:50"})
    approve()
    send(PLAIN | {"price": "90", "tiers": "20:80"})
    # Judged beside the price that waits, and kept with it.
    send(PLAIN | {"price": "90", "tiers": "20:85"})

    product = Product.objects.get()
    assert [tier.price for tier in product.price_tiers.all()] == [Decimal("50.00")]
    approve()
    assert [tier.price for tier in product.price_tiers.all()] == [Decimal("85.00")]
    assert price() == Decimal("90.00")


def test_a_steep_tier_alone_waits_too(send, approve):
    send(PLAIN | {"tiers": "20:40"})
    approve()

    send(PLAIN | {"tiers": "20:57"})

    assert ListingRequest.objects.waiting().get().is_rise


def test_small_steps_count_as_the_large_one_they_make(send, approve):
    send(PLAIN)
    approve()
    send(PLAIN | {"price": "68"}, day=1)
    assert price() == Decimal("68.00")

    send(PLAIN | {"price": "80"}, day=2)

    assert price() == Decimal("68.00")
    assert ListingRequest.objects.waiting().count() == 1


def test_after_a_month_a_rise_is_measured_anew(send, approve):
    send(PLAIN)
    approve()
    send(PLAIN | {"price": "68"}, day=1)

    send(PLAIN | {"price": "80"}, day=40)

    assert price() == Decimal("80.00")


def test_going_back_after_a_slip_needs_nobody(send, approve):
    send(PLAIN, day=-60)
    approve(day=-60)
    send(PLAIN | {"price": "5.80"})

    send(PLAIN)

    assert price() == Decimal("58.00")


def test_every_price_is_kept_with_who_and_which_import(send, approve, seller, office):
    send(PLAIN)
    approve()
    send(PLAIN | {"price": "60"})
    send(PLAIN | {"price": "90"})
    approve(day=1)

    changes = PriceChange.objects.order_by("at", "pk")
    assert [(change.old, change.new) for change in changes] == [
        (None, Decimal("58.00")),
        (Decimal("58.00"), Decimal("60.00")),
        (Decimal("60.00"), Decimal("90.00")),
    ]
    assert [change.by for change in changes] == [seller, seller, office]
    assert all(change.import_number for change in changes)


def test_without_a_review_everything_is_live(send, settings):
    settings.LISTING_REVIEW = False
    send(PLAIN)
    send(PLAIN | {"price": "500"})

    assert (Product.objects.get().is_public, price()) == (True, Decimal("500.00"))
    assert not ListingRequest.objects.exists()


def test_an_import_from_the_command_line_waits_for_nobody(send):
    send(PLAIN, by=None)

    assert Product.objects.get().is_public


def test_a_listed_product_goes_off_and_on_freely(send, approve):
    send(PLAIN)
    approve()
    send(PLAIN | {"on_sale": "否"})
    assert not Product.objects.get().is_public

    send(PLAIN)

    assert Product.objects.get().is_public


def test_the_button_of_a_product_page_asks_too(client, shop, seller, office):
    product = factories.make_product(shop)
    Product.objects.update(is_public=False)
    client.force_login(seller)

    client.post(reverse("supplier:publish", args=[shop.code, product.pk]))

    product.refresh_from_db()
    assert not product.is_public
    assert "上架待审核" in text(client.get(reverse("supplier:products", args=[shop.code])))
    listing_decisions.approve(requests=ListingRequest.objects.all(), by=office, at=timezone.now())
    client.post(reverse("supplier:unpublish", args=[shop.code, product.pk]))
    client.post(reverse("supplier:publish", args=[shop.code, product.pk]))
    product.refresh_from_db()
    assert product.is_public


def test_products_on_sale_before_there_was_a_review_count_as_listed(shop, seller, now):
    product = factories.make_product(shop)

    listings.take_off(product_ids=[product.pk], by=seller, at=now)

    assert listings.publish(product=product, by=seller, at=now)


def undo(run_later):
    catalogue_import = CatalogueImport.objects.latest("pk")
    with run_later(execute=True):
        imports.undo(catalogue_import=catalogue_import, by=catalogue_import.by, at=timezone.now())


def test_undoing_takes_back_what_still_waits(send, approve, django_capture_on_commit_callbacks):
    send(PLAIN)
    approve()
    send(PLAIN | {"price": "90"})

    undo(django_capture_on_commit_callbacks)

    assert price() == Decimal("58.00")
    assert not ListingRequest.objects.waiting().exists()


def test_undoing_a_lower_price_brings_the_old_one_back_at_once(send, approve, django_capture_on_commit_callbacks):
    send(PLAIN)
    approve()
    send(PLAIN | {"price": "5.80"})

    undo(django_capture_on_commit_callbacks)

    assert price() == Decimal("58.00")
    assert PriceChange.objects.count() == 3


def test_undoing_a_new_product_leaves_nothing_to_approve(send, approve, django_capture_on_commit_callbacks):
    send(PLAIN)

    undo(django_capture_on_commit_callbacks)

    assert not Product.objects.exists() and approve() == 0


def test_the_work_is_the_same_for_many_products(send, approve, django_assert_max_num_queries):
    rows = [PLAIN | {"code": f"A-{number}", "title": f"橙{number}"} for number in range(50)]
    send(*rows)
    with django_assert_max_num_queries(19):
        approve()
    send(*[row | {"price": "99"} for row in rows])
    with django_assert_max_num_queries(20):
        assert approve() == 50
