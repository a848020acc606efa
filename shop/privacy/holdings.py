"""What the site holds about a person, as plain tables."""

from django.utils.timezone import localtime

from procurement.models import InvoiceRequest, Membership, Participant, Pledge, Review
from shop.checkout import own_orders
from shop.checkout.addresses import mobile_of
from shop.trail.models import Event

MOST_EVENTS = 10_000


def of(user):
    """Return ``{title: [{column: text or number}]}``, eight queries for any number of rows."""
    return {
        "账号": [_account(user)],
        "单位与角色": [_membership(row) for row in Membership.objects.filter(user=user).select_related("unit")],
        "供应商": [{"供应商": partner.name} for partner in user.partners.all()],
        "订单": [_order(row) for row in _orders(user)],
        "参加的集中采购": [_participant(row) for row in _participants(user)],
        "认购": [_pledge(row) for row in _pledges(user)],
        "评价": [_review(row) for row in Review.objects.filter(by=user).select_related("product")],
        "开票申请": [_invoice_request(row) for row in _invoice_requests(user)],
        "消息": [{"时间": _at(row.created_at), "标题": row.title, "正文": row.body} for row in user.inbox.all()],
        "操作记录": [_event(row) for row in Event.objects.filter(by=user).order_by("-number")[:MOST_EVENTS]],
    }


def _orders(user):
    return own_orders.of(user).select_related("order__shipping_address").order_by("-pk")


def _participants(user):
    return Participant.objects.filter(user=user).select_related("group_order__unit")


def _pledges(user):
    return Pledge.objects.filter(participant__user=user).select_related("item__product", "item__group_order")


def _invoice_requests(user):
    return InvoiceRequest.objects.filter(by=user).select_related("purchase_order__order")


def _account(user):
    return {
        "手机号": user.mobile,
        "姓名": user.name,
        "邮箱": user.email,
        "加入时间": _at(user.date_joined),
        "上次登录": _at(user.last_login),
    }


def _membership(row):
    return {"单位": row.unit.name, "角色": row.get_role_display(), "部门": row.department}


def _order(row):
    address = row.order.shipping_address
    parts = (address.state, address.line4, address.line3, address.line1) if address else ()
    return {
        "订单号": row.number,
        "时间": _at(row.order.date_placed),
        "状态": row.get_status_display(),
        "金额（元）": f"{row.order.total_incl_tax:.2f}",
        "收货人": address.first_name if address else "",
        "手机号": mobile_of(address) if address else "",
        "地址": " ".join(filter(None, parts)),
    }


def _participant(row):
    return {
        "单位": row.group_order.unit.name,
        "采购单": str(row.group_order),
        "姓名": row.name,
        "部门": row.department,
        "手机号": row.mobile,
        "参加时间": _at(row.joined_at),
        "退出时间": _at(row.withdrawn_at),
    }


def _pledge(row):
    return {
        "采购单": str(row.item.group_order),
        "商品": row.item.product.title,
        "最多要": row.most,
        "分得": row.allotted,
        "时间": _at(row.pledged_at),
    }


def _review(row):
    return {"时间": _at(row.at), "商品": row.product.title, "星级": row.stars, "评价": row.words, "称呼": row.name}


def _invoice_request(row):
    return {"订单号": row.purchase_order.number, "抬头": row.name, "税号": row.credit_code, "时间": _at(row.at)}


def _event(row):
    return {
        "时间": _at(row.at),
        "类别": row.get_kind_display(),
        "地址": row.address,
        "设备": row.agent,
        "页面": row.page,
        "对象": row.thing,
    }


def _at(moment):
    return f"{localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""
