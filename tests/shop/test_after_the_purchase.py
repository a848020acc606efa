"""What a shopper asks for after the purchase: an invoice, which the supplier registers, and goods to send back."""

import pytest
from django.urls import reverse

from procurement.delivery import purchase_orders
from procurement.models import Claim, Invoice, InvoiceRequest
from tests import factories
from tests.procurement.test_invoices import LINES, xml

from . import money
from .test_checkout import text

CODE = factories.credit_code()
PERSON = {"kind": "PERSONAL", "name": "王小明"}
COMPANY = {"kind": "COMPANY", "name": "建湖县演示公司", "credit_code": CODE}


@pytest.fixture
def bought(oranges, shopper):
    """Ten boxes for 580.00, received."""
    order = money.order(oranges, 10, by=shopper)
    money.accept(order, by=shopper)
    return order


def page(order):
    return reverse("checkout:invoice", args=[order.number])


def register(client, supplier, order, buyer, **changes):
    class Titled:
        name = buyer

    document = xml(Titled, supplier, lines=LINES, **changes)
    address = reverse("supplier:invoice_new_public", args=[supplier.code, order.number])
    return client.post(address, {"orders": [order.number], "files": [document]}, follow=True)


def test_a_shopper_asks_the_supplier_registers_and_the_shopper_downloads(client, bought, shopper, seller, supplier):
    client.force_login(shopper)
    assert "已提交开票申请" in text(client.post(page(bought), PERSON, follow=True))

    client.force_login(seller)
    assert "顾客申请开票（1）" in text(client.get(reverse("supplier:invoices", args=[supplier.code])))
    assert "王小明" in text(client.get(reverse("supplier:order", args=[supplier.code, bought.number])))
    wrong = register(client, supplier, bought, "李四")
    assert wrong.status_code == 409 and "不是顾客申请的“王小明”" in text(wrong)
    assert "已登记" in text(register(client, supplier, bought, "王小明"))
    assert "已开给顾客" in text(client.get(reverse("supplier:invoices", args=[supplier.code])))

    client.force_login(shopper)
    shown = client.get(page(bought))
    file = Invoice.objects.get().files.get()
    address = reverse("checkout:invoice_file", args=[bought.number, file.token])
    assert address in text(shown) and "申请开票" not in text(shown)
    saved = client.get(address)
    assert saved.status_code == 200 and saved["Content-Disposition"].startswith("attachment")
    client.logout()
    assert client.get(address).status_code == 404
    assert client.get(address, {"key": bought.access_token}).status_code == 200


def test_what_was_asked_may_be_changed_until_the_invoice_is_there(client, bought, shopper):
    client.force_login(shopper)
    client.post(page(bought), PERSON)
    client.post(page(bought), COMPANY)

    asked = InvoiceRequest.objects.get()
    assert (asked.name, asked.credit_code, asked.is_company) == ("建湖县演示公司", CODE, True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "请选择个人或单位。"),
        ({"name": ""}, "请填写发票抬头。"),
        ({"credit_code": ""}, "请填写 18 位统一社会信用代码"),
        ({"credit_code": CODE[:-1] + ("1" if CODE[-1] != "1" else "2")}, "统一社会信用代码不正确"),
    ],
)
def test_each_mistake_is_said_and_nothing_kept(client, bought, shopper, changes, sentence):
    client.force_login(shopper)

    answer = client.post(page(bought), {**COMPANY, **changes})

    assert answer.status_code == 400 and sentence in text(answer)
    assert not InvoiceRequest.objects.exists()


def test_a_request_with_nothing_in_it_is_told_what_is_missing(client, bought, shopper):
    client.force_login(shopper)

    answer = client.post(page(bought), {})

    assert answer.status_code == 400 and "请选择个人或单位。" in text(answer)


def test_a_cancelled_order_has_no_invoice(client, oranges, shopper):
    order = money.order(oranges, 1, by=shopper)
    purchase_orders.cancel(purchase_order=order, by=shopper, at=order.placed_at, reason="不要了")
    client.force_login(shopper)

    assert "现在不能申请开票" in text(client.get(page(order)))
    assert client.post(page(order), PERSON).status_code == 409
    assert not InvoiceRequest.objects.exists()


def test_nobody_else_asks_and_no_supplier_registers_unasked(client, bought, rival, seller, supplier):
    address = reverse("supplier:invoice_new_public", args=[supplier.code, bought.number])
    client.force_login(seller)
    assert client.get(address).status_code == 404
    client.force_login(rival)
    assert client.get(page(bought)).status_code == client.post(page(bought), PERSON).status_code == 404
    assert client.get(address).status_code == 404


def test_a_shopper_sends_goods_back_within_the_days(client, bought, shopper, oranges):
    oranges.dossier.shelf_life_days = 180
    oranges.dossier.save()
    client.force_login(shopper)
    assert "退货或售后" in text(client.get(f"/orders/{bought.number}/"))
    address, line = reverse("checkout:claim_new", args=[bought.number]), bought.order.lines.get()
    form = client.get(address).context["form"]
    field = next(name for name in form.fields if name.endswith(f"{line.pk}") or f"{line.pk}" in name.split("-"))

    sent = client.post(address, {"kind": "RETURN", field: "2", "words": "买多了"}, follow=True)

    assert "供应商须在期限内答复" in text(sent)
    claim = Claim.objects.get()
    assert (claim.kind, claim.lines.get().packs, claim.purchase_order) == (Claim.Kind.RETURN, 2, bought)


def test_before_the_signature_and_for_others_there_is_nothing_to_claim(client, oranges, bought, shopper):
    order = money.order(oranges, 1, by=shopper, number="P2")
    client.force_login(shopper)
    assert client.get(reverse("checkout:claim_new", args=[order.number])).status_code == 404
    client.force_login(factories.UserFactory())
    assert client.get(reverse("checkout:claim_new", args=[bought.number])).status_code == 404
