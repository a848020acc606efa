"""The purchase order (采购订单) for one supplier, and the acceptance note (验收单) of what arrived."""

from django.db.models import Prefetch
from oscar.core.loading import get_model

from ..models import Acceptance
from .content import Column, Paper, Table
from .words import moment, wanted

ORDER, ACCEPTANCE = "order", "acceptance"
LINES = (
    Column("商品", 36),
    Column("货号", 14),
    Column("规格", 16),
    Column("数量", 8, "count"),
    Column("单位", 6),
    Column("单价（元）", 12, "money"),
    Column("金额（元）", 14, "money"),
)
ARRIVED = (
    Column("商品", 40),
    Column("应收", 10, "count"),
    Column("实收", 10, "count"),
    Column("短少", 10, "count"),
    Column("破损", 10, "count"),
    Column("单位", 8),
)


def of_group_order(group_order):
    """Return the purchase orders of a group order with all that these papers show, in a constant number of queries."""
    lines = get_model("order", "Line").objects.select_related("product__dossier").order_by("pk")
    acceptances = Acceptance.objects.select_related("by").prefetch_related("lines__line__product__dossier")
    orders = group_order.purchase_orders.select_related("order__shipping_address", "supplier__profile", "unit")
    return orders.order_by("pk").prefetch_related(
        Prefetch("order__lines", lines), Prefetch("acceptances", acceptances.order_by("at", "pk"))
    )


def write(purchase_order):
    """Return the order as its supplier gets it."""
    lines = purchase_order.order.lines.all()
    total = sum(line.line_price_incl_tax for line in lines)
    table = Table(LINES, tuple(_line(line) for line in lines), sums=("合计", "", "", "", "", "", total))
    return Paper(
        kind=ORDER,
        title="采购订单",
        number=purchase_order.group_order.number,
        subject=purchase_order.number,
        facts=_facts(purchase_order),
        tables=(table,),
        signatures=("采购单位（盖章）", "供应商（盖章）"),
        notes=("金额为含税到货价。短少、破损的部分不付款，以验收单为准。",),
    )


def write_acceptance(purchase_order):
    """Return the acceptance note: one table for each time somebody signed."""
    return Paper(
        kind=ACCEPTANCE,
        title="验收单",
        number=purchase_order.group_order.number,
        subject=purchase_order.number,
        facts=_facts(purchase_order),
        tables=tuple(_signed(acceptance) for acceptance in purchase_order.acceptances.all()),
        signatures=("验收人", "经办人", "供应商"),
    )


def _facts(purchase_order):
    address, supplier = purchase_order.order.shipping_address, purchase_order.supplier
    return (
        ("订单号", purchase_order.number),
        ("下单时间", moment(purchase_order.placed_at)),
        ("采购单位", purchase_order.unit.name),
        ("费用来源", purchase_order.get_fund_source_display()),
        ("供应商", supplier.name),
        ("统一社会信用代码", supplier.profile.credit_code),
        ("收货", f"{address.line1}，{address.first_name}"),
        *wanted(purchase_order.group_order),
    )


def _line(line):
    dossier = line.product.dossier if line.product else None
    return (
        line.title,
        line.partner_sku,
        dossier.spec if dossier else "",
        line.quantity,
        dossier.unit if dossier else "",
        line.unit_price_incl_tax,
        line.line_price_incl_tax,
    )


def _signed(acceptance):
    title = f"{moment(acceptance.at)} {acceptance.by} 签收" + (f"：{acceptance.note}" if acceptance.note else "")
    rows = tuple(_arrived(row) for row in acceptance.lines.all())
    return Table(ARRIVED, rows, title)


def _arrived(row):
    dossier = row.line.product.dossier if row.line.product else None
    return row.line.title, row.ordered, row.accepted, row.short, row.damaged, dossier.unit if dossier else ""
