"""Pay for orders online: ask for a page, learn what became of it, and never keep money that nothing is due for.

The order of work is what keeps money safe. A payment is written down before the provider is asked, with a key that
makes asking twice the same as asking once. Nobody but the provider says that it was paid: a message of theirs, another
attempt to pay and the reconciler (``settle_payments``) all lead to ``settle``, which asks them and applies the answer
under the payment's lock, so that any of them may come first, twice, or never. That the shopper came back means
nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from procurement.delivery import purchase_orders
from procurement.models import PurchaseOrder
from shop.produce.money import ZERO

from . import alarms, books, gateways, refunds
from .gateways import Declined, State, Unreachable
from .models import OnlinePayment

Status = OnlinePayment.Status
OVER_TIME = "没有在规定时间内付款，自动取消"
# A page with less time left than this is not worth opening again.
WORTHWHILE = timedelta(minutes=5)


class Refused(Exception):
    """These orders cannot be paid online now; the message says why."""


@transaction.atomic
def start(*, orders, gateway, at):
    """Return a payment for what is still due of some orders: the one under way if it asks for the same, else a new one.

    :param orders: purchase orders of one purchase.
    :param gateway: a module of ``gateways``.
    :raises Refused: if nothing is due, or a payment under way asks for something else.
    """
    locked = [purchase_orders.lock(order) for order in sorted(orders, key=lambda order: order.pk)]
    due = {order.pk: books.outstanding(order) for order in locked if not order.is_cancelled}
    due = {pk: amount for pk, amount in due.items() if amount}
    if not due:
        raise Refused("没有待付的款项。")
    for payment in OnlinePayment.objects.open().of(locked).prefetch_related("parts"):
        asked = {part.purchase_order_id: part.amount for part in payment.parts.all()}
        if payment.gateway == gateway.CODE and asked == due and payment.expires_at - at > WORTHWHILE:
            return payment
        raise Refused("上一次付款还没有结束，请过几分钟再试。")
    payment = OnlinePayment.objects.create(
        gateway=gateway.CODE,
        amount=sum(due.values(), ZERO),
        created_at=at,
        expires_at=at + timedelta(minutes=settings.ONLINE_PAYMENT_MINUTES),
    )
    for pk, amount in due.items():
        payment.parts.create(purchase_order_id=pk, amount=amount)
    return payment


def open_page(*, payment):
    """Return the address of the page to pay on; asking again brings the same page.

    :raises Refused: if the provider does not answer or says no; the payment stays as it is and may be tried again.
    """
    if payment.page_url:
        return payment.page_url
    gateway = gateways.of(payment.gateway)
    back = settings.SITE_URL + reverse("payments:back", args=[payment.key])
    try:
        page = gateway.open_page(payment, back_url=back, title=settings.SITE_NAME)
    except Unreachable as fault:
        raise Refused("支付渠道暂时没有回应，订单已经保留，请稍后再点“去付款”，或改用银行转账。") from fault
    except Declined as refusal:
        OnlinePayment.objects.open().filter(pk=payment.pk).update(status=Status.FAILED, remark=str(refusal)[:200])
        raise Refused("支付渠道没有接受这笔付款，订单已经保留，请再试一次，或改用银行转账。") from refusal
    OnlinePayment.objects.filter(pk=payment.pk).update(session=page.session, page_url=page.url)
    payment.session, payment.page_url = page.session, page.url
    return page.url


def settle(*, payment, at, give_up=False):
    """Ask the provider what became of a payment and apply it; calling it again changes nothing.

    :param give_up: let nobody pay on its page any more, if nobody has.
    :raises Unreachable: when the provider does not answer; then nothing changed.
    """
    gateway = gateways.of(payment.gateway)
    if not payment.session:
        # We fell between their answer and our note of it, or they were never reached.
        try:
            open_page(payment=payment)
        except Refused as refusal:
            if isinstance(refusal.__cause__, Unreachable):
                raise refusal.__cause__ from refusal
            return
    sight = gateway.look(payment)
    if give_up and sight.state is State.OPEN:
        gateway.close(payment)
        sight = gateway.look(payment)
    apply(payment=payment, sight=sight, at=at)
    payment.refresh_from_db()
    if payment.is_paid:
        refunds.mirror(payment=payment, at=at)


@transaction.atomic
def apply(*, payment, sight, at):
    """Apply what a provider said. Money counts whenever it comes, once; what nothing is due for is sent back."""
    locked = OnlinePayment.objects.select_for_update().get(pk=payment.pk)
    locked.checked_at = at
    if locked.is_paid or locked.is_disputed:
        pass
    elif sight.state is State.PAID:
        _apply_paid(locked, sight, at)
    elif locked.is_open and sight.state in (State.EXPIRED, State.FAILED):
        locked.status = Status.EXPIRED if sight.state is State.EXPIRED else Status.FAILED
        if sight.state is State.EXPIRED:
            _let_go(locked, at)
    locked.save()
    return locked


def _apply_paid(payment, sight, at):
    payment.intent, payment.method = sight.intent, sight.method
    if (sight.currency, sight.amount) != ("CNY", payment.amount):
        payment.status = Status.DISPUTED
        payment.remark = f"应收 {payment.amount} 元，渠道实收 {sight.amount} {sight.currency}"
        alarms.disputed(payment, at=at)
        return
    payment.status, payment.paid_at = Status.PAID, at
    payment.save()
    gateway = gateways.of(payment.gateway)
    for part in payment.parts.order_by("purchase_order"):
        _receive(part, (gateway.CODE, gateway.LABEL), at)


def _receive(part, source, at):
    order = purchase_orders.lock(part.purchase_order)
    reference = part.payment.intent
    books.receive(order, source=source, amount=part.amount, reference=reference, by=None, at=at)
    if order.is_pending_payment:
        order = purchase_orders.confirm(purchase_order=order, by=None, at=at, reason="已在线付款")
    too_much = min(books.refundable(order), part.amount)
    if too_much:
        reason = "订单已取消，付款自动退回" if order.is_cancelled else "多付的款项自动退回"
        refunds.ask(purchase_order=order, amount=too_much, reason=reason, by=None, at=at)


def _let_go(payment, at):
    """Cancel the orders that waited for a payment that will not come, unless another one is under way."""
    for part in payment.parts.order_by("purchase_order"):
        order = purchase_orders.lock(part.purchase_order)
        others = OnlinePayment.objects.open().of([order]).exclude(pk=payment.pk)
        if order.is_pending_payment and not others.exists():
            purchase_orders.cancel(purchase_order=order, by=None, at=at, reason=OVER_TIME)


@transaction.atomic
def choose_bank_transfer(*, purchase_order, by, at):
    """Let an order that waits for an online payment be paid by bank transfer; its supplier sees it from now on.

    Settle its payment under way afterwards: what was paid by then counts, and nobody can pay there any more.

    :raises procurement.delivery.purchase_orders.IllegalMove: if it does not wait for a payment.
    """
    return purchase_orders.confirm(purchase_order=purchase_order, by=by, at=at, reason="改用银行转账付款")


def give_up_old(*, at):
    """Cancel orders that wait for a payment nobody began, or whose last one ended long enough ago; return how many."""
    since = at - timedelta(minutes=settings.ONLINE_PAYMENT_MINUTES)
    waiting = PurchaseOrder.objects.filter(status=PurchaseOrder.Status.PENDING_PAYMENT, placed_at__lt=since)
    recent = OnlinePayment.objects.filter(expires_at__gt=at)
    count = 0
    for order in waiting.exclude(payment_parts__payment__in=recent).order_by("pk"):
        with transaction.atomic():
            locked = purchase_orders.lock(order)
            if locked.is_pending_payment and not OnlinePayment.objects.open().of([locked]).exists():
                purchase_orders.cancel(purchase_order=locked, by=None, at=at, reason=OVER_TIME)
                count += 1
    return count
