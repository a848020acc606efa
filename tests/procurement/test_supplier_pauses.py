"""A paused supplier's goods are off sale at once, stay off whatever is done, and come back with it."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from oscar.core.loading import get_model

from catalogue_import import imports, listing_decisions, template
from procurement.models import SupplierPause, SupplierRecord
from procurement.moves import Repeated
from procurement.sellers import pauses
from shop.inbox.models import Message
from shop.produce import listings, publication
from shop.produce.models import Edition, HeldProduct, ListingRequest
from tests import factories
from tests.catalogue_import.test_listing import PLAIN

pytestmark = pytest.mark.django_db
Product = get_model("catalogue", "Product")
StockRecord = get_model("partner", "StockRecord")
OFFICE, LICENCE = SupplierPause.Cause


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def pause(supplier, office, now):
    def begin(cause=OFFICE):
        return pauses.begin(supplier=supplier, cause=cause, by=office, at=now, reason="抽检不合格")

    return begin


def at_office(name, supplier):
    return reverse(f"office:{name}", args=[supplier.code])


def edition():
    return sum(Edition.objects.values_list("number", flat=True))


def on_sale(product):
    return Product.objects.get(pk=product.pk).is_public


def test_the_office_pauses_and_resumes_with_a_reason(desk, client, supplier, oranges, seller):
    hidden = factories.make_product(supplier, title="未上架的橙")
    Product.objects.filter(pk=hidden.pk).update(is_public=False)
    before = edition()

    nothing = desk.post(at_office("supplier_pause", supplier), {"reason": " "})
    done = desk.post(at_office("supplier_pause", supplier), {"reason": "抽检不合格"})
    between = edition()
    assert nothing.status_code == 400 and "请写明原因" in nothing.text
    assert done.status_code == 302 and not on_sale(oranges) and between != before
    assert client.get(reverse("catalogue:detail", args=[oranges.slug, oranges.pk])).status_code == 404
    assert "抽检不合格" in desk.get(at_office("supplier", supplier)).text

    desk.post(at_office("supplier_resume", supplier))
    assert on_sale(oranges) and not on_sale(hidden) and edition() != between
    assert not HeldProduct.objects.exists()
    assert [row.what for row in supplier.records.all()] == ["RESUMED", "PAUSED"]
    assert Message.objects.filter(recipient=seller, kind="PAUSED").count() == 2


def test_pausing_twice_is_said_and_done_once(desk, pause, supplier, oranges):
    pause()

    with pytest.raises(Repeated):
        pause()
    answer = desk.post(at_office("supplier_pause", supplier), {"reason": "再来"}, follow=True)
    assert "没有重复办理" in answer.text and supplier.pauses.count() == 1
    desk.post(at_office("supplier_resume", supplier))
    assert "没有重复办理" in desk.post(at_office("supplier_resume", supplier), follow=True).text


def test_goods_come_back_only_when_no_reason_is_left(pause, supplier, office, oranges, now):
    pause(OFFICE)
    pause(LICENCE)

    assert pauses.end(supplier=supplier, cause=OFFICE, by=office, at=now)
    assert not on_sale(oranges)
    assert pauses.end(supplier=supplier, cause=LICENCE, by=office, at=now)
    assert on_sale(oranges)
    assert not pauses.end(supplier=supplier, cause=LICENCE, by=office, at=now)


def test_a_paused_supplier_cannot_put_goods_back_itself(client, pause, supplier, seller, oranges):
    pause()
    client.force_login(seller)

    page = client.post(reverse("supplier:publish", args=[supplier.code, oranges.pk]), follow=True)

    assert "暂停供货" in page.text and not on_sale(oranges)
    assert "抽检不合格" in client.get(reverse("supplier:home", args=[supplier.code])).text


def test_approving_a_listing_of_a_paused_supplier_holds_it(settings, pause, supplier, seller, office, now):
    settings.LISTING_REVIEW = True
    fresh = factories.make_product(supplier, title="新橙")
    Product.objects.filter(pk=fresh.pk).update(is_public=False)
    listings.publish(product=fresh, by=seller, at=now)
    pause()

    assert listing_decisions.approve(requests=ListingRequest.objects.waiting(), by=office, at=now) == 1
    assert not on_sale(fresh) and HeldProduct.objects.filter(product=fresh).exists()
    pauses.end(supplier=supplier, cause=OFFICE, by=office, at=now)
    assert on_sale(fresh)


@pytest.mark.parametrize("is_reviewed", [False, True])
def test_an_import_that_publishes_holds_what_a_paused_supplier_sells(
    settings, pause, supplier, seller, office, now, tmp_path, is_reviewed
):
    settings.LISTING_REVIEW = is_reviewed
    factories.make_category("水果 > 脐橙")
    path = tmp_path / "目录.xlsx"
    template.write(path, [PLAIN | {"code": "A-1"}, PLAIN | {"code": "A-2", "title": "第二种橙"}])
    facts = {"path": path, "name": path.name, "supplier": supplier, "publish": True}
    imports.run(**facts, by=None, at=now)
    pause()

    again = imports.run(**facts, by=seller, at=now)
    template.write(path, [PLAIN | {"code": "A-1", "price": "57"}, PLAIN | {"code": "A-3", "title": "第三种橙"}])
    more = imports.run(**facts, by=None, at=now)

    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert (more.created, more.updated) == (1, 1)
    assert not Product.objects.filter(is_public=True).exists()
    pauses.end(supplier=supplier, cause=OFFICE, by=office, at=now)
    assert Product.objects.filter(is_public=True).count() == 3


def test_what_the_supplier_takes_off_while_paused_stays_off(pause, supplier, seller, office, oranges, now):
    pause()
    listings.take_off(product_ids=[oranges.pk], by=seller, at=now)

    pauses.end(supplier=supplier, cause=OFFICE, by=office, at=now)

    assert not on_sale(oranges)
    assert listings.listed([oranges.pk]) == {oranges.pk}


def test_the_database_refuses_what_goes_around(pause, supplier, oranges):
    other = factories.make_product(title="别家的橙")
    pause()

    with pytest.raises(DatabaseError), transaction.atomic():
        Product.objects.filter(pk=oranges.pk).update(is_public=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        other.stockrecords.create(partner=supplier, partner_sku="X-1", price="1", num_in_stock=1)
    assert on_sale(other) and not on_sale(oranges)


def test_others_go_on_selling(pause, rival, now):
    theirs = factories.make_product(rival.partners.get(), title="别家的橙")
    pause()

    assert on_sale(theirs)
    assert publication.show(product_ids=[theirs.pk], at=now) == []


def test_only_the_office_pauses(client, supplier, seller, rival):
    for person in (seller, rival):
        client.force_login(person)
        for name in ("supplier_pause", "supplier_resume"):
            assert client.post(at_office(name, supplier), {"reason": "x"}).status_code == 404
        assert client.get(at_office("supplier", supplier)).status_code == 404


def test_records_are_never_changed(pause, supplier):
    pause()

    with pytest.raises(TypeError):
        supplier.records.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        SupplierRecord.objects.get()._state.db and SupplierRecord._base_manager.filter(pk__gt=0)._raw_delete("default")


def test_the_list_finds_and_filters(desk, pause, supplier, rival):
    pause()
    theirs = rival.partners.get()
    where = reverse("office:suppliers")

    assert theirs.name in desk.get(where).text
    paused = desk.get(where + "?state=paused").text
    found = desk.get(where + f"?words={theirs.code}").text
    assert supplier.name in paused and theirs.name not in paused
    assert theirs.name in found and supplier.name not in found
    assert desk.get(where + "?words=%00&state=x").status_code == 200
