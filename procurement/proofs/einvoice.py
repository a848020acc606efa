"""Read the XML of a 数电票 (root ``EInvoice``): its number, day, seller, buyer, lines and total. Touches no database.

Elements are found by their local names, as issuers differ in name spaces. What is read is a claim of the file: nothing
here checks a signature.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

MAX_BYTES = 2 * 2**20
MAX_ELEMENTS, MAX_DEPTH, MAX_TEXT = 20_000, 30, 2000
NOT_READABLE = "这个 XML 不是数电票，或已损坏。请从电子税务局重新下载原文件。"
LINE = "IssuItemInformation"


class BadInvoice(Exception):
    """The file cannot be read as an invoice; the message says why."""


@dataclass(frozen=True)
class Line:
    """One line as on the invoice: ``amount`` is without tax; amounts are CNY."""

    name: str
    quantity: Decimal | None
    amount: Decimal
    tax: Decimal


@dataclass
class EInvoice:
    number: str
    issued_on: date | None
    seller_name: str
    seller_code: str
    buyer_name: str
    buyer_code: str
    total: Decimal
    lines: list = field(default_factory=list)
    untaxed: Decimal | None = None
    tax: Decimal | None = None


def read(data):
    """Return the invoice that the bytes of an XML file hold.

    :raises BadInvoice: if they hold none, or too much.
    """
    if len(data) > MAX_BYTES:
        raise BadInvoice(f"XML 超过 {MAX_BYTES // 2**20} MB，不像一张发票。")
    facts, lines = _elements(data)
    try:
        return EInvoice(
            number=facts.get("InvoiceNumber") or facts.get("EIid", ""),
            issued_on=_day(facts.get("IssueTime") or facts.get("RequestTime", "")),
            seller_name=facts.get("SellerName", ""),
            seller_code=facts.get("SellerIdNum", ""),
            buyer_name=facts.get("BuyerName", ""),
            buyer_code=facts.get("BuyerIdNum", ""),
            total=_money(facts["TotalTax-includedAmount"]),
            lines=[_line(values) for values in lines],
            untaxed=_sum(facts, "TotalAmWithoutTax"),
            tax=_sum(facts, "TotalTaxAm"),
        )
    except (KeyError, ValueError, InvalidOperation) as error:
        raise BadInvoice(NOT_READABLE) from error


class _Reader:
    """Collects texts by local name: those of each line apart, of all others the first."""

    def __init__(self):
        self.facts, self.lines, self.path, self.text, self.count = {}, [], [], "", 0

    def start(self, name, attributes):
        self.path.append(name.rpartition(":")[2])
        self.text = ""
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.path) > MAX_DEPTH:
            raise BadInvoice(NOT_READABLE)
        if self.path[-1] == LINE:
            self.lines.append({})

    def end(self, name):
        local = self.path.pop()
        if text := unicodedata.normalize("NFKC", self.text).strip():
            (self.lines[-1] if LINE in self.path else self.facts).setdefault(local, text[:MAX_TEXT])
        self.text = ""

    def data(self, text):
        if len(self.text) <= MAX_TEXT:
            self.text += text

    def refuse(self, *declared):
        raise BadInvoice(NOT_READABLE)


def _elements(data):
    reader, parser = _Reader(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.data, reader.refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise BadInvoice(NOT_READABLE) from error
    return reader.facts, reader.lines


def _line(values):
    quantity = values.get("Quantity", "")
    return Line(
        name=values.get("ItemName", "").rpartition("*")[2],
        quantity=_number(quantity) if quantity else None,
        amount=_money(values["Amount"]),
        tax=_money(values.get("ComTaxAm", "0")),
    )


def _sum(facts, name):
    """Return a sum of the invoice, None when the file does not say it."""
    return _money(facts[name]) if facts.get(name) else None


def _money(text):
    """Return CNY to the fen; ``免税`` and stars stand for no tax."""
    if not text.strip("*") or text in ("免税", "不征税"):
        return Decimal("0.00")
    return _number(text).quantize(Decimal("0.01"))


def _number(text):
    number = Decimal(text.replace(",", "").lstrip("¥"))
    if not number.is_finite() or abs(number) >= Decimal("1e12"):
        raise ValueError(text)
    return number


def _day(text):
    head = text.replace("年", "-").replace("月", "-").replace("/", "-").partition("日")[0][:10]
    try:
        return date(*map(int, head.split(" ")[0].split("-")))
    except (ValueError, TypeError):
        return None
