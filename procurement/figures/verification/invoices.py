"""Each invoice against its parts, its fingerprint, and what its orders cost."""

from decimal import Decimal

from django.db.models import F, Q, Sum
from django.db.models.functions import Abs, Coalesce

from shop.produce.money import ZERO, to_fen

from ...models import Invoice, InvoicePart

# SQLite calculates with floats: what is off by less than half a fen is equal.
CLOSE = Decimal("0.004")


def differences():
    divided = Invoice.objects.annotate(divided=Coalesce(Sum("parts__amount"), ZERO))
    unequal = divided.annotate(off=Abs(F("total") - F("divided"))).filter(off__gt=CLOSE)
    for number, total, parts in unequal.order_by("pk").values_list("number", "total", "divided"):
        yield f"发票 {number}：价税合计 {total} 元，分到订单的合计 {to_fen(parts)} 元。"
    unclaimed = Invoice.objects.standing().filter(Q(fingerprint=None) | ~Q(fingerprint__number=F("number")))
    for number in unclaimed.order_by("pk").values_list("number", flat=True):
        yield f"发票 {number}：没有占用自己的指纹，可能被重复使用。"
    foreign = InvoicePart.objects.exclude(
        purchase_order__unit=F("invoice__unit"), purchase_order__supplier=F("invoice__supplier")
    )
    for number in foreign.order_by("pk").values_list("invoice__number", flat=True):
        yield f"发票 {number}：所附订单属于别的单位或供应商。"
