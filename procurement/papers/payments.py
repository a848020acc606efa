"""The payment record (付款记录): what each order comes to after shortages and returns, and the money that moved."""

from oscar.core.loading import get_model

from shop.produce.money import ZERO

from .content import Column, Paper, Table
from .words import moment

KIND = "payments"
BALANCE = (
    Column("订单号", 20),
    Column("供应商", 34),
    Column("下单金额（元）", 14, "money"),
    Column("扣减（元）", 12, "money"),
    Column("应付（元）", 14, "money"),
    Column("已付净额（元）", 14, "money"),
    Column("待付（元）", 14, "money"),
)
# In the widths of the balance above it, as both stand in one sheet.
MOVED = (
    Column("订单号", 20),
    Column("流水号", 34),
    Column("日期", 14),
    Column("类别", 12),
    Column("金额（元）", 14, "money"),
)
Transaction = get_model("payment", "Transaction")


def write(group_order):
    """Return the payment record of a placed group order, in a constant number of queries."""
    orders = group_order.purchase_orders.select_related("order", "supplier").with_money().order_by("pk")
    balance = tuple(_balance(purchase_order) for purchase_order in orders)
    moved = Transaction.objects.filter(source__order__purchase_order__group_order=group_order)
    moved = moved.select_related("source__order").order_by("date_created", "pk")
    sums = [sum((row[place] for row in balance), ZERO) for place in range(2, len(BALANCE))]
    rows = tuple(_moved(transaction) for transaction in moved)
    net = sum((row[-1] for row in rows), ZERO)
    return Paper(
        kind=KIND,
        title="付款记录",
        number=group_order.number,
        facts=(
            ("单号", group_order.number),
            ("采购单位", group_order.unit.name),
            ("标题", group_order.title),
            ("费用来源", group_order.get_fund_source_display()),
        ),
        tables=(
            Table(BALANCE, balance, "应付与已付", ("合计", "", *sums)),
            Table(MOVED, rows, "收款与退款", ("合计", "", "", "", net)),
        ),
        signatures=("制表人", "经办人", "会计"),
        notes=("扣减为取消、短少、破损和退货；退款以负数列示，待付为负数的是待退款。",),
    )


def _balance(purchase_order):
    ordered = purchase_order.order.total_incl_tax
    due, received = purchase_order.due, purchase_order.received
    return purchase_order.number, purchase_order.supplier.name, ordered, ordered - due, due, received, due - received


def _moved(transaction):
    is_refund = transaction.txn_type == "Refund"
    amount = -transaction.amount if is_refund else transaction.amount
    day = moment(transaction.date_created)[:10]
    return transaction.source.order.number, transaction.reference, day, "退款" if is_refund else "付款", amount
