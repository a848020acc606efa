"""Pay on a provider's page, come back, choose otherwise, send money back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from procurement.delivery import purchase_orders
from procurement.models import PurchaseOrder
from shop.user import ways_back
from shop.user.confirming import confirmed

from .. import access, gateways, online, refunds
from ..forms import OnlineRefundForm
from ..models import OnlinePayment


@never_cache
@require_POST
def pay(request, number):
    """Lead to the provider's page, for one order or, with ``together``, for all of its purchase."""
    order = _public(access.get_for_buyer(request, number))
    together = access.bought_with(order) if request.POST.get("together") else [order]
    return begin(request, order, list(together))


def begin(request, order, orders):
    """Show the way to the provider's page for orders placed a moment ago, or the order when there is none."""
    at = timezone.now()
    try:
        _settle_open(orders, at)
        payment = online.start(orders=orders, gateway=_online_gateway(), at=at)
        page = online.open_page(payment=payment)
    except online.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_done(request, order))
    return render(request, "payments/go.html", {"page": page, "payment": payment, "back": _done(request, order)})


@never_cache
@require_GET
def back(request, key):
    """Say what became of a payment. Coming back proves nothing: only the provider's word marks it paid."""
    rows = OnlinePayment.objects.prefetch_related("parts__purchase_order__order", "parts__purchase_order__supplier")
    payment = get_object_or_404(rows, key=key)
    orders = [part.purchase_order for part in payment.parts.all()]
    is_late = payment.is_open and timezone.now() >= payment.expires_at
    context = {
        "payment": payment,
        "parts": payment.parts.all(),
        "key": "" if access.is_buyer(request.user, orders[0]) else orders[0].access_token,
        "is_late": is_late,
    }
    template = "payments/_back.html" if request.htmx else "payments/back.html"
    return render(request, template, context)


@require_POST
def choose_bank_transfer(request, number):
    """Pay by bank transfer after all, for all orders of the purchase that wait for a payment."""
    order, at = _public(access.get_for_buyer(request, number)), timezone.now()
    by = request.user if request.user.is_authenticated else None
    orders = [row for row in access.bought_with(order) if row.is_pending_payment]
    try:
        for row in orders:
            online.choose_bank_transfer(purchase_order=row, by=by, at=at)
    except purchase_orders.IllegalMove:
        messages.info(request, "订单刚刚有变化，请看现在的状态。")
    else:
        _settle_open(orders, at, give_up=True)
        messages.success(request, "已改为银行转账，请按下面的账户付款。")
    return redirect(_done(request, order))


@require_POST
@login_required
@confirmed
def refund(request, number):
    """Send back online what was paid too much, all or a part."""
    order = access.get_for_cashier(request, number)
    form = OnlineRefundForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect(ways_back.after_form(request))
    try:
        refunds.ask(purchase_order=order, by=request.user, at=timezone.now(), **form.cleaned_data)
    except refunds.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已向支付渠道申请退款，退成后会自动登记。")
    return redirect(ways_back.after_form(request))


def _settle_open(orders, at, *, give_up=False):
    """Look at what is under way before something else begins; no answer leaves it under way."""
    for payment in OnlinePayment.objects.open().of(orders):
        old = give_up or payment.expires_at - at <= online.WORTHWHILE
        try:
            online.settle(payment=payment, at=at, give_up=old)
        except gateways.Unreachable:
            continue


def _online_gateway():
    found = [gateway for gateway in gateways.available() if gateway.IS_ONLINE]
    if not found:
        raise online.Refused("本站还没有开通在线支付，请用银行转账。")
    return found[0]


def _public(order):
    if not order.is_public:
        raise Http404
    return order


def _done(request, order):
    order = PurchaseOrder.objects.select_related("order").get(pk=order.pk)
    key = "" if access.is_buyer(request.user, order) else order.access_token
    return reverse("checkout:done", args=[order.number], query={"key": key} if key else None)
