"""To whom suppliers make out a unit's invoices."""

from django.db import transaction

from ..models import InvoiceTitle, UnitRecord
from ..models.invoice_titles import UNION_PREFIX
from . import unit_records, units

Buyer = InvoiceTitle.Buyer
LABELS = {
    "name": "名称",
    "credit_code": "统一社会信用代码",
    "address": "地址",
    "phone": "电话",
    "bank_name": "开户行",
    "bank_account": "账号",
}


class Refused(Exception):
    """The title does not fit; the message tells the person why."""


@transaction.atomic
def put(*, unit, buyer, by, at, **facts):
    """Write the invoice title of a unit or of its union: ``name``, ``credit_code``, and where there are, ``address``,
    ``phone``, ``bank_name``, ``bank_account``. The unit's own first title also gives the unit its credit code.

    :raises Refused: if the credit code is another unit's, differs from the unit's own, or is no union's.
    """
    _check(unit, buyer, facts["credit_code"])
    if buyer == Buyer.UNIT and not unit.credit_code:
        _give_credit_code(unit, facts["credit_code"], by, at)
    old = unit.invoice_titles.filter(buyer=buyer).values().first() or {}
    title, _ = unit.invoice_titles.update_or_create(buyer=buyer, defaults=facts)
    if words := unit_records.change_words(old, facts, LABELS):
        words = f"{Buyer(buyer).label}，{words}"
        unit_records.write(unit=unit, what=UnitRecord.What.TITLE, by=by, at=at, words=words)
    return title


def _check(unit, buyer, credit_code):
    if buyer == Buyer.UNION and not credit_code.startswith(UNION_PREFIX):
        raise Refused(f"工会的统一社会信用代码以 {UNION_PREFIX} 开头，请核对。")
    if buyer == Buyer.UNIT and unit.credit_code and credit_code != unit.credit_code:
        raise Refused("与本单位登记的代码不同。要更正请联系县协作办。")


def _give_credit_code(unit, credit_code, by, at):
    try:
        units.change(unit=unit, credit_code=credit_code, by=by, at=at)
    except units.Refused as refusal:
        raise Refused(str(refusal)) from refusal
    unit.credit_code = credit_code
