"""What people are told about. Each kind has a text in ``templates/inbox/messages`` and belongs to a group."""

from django.db import models


class Group(models.TextChoices):
    """What a person chooses by: e-mail for a whole group, or none."""

    APPROVAL = "APPROVAL", "审批"
    ORDER = "ORDER", "订单、发货与验收"
    MONEY = "MONEY", "付款与退款"
    IMPORT = "IMPORT", "商品导入"
    REMINDER = "REMINDER", "待办提醒"


class Kind(models.TextChoices):
    SUBMITTED = "SUBMITTED", "等您审批"
    APPROVED = "APPROVED", "已批准"
    SENT_BACK = "SENT_BACK", "已退回"
    COMMENTED = "COMMENTED", "审批意见"
    STAND_IN = "STAND_IN", "代理审批"
    ROLES = "ROLES", "角色变动"
    PROLONGED = "PROLONGED", "延长征集"
    DECIDED = "DECIDED", "认购有变动"
    BOUGHT = "BOUGHT", "认购已下单"
    ARRIVED = "ARRIVED", "货已验收"
    SHARED_OUT = "SHARED_OUT", "到货分配"
    GROUP_ORDER_CANCELLED = "GROUP_ORDER_CANCELLED", "采购取消"
    PLACED = "PLACED", "已下单"
    ORDERED = "ORDERED", "新订单"
    SHIPPED = "SHIPPED", "已发货"
    SHORTAGE = "SHORTAGE", "短少破损"
    ORDER_CANCELLED = "ORDER_CANCELLED", "订单取消"
    REST_CANCELLED = "REST_CANCELLED", "部分取消"
    TAKEN_BACK = "TAKEN_BACK", "退货"
    CLAIM = "CLAIM", "售后"
    SLIP = "SLIP", "对方已付款"
    PAID = "PAID", "已收款"
    TERMS = "TERMS", "账期约定"
    INVOICE = "INVOICE", "发票"
    DUE = "DUE", "付款到期"
    REFUNDED = "REFUNDED", "已退款"
    MONEY_ALARM = "MONEY_ALARM", "款项待核对"
    IMPORTED = "IMPORTED", "导入完成"
    IMPORT_REFUSED = "IMPORT_REFUSED", "未能导入"
    LISTED = "LISTED", "上架审核通过"
    LISTING_RETURNED = "LISTING_RETURNED", "上架审核退回"
    DEADLINE_NEAR = "DEADLINE_NEAR", "即将截止"
    DEADLINE_PASSED = "DEADLINE_PASSED", "已过截止"
    WAITING = "WAITING", "等您办理"
    STANDING = "STANDING", "定期采购"
    APPLIED = "APPLIED", "入驻申请"
    ADMITTED = "ADMITTED", "入驻结果"
    LICENCE = "LICENCE", "证照"
    PAUSED = "PAUSED", "暂停供货"
    BANK_CHANGE = "BANK_CHANGE", "收款账户"
    QUEUE = "QUEUE", "等您办理"
    OFFLINE = "OFFLINE", "线下采购"
    REPORT = "REPORT", "定期报表"


_GROUPS = {
    Group.APPROVAL: (
        Kind.SUBMITTED,
        Kind.APPROVED,
        Kind.SENT_BACK,
        Kind.COMMENTED,
        Kind.STAND_IN,
        Kind.ROLES,
        Kind.APPLIED,
        Kind.ADMITTED,
        Kind.PAUSED,
        Kind.OFFLINE,
    ),
    Group.ORDER: (
        Kind.PROLONGED,
        Kind.DECIDED,
        Kind.BOUGHT,
        Kind.ARRIVED,
        Kind.SHARED_OUT,
        Kind.GROUP_ORDER_CANCELLED,
        Kind.PLACED,
        Kind.ORDERED,
        Kind.SHIPPED,
        Kind.SHORTAGE,
        Kind.ORDER_CANCELLED,
        Kind.REST_CANCELLED,
        Kind.TAKEN_BACK,
        Kind.CLAIM,
    ),
    Group.MONEY: (Kind.SLIP, Kind.TERMS, Kind.INVOICE, Kind.PAID, Kind.REFUNDED, Kind.MONEY_ALARM, Kind.BANK_CHANGE),
    Group.IMPORT: (Kind.IMPORTED, Kind.IMPORT_REFUSED, Kind.LISTED, Kind.LISTING_RETURNED),
    Group.REMINDER: (
        Kind.DEADLINE_NEAR,
        Kind.DEADLINE_PASSED,
        Kind.WAITING,
        Kind.DUE,
        Kind.STANDING,
        Kind.QUEUE,
        Kind.LICENCE,
        Kind.REPORT,
    ),
}
_GROUP_OF = {kind: group for group, members in _GROUPS.items() for kind in members}


def group_of(kind):
    """Return the group a kind belongs to."""
    return _GROUP_OF[kind]
