"""Tell the county office, and the supplier where it concerns one, of money that needs a person to look."""

from django.urls import reverse

from procurement.messages import people
from shop.inbox.kinds import Kind
from shop.inbox.messages import tell


def disputed(payment, *, at):
    """What was paid is not what was asked for; the orders stay unpaid until the office has looked."""
    _tell("在线付款的金额不符", payment.remark, at=at, once=f"disputed {payment.pk}")


def stray_refund(payment, returned, *, at):
    """More was sent back at the provider than any order of the payment still holds."""
    words = (
        f"流水号 {payment.intent} 在支付渠道后台退了 {returned.amount} 元（{returned.reference}），对不上任何一张订单。"
    )
    _tell("有一笔退款对不上订单", words, at=at, once=f"stray {returned.reference}")


def unasked_refund(refund, *, at):
    """Money that was due went back, by somebody in the provider's own pages."""
    order = refund.purchase_order
    words = f"订单 {order.number} 在支付渠道后台退了 {refund.amount} 元，订单没有相应减少，又成为未付清。"
    _tell("订单的款项被退回", words, at=at, once=f"unasked {refund.pk}", order=order)


def refund_failed(refund, remark, *, at):
    order = refund.purchase_order
    words = f"订单 {order.number} 的 {refund.amount} 元没有退成：{remark}。请改用银行转账退款并登记。"
    _tell("在线退款没有退成", words, at=at, once=f"failed {refund.pk}", order=order)


def _tell(subject, words, *, at, once, order=None):
    facts = {"kind": Kind.MONEY_ALARM, "at": at, "subject": subject, "words": words, "once": once}
    tell(people=people.office(), link=reverse("office_payments:index"), **facts)
    if order:
        tell(people=people.sellers(order), link=people.seller_link(order), **facts)
