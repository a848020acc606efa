"""verify_ledger notices money that a line, an online payment or an invoice tells otherwise than the books."""

from decimal import Decimal

import pytest
from django.utils import timezone

from procurement.figures.verification import differences
from procurement.invoices import registry
from procurement.invoices.checks import Said
from procurement.models import Invoice, InvoicePart
from shop.payments import payees, remittances
from shop.payments.models import LinePart, OnlinePayment, StatementLine
from shop.payments.statements import decisions, uploads

from .money import order
from .statements.files import row, workbook


@pytest.fixture
def placed(unit, handler, oranges):
    return order(oranges, 10, by=handler, unit=unit)


@pytest.fixture
def line(placed, supplier, seller):
    """A line of 600.00 of which the order got 580.00."""
    file = workbook([row("600.00", remittances.reference_of(placed))])
    facts = {"account": payees.of(supplier).key, "name": "a.xlsx", "by": seller, "at": timezone.now()}
    found = uploads.upload(file=file, **facts).lines.get()
    amounts = {placed: Decimal("580.00")}
    return decisions.book(line=found, amounts=amounts, how="汇款码", by=seller, at=timezone.now())


@pytest.fixture
def invoice(placed, unit, supplier, seller):
    said = Said("26322000000100000001", None, supplier.name, "", unit.name, "", Decimal("580.00"), Decimal("47.89"))
    return registry.issue(orders=[placed], said=said, checked=[], by=seller, at=timezone.now())


def test_what_the_pages_wrote_agrees(line, invoice):
    assert not list(differences())


def test_a_part_that_the_books_do_not_know_is_noticed(line):
    LinePart.objects.update(amount=Decimal("579.00"))

    assert any("与它不同" in difference for difference in differences())


@pytest.mark.parametrize("changes", [{"status": "BOOKED"}, {"returned_amount": Decimal("30.00")}])
def test_a_line_that_gives_more_than_it_has_or_forgets_the_rest_is_noticed(line, changes):
    StatementLine.objects.update(**changes)

    assert any(f"流水 {line.pk}" in difference for difference in differences())


def test_an_online_payment_that_is_not_divided_is_noticed(placed):
    payment = OnlinePayment.objects.create(
        gateway="stripe", amount=Decimal("580.00"), created_at=timezone.now(), expires_at=timezone.now()
    )

    assert any(f"在线付款 {payment.pk}" in difference for difference in differences())


def test_an_invoice_without_its_fingerprint_or_its_sum_is_noticed(invoice):
    Invoice.objects.update(fingerprint=None)
    InvoicePart.objects.update(amount=Decimal("579.00"))

    found = [difference for difference in differences() if invoice.number in difference]
    assert len(found) == 2
