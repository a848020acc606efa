"""What entries point to: proofs of the same order, and for reversals the entry that they undo."""

from functools import reduce
from operator import or_

from django.db.models import F, Max, Q, Sum

from ...models import LedgerEntry, Stage
from . import suspects

# What cannot hold for an entry of a purchase order.
OF_OTHERS = [
    (~Q(line__order=F("purchase_order__order")), "所指订单明细属于另一张订单"),
    (~Q(acceptance=None) & ~Q(acceptance__purchase_order=F("purchase_order")), "所附验收单属于另一张订单"),
    (~Q(transaction=None) & ~Q(transaction__source__order=F("purchase_order__order")), "所附收付款属于另一张订单"),
    (~Q(supplier=F("purchase_order__supplier")), "供应商与订单不同"),
    (~Q(is_demo=F("purchase_order__is_demo")), "演示标记与订单不同"),
    (Q(stage=Stage.COMPLETED) & (Q(transaction=None) | Q(acceptance=None)), "已完成的记录缺少付款或验收凭据"),
    (Q(stage=Stage.PAID, transaction=None), "已付款的记录缺少付款凭据"),
    (Q(stage=Stage.ACCEPTED, acceptance=None), "已验收的记录缺少验收凭据"),
    (Q(quantity__lt=0, reversal_of=None), "是冲销，但没有写明冲销哪一条"),
    (Q(quantity__gt=0, reversal_of__isnull=False), "不是冲销，却写明冲销另一条"),
    (
        ~Q(reversal_of=None) & ~(Q(reversal_of__line=F("line")) & Q(reversal_of__stage=F("stage"))),
        "冲销了另一种商品或另一口径的记录",
    ),
]


NAMES = ("pk", "purchase_order__order__number")


def differences():
    rows = LedgerEntry.objects.exclude(purchase_order=None).order_by("pk")
    # All conditions in one pass; which of them it was is asked about those that were found only.
    found = list(rows.filter(reduce(or_, (wrong for wrong, _ in OF_OTHERS))).values_list("pk", flat=True))
    for wrong, sentence in OF_OTHERS if found else ():
        for pk, number in suspects.rows(rows.filter(wrong).values_list(*NAMES), found):
            yield f"台账 {pk}（订单 {number}）：{sentence}。"
    yield from _undone_too_much()


def _undone_too_much():
    """Reversals of an entry never take off more packs than it put on."""
    undoing = LedgerEntry.objects.exclude(reversal_of__purchase_order=None).order_by("reversal_of")
    undone = undoing.values("reversal_of").annotate(undone=Sum("quantity"), packs=Max("reversal_of__quantity"))
    names = ("reversal_of", "reversal_of__purchase_order__order__number", "packs", "undone")
    for pk, number, quantity, packs in undone.filter(undone__lt=-F("packs")).values_list(*names).iterator():
        yield f"台账 {pk}（订单 {number}）：数量 {quantity}，却被冲销了 {-packs}。"
