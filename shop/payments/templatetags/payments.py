"""The payment panel of a purchase order, for the pages of any desk."""

from django import template
from django.utils import timezone

from shop.payments import payees, remittances, summary
from shop.payments.books import Transaction
from shop.payments.forms import OnlineRefundForm, PaymentForm, RefundForm

METHODS = {"alipay": "支付宝", "wechat_pay": "微信支付", "card": "银行卡"}

register = template.Library()


@register.inclusion_tag("payments/_panel.html", takes_context=True)
def payment_panel(context, purchase_order):
    """Show what is due, paid and to refund; with the forms for those who may write it down."""
    request = context["request"]
    payment = summary.of(purchase_order)
    slips = list(purchase_order.bank_slips.all())
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "purchase_order": purchase_order,
        "payment": payment,
        "slips": slips,
        "reference": remittances.reference_of(purchase_order),
        "remittance": purchase_order.remittances.standing().first(),
        "may_record": request.user.has_perm("procurement.record_payment", purchase_order),
        # Both forms may stand on one page, also beside a form of the desk.
        "record_form": PaymentForm(initial=_received(payment, slips), auto_id="payment_%s"),
        "online_form": OnlineRefundForm(initial={"amount": payment.refundable_online}, auto_id="online_%s"),
        "refund_form": RefundForm(initial={"paid_on": timezone.localdate()}, auto_id="refund_%s"),
    }


def _received(payment, slips):
    """Return what probably arrived: what the newest slip says, else all that is due."""
    facts = {"amount": payment.outstanding, "paid_on": timezone.localdate()}
    if slips and slips[0].amount <= payment.outstanding:
        facts |= {"amount": slips[0].amount, "paid_on": slips[0].paid_on, "reference": slips[0].serial}
    return facts


@register.inclusion_tag("payments/_account.html")
def bank_account(purchase_order, amount):
    """Show where one order is paid, how much, and what to write into the note."""
    payee = payees.of(purchase_order.supplier)
    return {"payee": payee, "amount": amount, "reference": remittances.reference_of(purchase_order)}


@register.simple_tag
def money_url(desk, name, *arguments):
    """Return the address of a page of the desk at which money is looked at."""
    return desk.url(name, *arguments)


@register.simple_tag
def money_order_url(desk, number):
    return desk.order_url(number)


@register.filter
def remittance_reference(purchase_order):
    """Return what is written into the note of a transfer for one order."""
    return remittances.reference_of(purchase_order)


@register.filter
def payee_name(supplier):
    return payees.of(supplier).name


@register.filter
def method_name(code):
    """Return what people call a provider's way to pay."""
    return METHODS.get(code, "—" if not code else "其他")


@register.filter
def is_refund(transaction):
    return transaction.txn_type == Transaction.REFUND
