"""Each invoice against its parts, its fingerprint, and what its orders cost."""

from django.db.models import F, Q, Sum

from shop.produce.money import to_fen

from ...models import Invoice, InvoicePart


def differences():
    for row in Invoice.objects.annotate(divided=Sum("parts__amount")).order_by("pk").iterator():
        if to_fen(row.divided or 0) != row.total:
            yield f"发票 {row.number}：价税合计 {row.total} 元，分到订单的合计 {to_fen(row.divided or 0)} 元。"
    unclaimed = Invoice.objects.standing().filter(Q(fingerprint=None) | ~Q(fingerprint__number=F("number")))
    for number in unclaimed.order_by("pk").values_list("number", flat=True):
        yield f"发票 {number}：没有占用自己的指纹，可能被重复使用。"
    foreign = InvoicePart.objects.exclude(
        purchase_order__unit=F("invoice__unit"), purchase_order__supplier=F("invoice__supplier")
    )
    for number in foreign.order_by("pk").values_list("invoice__number", flat=True):
        yield f"发票 {number}：所附订单属于别的单位或供应商。"
