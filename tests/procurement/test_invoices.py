"""Invoices of online orders: what must hold of one, parts and wholes, red letters, and who does what with them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.delivery import purchase_orders
from procurement.invoices import registry
from procurement.invoices.checks import Said
from procurement.models import Invoice, InvoiceTitle, InvoicingParty, ProofFingerprint
from procurement.moves import Refused
from procurement.proofs import fingerprints
from shop.inbox.kinds import Kind
from tests import factories
from tests.shop.money import accept, order, picture

NUMBER = "26322000000100000001"
LINES = (("秭归脐橙", 10, "532.11", "47.89"),)


@pytest.fixture
def placed(unit, handler, oranges):
    """Ten boxes for 580.00, accepted."""
    found = order(oranges, 10, by=handler, unit=unit, number="P10")
    accept(found, by=handler)
    return found


@pytest.fixture
def second(unit, handler, oranges):
    """Five boxes for 290.00."""
    return order(oranges, 5, by=handler, unit=unit, number="P5")


def said(unit, supplier, total="580.00", **changes):
    total = Decimal(total)
    facts = {
        "number": NUMBER,
        "issued_on": timezone.localdate(),
        "seller_name": supplier.name,
        "seller_code": supplier.profile.credit_code,
        "buyer_name": unit.name,
        "buyer_code": "",
        "total": total,
        "tax": Decimal("0.09") * (1 if total > 0 else -1),
    }
    return Said(**facts | changes)


@pytest.fixture
def issue(unit, supplier, seller):
    """Return a function that registers an invoice for orders."""

    def act(*orders, total="580.00", red_of=None, **changes):
        facts = {"orders": orders, "said": said(unit, supplier, total, **changes), "red_of": red_of}
        return registry.issue(checked=[], by=seller, at=timezone.now(), **facts)

    return act


def xml(unit, supplier, *, total="580.00", tax="47.89", untaxed="532.11", lines=LINES, **changes):
    facts = {"buyer": unit.name, "seller": supplier.name, "number": NUMBER, "code": supplier.profile.credit_code}
    facts |= changes
    items = "".join(
        f"<IssuItemInformation><ItemName>*水果*{name}</ItemName><Quantity>{quantity}</Quantity>"
        f"<Amount>{amount}</Amount><ComTaxAm>{line_tax}</ComTaxAm></IssuItemInformation>"
        for name, quantity, amount, line_tax in lines
    )
    text = (
        "<EInvoice><EInvoiceData>"
        f"<SellerInformation><SellerIdNum>{facts['code']}</SellerIdNum><SellerName>{facts['seller']}</SellerName>"
        f"</SellerInformation><BuyerInformation><BuyerName>{facts['buyer']}</BuyerName></BuyerInformation>"
        f"<BasicInformation><TotalAmWithoutTax>{untaxed}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>"
        f"<TotalTax-includedAmount>{total}</TotalTax-includedAmount></BasicInformation>{items}</EInvoiceData>"
        f"<TaxSupervisionInfo><InvoiceNumber>{facts['number']}</InvoiceNumber>"
        f"<IssueTime>{timezone.localdate()} 09:00:00</IssueTime></TaxSupervisionInfo></EInvoice>"
    )
    return SimpleUploadedFile("数电票.xml", text.encode())


def new_url(supplier, unit):
    return reverse("supplier:invoice_new", args=[supplier.code, unit.code])


def upload(client, supplier, unit, orders, *files, **typed):
    form = {"orders": [each.number for each in orders], "files": list(files), "red_of": "", **typed}
    return client.post(new_url(supplier, unit), form)


def test_one_invoice_for_several_orders_divides_to_the_fen(issue, placed, second):
    made = issue(placed, second, total="870.00")

    assert dict(made.parts.values_list("purchase_order", "amount")) == {placed.pk: 580, second.pk: 290}


def test_several_invoices_for_one_order_add_up_and_no_more(issue, placed):
    issue(placed, total="200.00")
    issue(placed, total="380.00", number="26322000000100000002")

    with pytest.raises(Refused, match="已经开足发票"):
        issue(placed, total="1.00", number="26322000000100000003")


@pytest.mark.parametrize("total", ["580.01", "1000.00"])
def test_more_than_the_order_is_refused(issue, placed, total):
    with pytest.raises(Refused, match=r"应开 580\.00 元"):
        issue(placed, total=total)


@pytest.mark.parametrize("total", ["869.99", "580.00"])
def test_several_orders_are_invoiced_whole_only(issue, placed, second, total):
    with pytest.raises(Refused, match=r"应开 870\.00 元"):
        issue(placed, second, total=total)


def test_a_shortage_lowers_what_is_to_invoice(issue, unit, handler, oranges, placed, seller):
    line = placed.order.lines.get()
    purchase_orders.take_back(purchase_order=placed, packs={line.pk: 1}, by=seller, at=timezone.now(), reason="腐烂")

    with pytest.raises(Refused, match=r"应开 522\.00 元"):
        issue(placed, total="580.00")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "123"}, "发票号应为"),
        ({"number": "2.6322E+19"}, "后几位已经丢失"),
        ({"buyer_name": "建湖县别的单位"}, "购买方是“建湖县别的单位”"),
        ({"seller_name": "某某商贸", "seller_code": "91420527MA0000000X"}, "销售方是“某某商贸”"),
        ({"tax": Decimal("600.00")}, "税额 600.00 元"),
        ({"issued_on": timezone.localdate() + timedelta(days=1)}, "在今天之后"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_sentence(issue, placed, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        issue(placed, **changes)


def test_the_union_is_a_buyer_too(issue, placed, unit, administrator):
    code = factories.credit_code(prefix="81")
    facts = {"name": "建湖县测试单位工会委员会", "credit_code": code}
    InvoiceTitle.objects.create(unit=unit, buyer=InvoiceTitle.Buyer.UNION, **facts)

    assert issue(placed, buyer_name="建湖县测试单位工会委员会", buyer_code=code).pk


def test_the_right_code_with_a_wrong_title_is_refused(issue, placed, unit):
    unit.credit_code = factories.credit_code()
    unit.save()

    with pytest.raises(Refused, match="不是采购单位"):
        issue(placed, buyer_name="建湖县别的单位", buyer_code=unit.credit_code)


def test_somebody_agreed_may_invoice_for_a_supplier(issue, placed, supplier, client, office):
    client.force_login(office)
    form = {"supplier": supplier.code, "name": "国家税务总局秭归县税务局（代开）"}
    client.post(reverse("office:invoicing_party_add"), form)

    assert issue(placed, seller_name=form["name"], seller_code="").pk
    client.post(reverse("office:invoicing_party_remove", args=[InvoicingParty.objects.get().pk]))
    assert not InvoicingParty.objects.exists()


def test_an_invoice_of_an_offline_purchase_proves_nothing_else(issue, placed, handler):
    fingerprints.claim(kind="INVOICE", number=NUMBER, amount=Decimal(1), by=handler, at=timezone.now())

    with pytest.raises(Refused, match="全县只能用一次"):
        issue(placed)


def test_a_red_letter_invoice_undoes_what_was_refunded(issue, placed, seller):
    blue = issue(placed)
    line = placed.order.lines.get()
    purchase_orders.take_back(purchase_order=placed, packs={line.pk: 2}, by=seller, at=timezone.now(), reason="破损")

    red = issue(placed, total="-116.00", number="26322000000100000002", red_of=blue)

    assert red.parts.get().amount == Decimal("-116.00")
    with pytest.raises(Refused, match="已经开足发票"):
        issue(placed, total="116.00", number="26322000000100000003")


def test_a_red_letter_invoice_undoes_no_more_than_there_was(issue, placed, second):
    blue = issue(placed)

    with pytest.raises(Refused, match=r"还有 580\.00 元"):
        issue(placed, total="-580.01", number="26322000000100000002", red_of=blue)
    with pytest.raises(Refused, match="不都在发票"):
        issue(second, total="-290.00", number="26322000000100000002", red_of=blue)
    with pytest.raises(Refused, match="红字发票须指明"):
        issue(placed, total="-580.00", number="26322000000100000002")
    issue(placed, total="-580.00", number="26322000000100000002", red_of=blue)
    assert issue(placed, number="26322000000100000004").pk


def test_the_unit_accepts_once_and_the_supplier_is_told(client, issue, placed, handler, member, seller, unit):
    made = issue(placed)
    where = reverse("unit:invoice_accept", args=[unit.code, made.pk])
    client.force_login(member)
    assert client.post(where).status_code == 403
    client.force_login(handler)
    assert handler.inbox.filter(kind=Kind.INVOICE).count() == 1

    for _ in range(2):
        assert client.post(where).status_code == 302

    made.refresh_from_db()
    assert made.is_accepted
    assert seller.inbox.filter(kind=Kind.INVOICE).count() == 1


def test_a_returned_invoice_says_why_and_its_number_is_free_again(client, issue, placed, handler, unit, seller):
    made = issue(placed)
    client.force_login(handler)
    where = reverse("unit:invoice_send_back", args=[unit.code, made.pk])
    assert client.post(where).status_code == 400

    client.post(where, {"reason": "抬头不对"})

    assert not ProofFingerprint.objects.exists()
    assert issue(placed).pk
    client.force_login(seller)
    assert "抬头不对" in client.get(reverse("supplier:invoice", args=[placed.supplier.code, made.pk])).text


def test_a_supplier_takes_back_what_nobody_accepted(client, issue, placed, supplier, seller, handler):
    made = issue(placed)
    client.force_login(seller)
    client.post(reverse("supplier:invoice_withdraw", args=[supplier.code, made.pk]))
    accepted = issue(placed)
    registry.accept(invoice=accepted, by=handler, at=timezone.now())

    answer = client.post(reverse("supplier:invoice_withdraw", args=[supplier.code, accepted.pk]), follow=True)

    assert "没有重复办理" in answer.text
    assert Invoice.objects.standing().get() == accepted


def test_xml_with_its_visible_copy_is_uploaded_on_one_page(client, placed, supplier, seller, unit):
    client.force_login(seller)
    assert "未开 580.00 元" in client.get(new_url(supplier, unit)).text
    pdf = SimpleUploadedFile("数电票.pdf", b"%PDF-1.7 x")

    answer = upload(client, supplier, unit, [placed], xml(unit, supplier), pdf)

    made = Invoice.objects.get()
    assert answer.url == reverse("supplier:invoice", args=[supplier.code, made.pk])
    assert (made.tax, made.files.count(), len(made.content["lines"])) == (Decimal("47.89"), 2, 1)
    page = client.get(reverse("supplier:order", args=[supplier.code, placed.number])).text
    assert NUMBER in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"buyer": "建湖县别的单位"}, "不是采购单位"),
        ({"tax": "47.88"}, "各行税额合计 47.89 元"),
        ({"untaxed": "532.10"}, "各行合计 532.11 元"),
        ({"total": "579.99"}, "各行金额加税额是 580.00 元"),
        ({"number": "12"}, "发票号应为"),
    ],
)
def test_a_wrong_xml_is_refused_on_the_page(client, placed, supplier, seller, unit, changes, sentence):
    client.force_login(seller)

    answer = upload(client, supplier, unit, [placed], xml(unit, supplier, **changes))

    assert answer.status_code == 409
    assert sentence in answer.text
    assert not Invoice.objects.exists()


def test_a_typed_invoice_needs_its_facts(client, placed, supplier, seller, unit):
    client.force_login(seller)
    typed = {"number": NUMBER, "total": "580.00", "tax": "47.89", "buyer_name": unit.name, "seller_name": supplier.name}

    assert upload(client, supplier, unit, [placed], **typed | {"total": ""}).status_code == 400
    assert upload(client, supplier, unit, [], **typed).status_code == 400
    assert upload(client, supplier, unit, [placed], picture(), **typed).status_code == 302
    assert Invoice.objects.get().content == {}


@pytest.mark.parametrize("person", ["rival", "stranger_handler", "shopper"])
def test_others_find_no_invoice(client, request, issue, placed, unit, supplier, person):
    made = issue(placed)
    client.force_login(request.getfixturevalue(person))

    for name, code in (("supplier", supplier.code), ("unit", unit.code)):
        assert client.get(reverse(f"{name}:invoice", args=[code, made.pk])).status_code == 404
        assert client.get(reverse(f"{name}:invoices", args=[code])).status_code == 404
    assert client.get(reverse("office:invoice", args=[made.pk])).status_code == 404
    assert client.get(new_url(supplier, unit)).status_code == 404


def test_another_suppliers_order_cannot_be_invoiced(client, placed, rival, unit, handler):
    own = rival.partners.get()
    order(factories.make_product(own), 1, by=handler, unit=unit, number="R1")
    client.force_login(rival)

    assert upload(client, own, unit, [placed], xml(unit, own)).status_code == 400
    assert not Invoice.objects.exists()


def test_a_file_is_sent_for_download_to_both_sides_only(client, placed, supplier, seller, handler, rival, unit):
    client.force_login(seller)
    upload(client, supplier, unit, [placed], xml(unit, supplier))
    made = Invoice.objects.get()
    token = made.files.get().token
    client.force_login(handler)

    answer = client.get(reverse("unit:invoice_file", args=[unit.code, made.pk, token]))

    assert answer["Content-Disposition"].startswith("attachment")
    client.force_login(rival)
    where = reverse("supplier:invoice_file", args=[rival.partners.get().code, made.pk, token])
    assert client.get(where).status_code == 404


def test_an_entry_of_the_ledger_shows_the_invoice(client, issue, placed, office):
    made = issue(placed)
    client.force_login(office)
    entry = placed.ledger_entries.first()

    page = client.get(reverse("office:entry", args=[entry.pk])).text

    assert made.number in page


def test_the_list_takes_the_same_queries_for_few_and_many(client, issue, unit, handler, oranges, seller, supplier):
    client.force_login(seller)
    counts = []
    for number in range(8):
        each = order(oranges, 1, by=handler, unit=unit, number=f"L{number}")
        issue(each, total="58.00", number=f"2632200000020000000{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("supplier:invoices", args=[supplier.code]))
        counts.append(len(queries))

    assert counts[1] == counts[-1]
