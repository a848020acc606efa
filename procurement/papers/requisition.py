"""The requisition (采购申请单): what the unit wants to buy, and everybody who agreed to it."""

from ..collection import progress
from ..models import ApprovalDecision
from .content import Column, Paper, Table
from .words import moment, wanted

KIND = "requisition"
GOODS = (
    Column("商品", 34),
    Column("规格", 16),
    Column("供应商", 28),
    Column("数量", 8, "count"),
    Column("单位", 6),
    Column("单价（元）", 12, "money"),
    Column("金额（元）", 14, "money"),
)
# In the widths of the goods above it, as both stand in one sheet.
TRAIL = (Column("步骤", 34), Column("时间", 16), Column("办理人", 28), Column("结果", 8), Column("意见", 32))


def write(group_order):
    """Return the requisition of a closed group order."""
    rows = [row for row in progress.of(group_order) if not row.item.is_dropped]
    total = progress.total_amount(rows)
    goods = Table(GOODS, tuple(_goods(row) for row in rows), "采购内容", ("合计", "", "", "", "", "", total))
    return Paper(
        kind=KIND,
        title="采购申请单",
        number=group_order.number,
        facts=_facts(group_order),
        tables=(goods, Table(TRAIL, tuple(_trail(group_order)), "审批记录")),
        signatures=("经办人", "审批人", "单位（盖章）"),
    )


def _facts(group_order):
    return (
        ("单号", group_order.number),
        ("采购单位", group_order.unit.name),
        ("标题", group_order.title),
        *(() if group_order.is_direct else (("用途", group_order.get_purpose_display()),)),
        ("费用来源", group_order.get_fund_source_display()),
        ("经办人", str(group_order.handler)),
        ("截止时间", moment(group_order.closed_at or group_order.deadline_at)),
        ("收货", f"{group_order.delivery_street}，{group_order.delivery_contact}"),
        *wanted(group_order),
    )


def _goods(row):
    supplier = row.supplier.name if row.supplier else ""
    return row.title, row.spec, supplier, row.quantity, row.measure_unit, row.unit_price, row.amount


def _trail(group_order):
    """Return what happened to all submissions, in the order it happened."""
    decisions = ApprovalDecision.objects.filter(request__group_order=group_order)
    acts = [(request.at, 0, _request(request)) for request in group_order.approval_requests.select_related("by")]
    acts += [(row.at, 1, _decision(row)) for row in decisions.select_related("by", "on_behalf_of").order_by("pk")]
    return [act for _, _, act in sorted(acts, key=lambda act: act[:2])]


def _request(request):
    return "提交审批", moment(request.at), str(request.by or ""), "提交", request.words


def _decision(row):
    who = f"{row.by}（代{row.on_behalf_of}）" if row.on_behalf_of else str(row.by or "系统")
    return row.step_name, moment(row.at), who, row.get_kind_display(), row.words
