"""Licences: spoken of before they end, goods off sale when they do, back with a renewal that the office confirms."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from oscar.core.loading import get_model

from procurement import reminders
from procurement.models import Licence
from procurement.moves import Refused, Repeated
from procurement.sellers import licences, pauses
from procurement.today import office as office_today
from procurement.today import supplier as supplier_today
from shop.inbox.models import Message
from tests import factories
from tests.procurement import selling
from tests.procurement.selling import Kind, licensed
from tests.shop.money import picture

pytestmark = pytest.mark.django_db
Product = get_model("catalogue", "Product")


def on_sale(product):
    return Product.objects.get(pk=product.pk).is_public


def at_supplier(name, supplier, *more):
    return reverse(f"supplier:{name}", args=[supplier.code, *more])


def at_office(name, licence):
    return reverse(f"office:licence_{name}", args=[licence.supplier.code, licence.pk])


def renewal(supplier, seller, at, *, days=400, **changes):
    ends = timezone.localdate(at) + timedelta(days=days)
    facts = selling.facts(kind=Kind.FOOD_TRADE, number=f"JY-N{days}", expires_on=ends, **changes)
    return licences.renew(supplier=supplier, by=seller, at=at, **facts)


def test_goods_are_on_sale_on_the_last_day_and_off_the_day_after(supplier, seller, office, oranges, now):
    licensed(supplier, seller, office, now, days=10)

    assert licences.expire(at=now + timedelta(days=10)) == 0
    assert on_sale(oranges)
    assert licences.expire(at=now + timedelta(days=11)) == 1
    assert not on_sale(oranges)
    assert licences.expire(at=now + timedelta(days=11)) == 0
    assert supplier.pauses.get().cause == "LICENCE"
    assert Message.objects.filter(recipient=seller, kind="PAUSED").count() == 1
    assert Message.objects.filter(recipient=office, kind="PAUSED").count() == 1


def test_a_supplier_without_licences_is_left_alone(oranges, now):
    assert licences.expire(at=now + timedelta(days=4000)) == 0
    assert on_sale(oranges)


def test_a_renewal_in_time_leaves_the_goods_on_sale(supplier, seller, office, oranges, now):
    licensed(supplier, seller, office, now, days=10)
    made = renewal(supplier, seller, now)
    licences.confirm(licence=made, by=office, at=now)

    assert licences.expire(at=now + timedelta(days=11)) == 0
    assert on_sale(oranges)


def test_a_renewal_brings_the_goods_back_once_the_office_confirmed_it(supplier, seller, office, oranges, now):
    licensed(supplier, seller, office, now, days=10)
    late = now + timedelta(days=12)
    licences.expire(at=late)
    made = renewal(supplier, seller, late)

    assert not on_sale(oranges)
    licences.confirm(licence=made, by=office, at=late)
    assert on_sale(oranges)
    with pytest.raises(Repeated):
        licences.confirm(licence=made, by=office, at=late)


def test_another_kind_does_not_stand_in(supplier, seller, office, oranges, now):
    licensed(supplier, seller, office, now, days=10)
    licensed(supplier, seller, office, now, days=5, kind=Kind.FOOD_PRODUCTION)
    late = now + timedelta(days=12)
    licences.expire(at=late)

    licences.confirm(licence=renewal(supplier, seller, late), by=office, at=late)

    assert not on_sale(oranges)


def test_confirming_a_licence_does_not_lift_what_the_office_paused(supplier, seller, office, oranges, now):
    licensed(supplier, seller, office, now, days=10)
    late = now + timedelta(days=12)
    licences.expire(at=late)
    pauses.begin(supplier=supplier, cause="OFFICE", by=office, at=late, reason="抽检")

    licences.confirm(licence=renewal(supplier, seller, late), by=office, at=late)

    assert not on_sale(oranges)


def test_a_returned_renewal_changes_nothing(client, supplier, seller, office, oranges, now):
    licensed(supplier, seller, office, now, days=10)
    made = renewal(supplier, seller, now)
    client.force_login(office)
    empty = client.post(at_office("send_back", made), {"reason": ""}, follow=True)
    client.post(at_office("send_back", made), {"reason": "看不清证号"})

    made.refresh_from_db()
    assert "请写明原因" in empty.text
    assert made.is_returned and licences.expire(at=now + timedelta(days=11)) == 1
    client.force_login(seller)
    assert "看不清证号" in client.get(at_supplier("profile", supplier)).text


def test_a_licence_that_a_supplier_does_without_no_longer_keeps_its_goods_off(
    client, supplier, seller, office, oranges, now
):
    held = licensed(supplier, seller, office, now, days=10)
    licences.expire(at=now + timedelta(days=12))
    client.force_login(office)

    shown = client.get(reverse("office:supplier", args=[supplier.code])).text
    client.post(at_office("retire", held), {"reason": "不再经营预包装食品"})
    again = client.post(at_office("retire", held), {"reason": "再来"}, follow=True)

    assert at_office("retire", held) in shown
    assert on_sale(oranges) and "没有重复办理" in again.text
    assert licences.expire(at=now + timedelta(days=13)) == 0


def test_a_licence_that_ended_is_not_confirmed(supplier, seller, office, now):
    made = renewal(supplier, seller, now, days=3)

    with pytest.raises(Refused, match="到期"):
        licences.confirm(licence=made, by=office, at=now + timedelta(days=5))


def test_the_supplier_and_the_office_hear_of_it_a_month_and_a_week_before(supplier, seller, office, now):
    factories.join_supplier(supplier, factories.UserFactory())
    licensed(supplier, seller, office, now, days=40)
    Message.objects.all().delete()

    for days, heard in ((5, 0), (10, 2), (11, 2), (30, 2), (33, 4), (39, 4), (45, 4)):
        reminders.send(at=now + timedelta(days=days))
        assert Message.objects.filter(kind="LICENCE").count() == heard, days
    titles = set(Message.objects.filter(kind="LICENCE", recipient=seller).values_list("title", flat=True))
    assert titles == {"食品经营许可证还有 30 天到期", "食品经营许可证还有 7 天到期"}


def test_the_reminders_command_takes_expired_suppliers_off_sale(supplier, seller, office, oranges):
    at = timezone.now() - timedelta(days=20)
    licensed(supplier, seller, office, at, days=10)

    told = [StringIO(), StringIO()]
    for out in told:
        call_command("send_reminders", stdout=out)

    assert not on_sale(oranges)
    assert "下架 1 家" in told[0].getvalue() and "下架" not in told[1].getvalue()


def test_both_desks_see_what_ends(client, supplier, seller, office):
    now = timezone.now()
    licensed(supplier, seller, office, now, days=10)
    renewal(supplier, seller, now, days=900, title="")

    tasks = {task.title: task for task in office_today.of(now)}
    own = {task.title for task in supplier_today.of(supplier, now)}
    client.force_login(office)
    shown = {title: client.get(tasks[title].url).text for title in ("证照待确认", "供应商证照快到期")}

    assert all(supplier.name in page for page in shown.values())
    # Its renewal waits, so there is nothing left for the supplier to do.
    assert "快到期的证照" not in own
    Licence.objects.waiting().delete()
    assert "快到期的证照" in {task.title for task in supplier_today.of(supplier, now)}


def test_an_owner_renews_on_the_page(client, supplier, seller, office):
    client.force_login(seller)
    fields = {"kind": "FOOD_TRADE", "number": "JY1", "expires_on": "2099-01-01"}
    page = client.get(at_supplier("licence_new", supplier) + "?kind=FOOD_TRADE").text

    answer = client.post(
        at_supplier("licence_new", supplier), fields | {"files": SimpleUploadedFile("证.png", picture().read())}
    )
    nothing = client.post(at_supplier("licence_new", supplier), fields)

    made = Licence.objects.get()
    assert 'value="FOOD_TRADE" selected' in page
    assert answer.url == at_supplier("profile", supplier) and made.is_waiting and made.files.count() == 1
    assert nothing.status_code == 400 and "请选择文件" in nothing.text
    client.force_login(office)
    assert "确认" in client.get(reverse("office:supplier", args=[supplier.code])).text
    client.post(at_office("confirm", made))
    made.refresh_from_db()
    assert made.is_confirmed and made.decided_by == office


def test_clerks_look_and_owners_act_and_others_see_nothing(client, supplier, seller, rival, office, now):
    clerk = factories.join_supplier(supplier, factories.UserFactory())
    made = renewal(supplier, seller, now)
    file = reverse("licences:file", args=[made.files.get().token])

    client.force_login(clerk)
    assert client.get(at_supplier("profile", supplier)).status_code == 200
    assert client.get(at_supplier("licence_new", supplier)).status_code == 403
    assert client.get(file).status_code == 200
    client.force_login(rival)
    assert client.get(at_supplier("profile", supplier)).status_code == 404
    assert client.get(file).status_code == 404
    for person in (seller, rival):
        client.force_login(person)
        assert client.post(at_office("confirm", made)).status_code == 404


def test_a_licence_is_found_at_its_own_supplier_only(client, supplier, seller, rival, office, now):
    made = renewal(supplier, seller, now)
    client.force_login(office)

    theirs = reverse("office:licence_confirm", args=[rival.partners.get().code, made.pk])

    assert client.post(theirs).status_code == 404
