"""Workbooks, invoices and files as people upload them."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from procurement.offline.workbook import columns

NUMBER = "26322000000100000001"
ROW = {
    "fund": "工会经费",
    "purchased_on": "2026-10-18",
    "number": NUMBER,
    "issued_on": "2026-10-19",
    "seller": "秭归测试供应商",
    "product": "秭归脐橙 5kg/箱",
    "quantity": 3,
    "measure_unit": "箱",
    "tax": "14.37",
    "amount": "174.00",
    "origin": "秭归县",
    "channel": "展销会",
}


def row(**changes):
    return {**ROW, **changes}


def workbook(*rows, keys=None):
    """Return the bytes of a workbook with rows ``{key: value}`` below the headers of some columns, or all."""
    wanted = [column for column in columns.COLUMNS if keys is None or column.key in keys]
    book = openpyxl.Workbook()
    book.active.append([column.header for column in wanted])
    for one in rows:
        book.active.append([one.get(column.key, "") for column in wanted])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def invoice(buyer, seller="秭归测试供应商", number=NUMBER, lines=(("脐橙", 3, "159.63", "14.37"),), total="174.00"):
    """Return the XML of a 数电票 as bytes."""
    items = "".join(
        f"<IssuItemInformation><ItemName>*水果*{name}</ItemName><Quantity>{quantity}</Quantity>"
        f"<Amount>{amount}</Amount><TaxRate>0.09</TaxRate><ComTaxAm>{tax}</ComTaxAm></IssuItemInformation>"
        for name, quantity, amount, tax in lines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><EInvoice><Header><EIid>x</EIid></Header><EInvoiceData>'
        f"<SellerInformation><SellerIdNum>91420527MA0000000X</SellerIdNum><SellerName>{seller}</SellerName>"
        f"</SellerInformation><BuyerInformation><BuyerName>{buyer}</BuyerName></BuyerInformation>"
        f"<BasicInformation><TotalTax-includedAmount>{total}</TotalTax-includedAmount></BasicInformation>{items}"
        f"</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber>"
        "<IssueTime>2026-10-19 09:00:00</IssueTime></TaxSupervisionInfo></EInvoice>"
    ).encode()


def picture():
    out = BytesIO()
    Image.new("RGB", (60, 40), "orange").save(out, "JPEG")
    return out.getvalue()


def upload(name, data):
    return SimpleUploadedFile(name, data)
