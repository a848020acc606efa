"""The pages of offline purchases at the desks of a unit and of the office, and who may open them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.models import LedgerEntry, OfflineFile, OfflineImport, OfflinePurchase
from procurement.offline import registrations
from tests import factories
from tests.procurement.offline.workbooks import NUMBER, invoice, picture, row, upload, workbook

GETS = ["offline_purchases", "offline_new", "offline_imports", "offline_template"]
POSTS = ["offline_attach", "offline_submit", "offline_withdraw"]
DECISIONS = ["offline_verify", "offline_send_back", "offline_correct"]


def at_unit(unit, name, *arguments):
    return reverse(f"unit:{name}", args=[unit.code, *arguments])


def at_office(name, *arguments):
    return reverse(f"office:{name}", args=arguments)


def text(response):
    return response.content.decode()


@pytest.fixture
def desk(client, handler):
    client.force_login(handler)
    return client


@pytest.fixture
def county(client, office):
    client.force_login(office)
    return client


def form(**changes):
    line = {key: row()[key] for key in ("product", "quantity", "measure_unit", "tax", "amount", "origin")}
    head = {key: row()[key] for key in ("fund", "purchased_on", "number", "issued_on", "seller", "channel")}
    values = {**head, **{f"lines-0-{key}": value for key, value in line.items()}}
    return {**values, "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, **changes}


# Registering by form


def test_a_handler_registers_with_files_and_the_rule_verifies(desk, unit, oranges, supplier):
    files = [upload("票.xml", invoice(buyer=unit.name)), upload("票.jpg", picture())]
    sent = form(files=files, **{"lines-0-supplier": supplier.name})

    shown = text(desk.post(at_unit(unit, "offline_new"), sent, follow=True))

    purchase = OfflinePurchase.objects.get()
    assert purchase.is_verified_by_rule and "按规则核实" in shown and purchase.number in shown
    assert LedgerEntry.objects.count() == 4
    assert "发票上写的" in shown and "票.jpg" in shown


def test_without_files_it_is_kept_as_a_draft(desk, unit, oranges):
    shown = text(desk.post(at_unit(unit, "offline_new"), form(), follow=True))

    assert OfflinePurchase.objects.get().is_draft and "请上传发票或收据的文件" in shown


def test_mistakes_stand_at_their_fields_and_nothing_is_written(desk, unit, oranges):
    sent = form(number="123", channel="", **{"lines-0-quantity": "三", "lines-0-origin": "烟台"})

    response = desk.post(at_unit(unit, "offline_new"), sent)

    assert response.status_code == 400 and not OfflinePurchase.objects.exists()
    shown = response.context["form"]
    assert set(shown.head.errors) == {"number", "channel"} and set(shown.lines[0].errors) == {"quantity", "origin"}


@pytest.mark.parametrize("changes", [{"lines-TOTAL_FORMS": "x"}, {"lines-TOTAL_FORMS": 9999}, {"channel": "\0"}])
def test_forms_tampered_with_are_refused(desk, unit, oranges, changes):
    assert desk.post(at_unit(unit, "offline_new"), form(**changes)).status_code == 400
    assert not OfflinePurchase.objects.exists()


def test_another_line_is_added_without_losing_what_was_typed(desk, unit, oranges):
    response = desk.post(at_unit(unit, "offline_new"), form(add_line="1"))

    assert response.status_code == 200 and len(response.context["form"].lines.forms) == 2
    assert NUMBER in text(response) and "field__error" not in text(response)


def test_the_same_invoice_is_refused_at_its_field(desk, unit, submitted):
    response = desk.post(at_unit(unit, "offline_new"), form())

    assert response.status_code == 400 and "已经登记过" in response.context["form"].head.errors["number"][0]


def test_bad_files_are_refused(desk, unit, oranges):
    bad = [
        upload("票.exe", b"MZ"),
        upload("票.jpg", b"GIF89a"),
        upload("票.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><EInvoice>&a;</EInvoice>'),
        upload("票.xml", b"<html/>"),
        upload("票.pdf", b"PK\x03\x04"),
    ]
    for file in bad:
        response = desk.post(at_unit(unit, "offline_new"), form(files=file))
        assert response.status_code == 400 and response.context["form"].upload.errors, file.name
    assert not OfflinePurchase.objects.exists()


def test_the_office_registers_for_any_unit(county, unit, oranges):
    assert at_office("offline_new")
    response = county.post(at_office("offline_new"), form(unit=unit.code))
    purchase = OfflinePurchase.objects.get()

    assert response.url == at_office("offline_purchase", purchase.number) and purchase.unit == unit
    assert county.post(at_office("offline_new"), form(number="26322000000100000009")).status_code == 400


def test_a_returned_one_is_changed_and_handed_in_again(desk, unit, submitted, office, now):
    registrations.send_back(purchase=submitted, by=office, at=now, reason="数量不对")
    page = at_unit(unit, "offline_purchase", submitted.number)
    assert "数量不对" in text(desk.get(page))

    edit = at_unit(unit, "offline_edit", submitted.number)
    assert NUMBER in text(desk.get(edit))
    sent = {"lines-0-quantity": 2, "lines-0-amount": "109", "lines-0-tax": "9"}
    assert desk.post(edit, form(**{**sent, "lines-0-origin": ""})).status_code == 400
    desk.post(edit, form(**sent))
    shown = text(desk.post(at_unit(unit, "offline_submit", submitted.number), follow=True))

    assert "109.00" in shown and "等协作办核实" in shown
    assert desk.get(edit).status_code == 302


# Files


def test_files_are_added_looked_at_and_removed(desk, unit, register):
    purchase = register(attached=[])
    response = desk.post(at_unit(unit, "offline_attach", purchase.number), {"files": upload("票.pdf", b"%PDF-1.7 x")})
    assert response.status_code == 302
    desk.post(at_unit(unit, "offline_attach", purchase.number), {"files": upload("a.png", picture())})
    pdf, image = OfflineFile.objects.order_by("pk")

    answer = desk.get(at_unit(unit, "offline_file", purchase.number, pdf.token))
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    answer = desk.get(at_unit(unit, "offline_file", purchase.number, image.token))
    assert answer["Content-Type"] == "image/jpeg" and answer["Content-Disposition"].startswith("inline")
    assert "private" in answer["Cache-Control"]

    desk.post(at_unit(unit, "offline_detach", purchase.number, pdf.token))
    assert OfflineFile.objects.get() == image
    assert desk.post(at_unit(unit, "offline_attach", purchase.number), {}).status_code == 400


def test_files_of_another_unit_are_not_found(client, submitted, stranger_handler):
    other = stranger_handler.memberships.get().unit
    token = submitted.proof.files.get().token
    client.force_login(stranger_handler)

    for number in (submitted.number, factories.make_offline_purchase(other, at=submitted.registered_at).number):
        assert client.get(at_unit(other, "offline_file", number, token)).status_code == 404
        assert client.post(at_unit(other, "offline_detach", number, token)).status_code == 404


# The office


def test_the_office_verifies_from_its_queue(county, submitted):
    assert submitted.number in text(county.get(at_office("offline_purchases")))
    assert "XML" in text(county.get(at_office("offline_purchase", submitted.number)))

    county.post(at_office("offline_verify", submitted.number), {"verify-reason": "相符"})

    submitted.refresh_from_db()
    assert submitted.is_verified
    again = text(county.post(at_office("offline_verify", submitted.number), follow=True))
    assert "没有重复办理" in again
    assert "174.00" in text(county.get(at_office("offline_purchases")))


def test_the_office_returns_with_a_reason_only(county, submitted):
    page = at_office("offline_send_back", submitted.number)

    assert county.post(page, {"return-reason": ""}).status_code == 400
    county.post(page, {"return-reason": "缺页"})

    submitted.refresh_from_db()
    assert submitted.is_returned


def test_the_office_corrects_and_withdraws_what_is_counted(county, submitted, office, now):
    registrations.verify(purchase=submitted, by=office, at=now)

    county.post(at_office("offline_correct", submitted.number), {"correct-reason": "录错"})
    copy = OfflinePurchase.objects.get(corrects=submitted)
    shown = text(county.get(at_office("offline_purchase", submitted.number)))
    county.post(at_office("offline_withdraw", copy.number), {"withdraw-reason": "不算了"})

    assert copy.number in shown
    copy.refresh_from_db()
    assert copy.is_withdrawn
    assert county.post(at_office("offline_verify", copy.number)).status_code == 409


def test_the_office_classifies_unknown_goods(county, register, handler, now):
    factories.make_category("蛋类 > 鸡蛋")
    purchase = registrations.submit(purchase=register(goods={"product": None}), by=handler, at=now)
    page = at_office("offline_classify", purchase.number, 1)

    assert "蛋类 &gt; 鸡蛋" in text(county.get(at_office("offline_purchase", purchase.number)))
    assert county.post(page, {"category": "没有的"}).status_code == 400
    assert county.post(page, {}).status_code == 400
    assert county.post(page, {"category": "鸡蛋"}).status_code == 302
    assert purchase.lines.get().category == "蛋类 > 鸡蛋"
    assert county.post(at_office("offline_classify", purchase.number, 9), {"category": "鸡蛋"}).status_code == 404


def test_832_stands_apart(county, submitted):
    shown = text(county.get(at_office("offline_purchases")))

    assert "832平台（单列）" in shown and "不作为 832 平台预留份额的完成情况" in shown


# Workbooks


def test_a_workbook_is_looked_over_and_registered(desk, unit, oranges, supplier):
    rows = [row(supplier=supplier.name, files="票.xml"), row(number="26322000000100000002", origin="烟台")]
    sent = {"workbook": upload("清单.xlsx", workbook(*rows)), "files": upload("票.xml", invoice(buyer=unit.name))}

    review = desk.post(at_unit(unit, "offline_imports"), sent, follow=True)
    found = OfflineImport.objects.get()
    good = text(desk.get(at_unit(unit, "offline_import", found.pk), {"outcome": "可登记"}))

    assert "R3" in text(review) and "产地须是" in text(review) and not OfflinePurchase.objects.exists()
    assert "票.xml" in good and "确认登记 1 笔" in good
    shown = text(desk.post(at_unit(unit, "offline_import_apply", found.pk), follow=True))
    assert "已登记 1 笔" in shown and "有问题的 1 笔没有登记" in shown
    assert OfflinePurchase.objects.get().is_verified_by_rule
    assert "没有重复办理" in text(desk.post(at_unit(unit, "offline_import_apply", found.pk), follow=True))
    assert found.name in text(desk.get(at_unit(unit, "offline_imports")))


def test_a_workbook_is_put_away_with_its_files(desk, unit, oranges):
    sent = {"workbook": upload("清单.xlsx", workbook(row())), "files": upload("票.jpg", picture())}
    desk.post(at_unit(unit, "offline_imports"), sent)
    found = OfflineImport.objects.get()

    desk.post(at_unit(unit, "offline_import_cancel", found.pk))

    assert not OfflineFile.objects.exists() and not OfflinePurchase.objects.exists()
    assert "已经放弃" in text(desk.get(at_unit(unit, "offline_import", found.pk)))


@pytest.mark.parametrize("content", [b"", b"a,b,c", b"PK\x03\x04 broken", workbook()])
def test_what_is_no_list_is_refused(desk, unit, content):
    response = desk.post(at_unit(unit, "offline_imports"), {"workbook": upload("清单.xlsx", content)})

    assert response.status_code == 400 and not OfflineImport.objects.exists()


def test_the_template_can_be_filled_in_and_uploaded(desk, unit, oranges):
    answer = desk.get(at_unit(unit, "offline_template"))

    assert answer.status_code == 200 and answer["Content-Type"].endswith("sheet")
    response = desk.post(at_unit(unit, "offline_imports"), {"workbook": upload("模板.xlsx", answer.content)})
    assert "表头下面没有采购" in text(response)


# Who may do what


def test_wrong_methods(client, handler, office, unit, submitted):
    client.force_login(handler)
    for name in POSTS:
        assert client.get(at_unit(unit, name, submitted.number)).status_code == 405
    for name in ("offline_purchases", "offline_template"):
        assert client.post(at_unit(unit, name)).status_code == 405
    client.force_login(office)
    for name in DECISIONS:
        assert client.get(at_office(name, submitted.number)).status_code == 405


def test_visitors_log_in_and_outsiders_find_nothing(client, unit, submitted, stranger_handler, seller):
    pages = [at_unit(unit, name) for name in GETS] + [at_office(name) for name in GETS]
    pages += [at_unit(unit, "offline_purchase", submitted.number), at_office("offline_purchase", submitted.number)]
    for page in pages:
        assert client.get(page).status_code == 302
    for person in (stranger_handler, seller):
        client.force_login(person)
        for page in pages:
            assert client.get(page).status_code == 404, page
        for name in POSTS:
            assert client.post(at_unit(unit, name, submitted.number)).status_code == 404
        for name in [*POSTS, *DECISIONS]:
            assert client.post(at_office(name, submitted.number)).status_code == 404


def test_a_purchase_of_another_unit_is_not_found_at_the_own_desk(client, submitted, stranger_handler):
    other = stranger_handler.memberships.get().unit
    client.force_login(stranger_handler)

    assert client.get(at_unit(other, "offline_purchase", submitted.number)).status_code == 404
    assert client.get(at_unit(other, "offline_edit", submitted.number)).status_code == 404
    for name in POSTS:
        assert client.post(at_unit(other, name, submitted.number)).status_code == 404
    assert submitted.number not in text(client.get(at_unit(other, "offline_purchases")))


def test_approvers_look_and_members_do_not(client, unit, submitted, approver, member):
    client.force_login(approver)
    assert client.get(at_unit(unit, "offline_purchase", submitted.number)).status_code == 200
    assert client.get(at_unit(unit, "offline_new")).status_code == 403
    assert client.post(at_unit(unit, "offline_withdraw", submitted.number)).status_code == 403
    client.force_login(member)
    assert client.get(at_unit(unit, "offline_purchases")).status_code == 403
    assert client.get(at_unit(unit, "offline_purchase", submitted.number)).status_code == 403


def test_a_unit_withdraws_until_it_is_counted(desk, unit, submitted, office, now):
    page = at_unit(unit, "offline_withdraw", submitted.number)
    registrations.verify(purchase=submitted, by=office, at=now)
    assert desk.post(page).status_code == 403

    submitted.refresh_from_db()
    assert submitted.is_verified


def test_imports_of_others_are_not_found(client, unit, handler, office, now, oranges):
    found = OfflineImport.objects.create(unit=unit, name="清单", by=handler, at=now)
    client.force_login(office)

    assert client.get(at_office("offline_import", found.pk)).status_code == 404


def test_demo_purchases_are_not_the_offices_elsewhere(county, submitted, settings):
    settings.DEMO = False
    OfflinePurchase.objects.update(is_demo=True)

    assert county.get(at_office("offline_purchase", submitted.number)).status_code == 404
    assert submitted.number not in text(county.get(at_office("offline_purchases"), {"status": "all"}))


def test_the_list_costs_the_same_for_few_and_many(desk, unit, now):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert desk.get(at_unit(unit, "offline_purchases"), {"status": "all"}).status_code == 200
        return len(found)

    factories.make_offline_purchase(unit, at=now)
    queries()
    few = queries()
    for number in range(20):
        factories.make_offline_purchase(unit, at=now, number=f"263220000001000010{number:02d}")

    assert queries() == few
