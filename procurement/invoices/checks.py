"""What must hold of an invoice before it is registered, each said in a sentence when it does not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shop.produce.money import ZERO

from ..proofs import numbers, parties


@dataclass(frozen=True)
class Said:
    """What an invoice says, read from its XML or typed; amounts are CNY with tax, ``content`` as JSON or empty."""

    number: str
    issued_on: date | None
    seller_name: str
    seller_code: str
    buyer_name: str
    buyer_code: str
    total: Decimal
    tax: Decimal
    lines: tuple = ()
    untaxed: Decimal | None = None

    @property
    def is_red(self):
        return self.total < 0


def of_xml(invoice):
    """Return what the XML of an invoice says.

    :param invoice: a ``proofs.einvoice.EInvoice``.
    """
    tax = sum((line.tax for line in invoice.lines), ZERO) if invoice.tax is None else invoice.tax
    names = "number issued_on seller_name seller_code buyer_name buyer_code total untaxed".split()
    facts = {name: getattr(invoice, name) for name in names}
    return Said(tax=tax, lines=tuple(invoice.lines), **facts)


def problems(said, *, unit, supplier, today, asked=None):
    """Yield what is wrong with an invoice by itself.

    :param asked: the ``InvoiceRequest`` of a shopper, in place of a unit.
    """
    try:
        numbers.invoice(said.number)
    except ValueError as problem:
        yield str(problem)
    if said.issued_on and said.issued_on > today:
        yield f"开票日期 {said.issued_on} 在今天之后。"
    buyer = f"“{said.buyer_name}”" + (f"（{said.buyer_code}）" if said.buyer_code else "")
    if asked is not None:
        if not parties.is_asked_for(asked, said.buyer_name, said.buyer_code):
            yield f"发票的购买方是{buyer}，不是顾客申请的“{asked.name}”{asked.credit_code}。"
    elif not (parties.is_title(unit, said.buyer_name) and parties.is_buyer(unit, said.buyer_name, said.buyer_code)):
        yield f"发票的购买方是{buyer}，不是采购单位“{unit.name}”或其工会的抬头和税号。"
    if not parties.is_seller(supplier, said.seller_name, said.seller_code):
        yield f"发票的销售方是“{said.seller_name}”，不是供应商“{supplier.name}”，也不是约定的开票方。"
    if not said.total:
        yield "价税合计是 0。"
    yield from _sums(said)


def _sums(said):
    """Yield where the sums of an invoice differ from its lines, to the fen."""
    if not said.lines:
        if abs(said.tax) >= abs(said.total) or said.tax * said.total < 0:
            yield f"税额 {said.tax} 元和价税合计 {said.total} 元不相称。"
        return
    tax = sum((line.tax for line in said.lines), ZERO)
    untaxed = sum((line.amount for line in said.lines), ZERO)
    if tax != said.tax:
        yield f"发票的税额是 {said.tax} 元，各行税额合计 {tax} 元。"
    if said.untaxed is not None and untaxed != said.untaxed:
        yield f"发票的不含税金额是 {said.untaxed} 元，各行合计 {untaxed} 元。"
    if untaxed + tax != said.total:
        yield f"发票的价税合计是 {said.total} 元，各行金额加税额是 {untaxed + tax} 元。"
