"""Each purchase order beside Oscar's order, its money and its PAID entries.

Orders paid wholly or not at all are compared by the database (``plain``), the others here, one by one.
"""

from decimal import Decimal

from django.db.models import Count, DecimalField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from oscar.core.loading import get_model

from shop.produce.money import to_fen

from ...models import LedgerEntry, PurchaseOrder, Stage
from . import plain, suspects

OrderLine = get_model("order", "Line")
Source = get_model("payment", "Source")
Transaction = get_model("payment", "Transaction")

MONEY = DecimalField(max_digits=14, decimal_places=2)


def differences():
    for row in suspects.rows(_rows(), plain.other_orders()):
        for difference in _differences(row):
            yield f"订单 {row['number']}：{difference}"


def _rows():
    entries = LedgerEntry.objects.filter(purchase_order=OuterRef("pk")).order_by()
    sources = Source.objects.filter(order=OuterRef("order")).order_by()
    transactions = Transaction.objects.filter(source__order=OuterRef("order")).order_by()
    sums = {
        "lines_total": _sum(
            OrderLine.objects.filter(order=OuterRef("order")).order_by(), "order", "line_price_incl_tax"
        ),
        "due": _sum(entries.filter(stage=Stage.ORDERED), "purchase_order", "amount"),
        "paid": _sum(entries.filter(stage=Stage.PAID), "purchase_order", "amount"),
        "debited": _sum(sources, "order", "amount_debited"),
        "refunded": _sum(sources, "order", "amount_refunded"),
        "money_in": _sum(transactions.filter(txn_type=Transaction.DEBIT), "source__order", "amount"),
        "money_back": _sum(transactions.filter(txn_type=Transaction.REFUND), "source__order", "amount"),
        "paid_entries": Count("ledger_entries", filter=Q(ledger_entries__stage=Stage.PAID)),
    }
    facts = {"number": F("order__number"), "oscar_status": F("order__status"), "total": F("order__total_incl_tax")}
    facts["freight"] = F("order__shipping_incl_tax")
    return PurchaseOrder.objects.order_by("pk").values("pk", "status", "paid_at", **facts).annotate(**sums)


def _sum(rows, key, amount):
    total = rows.values(key).annotate(total=Sum(amount)).values("total")
    return Coalesce(Subquery(total, output_field=MONEY), Decimal(0), output_field=MONEY)


def _differences(row):
    status = PurchaseOrder.Status(row["status"])
    if row["oscar_status"] != row["status"]:
        yield f"采购订单为“{status.label}”，商城订单状态为 {row['oscar_status']}。"
    lines_total = to_fen(row["lines_total"] + row["freight"])
    if row["total"] != lines_total:
        yield f"订单金额为 {row['total']} 元，明细与运费合计为 {lines_total} 元。"
    for name, kept, counted in (("收款", "debited", "money_in"), ("退款", "refunded", "money_back")):
        if to_fen(row[kept]) != to_fen(row[counted]):
            yield f"{name}累计为 {to_fen(row[kept])} 元，逐笔合计为 {to_fen(row[counted])} 元。"
    yield from _paid_differences(row, status)


def _paid_differences(row, status):
    """PAID follows the money: all that is due once it is covered, less after the refund of what was paid too much.

    After replaced packs made more due than was received it keeps what it was, until the rest is paid.
    """
    # The ledger counts goods only; freight is due, and paid, beside them.
    due, paid = (to_fen(row[name] + row["freight"] if row[name] > 0 else row[name]) for name in ("due", "paid"))
    received = to_fen(row["money_in"] - row["money_back"])
    if received == due != paid:
        yield f"实收 {received} 元已与应付相等，台账已付款为 {paid} 元。"
    elif paid > received:
        yield f"实收 {received} 元，台账已付款为 {paid} 元。"
    elif paid < due <= received:
        yield f"实收 {received} 元，应付 {due} 元，台账已付款为 {paid} 元。"
    is_settled_empty = status == PurchaseOrder.Status.ACCEPTED and not due
    if row["paid_entries"] and row["paid_at"] is None and received >= due:
        yield "台账有付款记录，订单却没有付清时间。"
    if row["paid_at"] is not None and not row["paid_entries"] and not is_settled_empty:
        yield "订单有付清时间，台账却没有付款记录。"
