"""A shopper's own orders: look them up, confirm receipt, cancel what is not shipped."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from procurement.delivery import claims, purchase_orders, reviews, shipments
from procurement.forms.claims import HandOverForm
from procurement.forms.purchase_orders import AcceptForm, CancelForm
from procurement.views import unit_claims
from procurement.views.attempts import attempt
from shop.payments import gateways, summary

from .. import addresses, own_orders, progress

PAGE_SIZE = 10


@never_cache
@require_GET
def index(request):
    """The person's own orders; a guest is asked for the order number instead."""
    if not request.user.is_authenticated:
        return redirect("checkout:find")
    rows = own_orders.with_goods(own_orders.of(request.user))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "checkout/orders.html", {"page": page})


@never_cache
@require_GET
def detail(request, number):
    return _show(request, own_orders.get(request, number))


@require_POST
def accept(request, number):
    """Confirm receipt: everything arrived unless packs short or damaged are written down."""
    purchase_order = own_orders.get(request, number)
    form = _accept_form(purchase_order, request.POST, request.FILES)
    done = "已确认收货，谢谢您的支持。"
    status = attempt(request, form, lambda: _accept(request, purchase_order, form.facts()), done)
    if status:
        return _show(request, own_orders.get(request, number), status, accept_form=form)
    return _back(request, purchase_order)


@require_POST
def cancel(request, number):
    """Cancel before shipping, with a reason for the supplier."""
    purchase_order = own_orders.get(request, number)
    form = CancelForm(request.POST)
    who = _who(request, purchase_order)
    done = "订单已取消。" if purchase_order.is_pending_payment else "订单已取消。已付的款项由供应商退回。"
    status = attempt(request, form, lambda: purchase_orders.cancel(**who, **form.cleaned_data), done)
    if status:
        return _show(request, own_orders.get(request, number), status, cancel_form=form)
    return _back(request, purchase_order)


@require_POST
def hand_over(request, number, position):
    """Ask the county office to decide a claim that the supplier rejected or left unanswered."""
    purchase_order = own_orders.get(request, number)
    claim = get_object_or_404(purchase_order.claims, position=position)
    form = HandOverForm(request.POST, request.FILES)
    who = {name: value for name, value in _who(request, purchase_order).items() if name != "purchase_order"}
    act = lambda: claims.hand_over(claim=claim, **who, **form.facts())  # noqa: E731
    status = attempt(request, form, act, "已提交协作办裁定。")
    if status:
        return _show(request, own_orders.get(request, number), status, hand_over_form=form)
    return _back(request, purchase_order)


def _show(request, purchase_order, status=200, **forms):
    context = {
        "purchase_order": purchase_order,
        "payment": summary.of(purchase_order),
        "steps": progress.of(purchase_order),
        "key": own_orders.key_for(request, purchase_order),
        "mobile": addresses.mobile_of(purchase_order.order.shipping_address),
        "accept_form": _accept_form(purchase_order),
        "hand_over_form": HandOverForm(),
        "now": timezone.now(),
        "can_claim": bool(unit_claims.claimable(purchase_order, timezone.now())),
        "to_review": reviews.open_lines(purchase_order, timezone.now()),
        "cancel_form": CancelForm(),
        "can_pay_online": any(gateway.IS_ONLINE for gateway in gateways.available()),
        **forms,
    }
    return render(request, "checkout/order.html", context, status=status)


def _accept(request, purchase_order, facts):
    who, replacement = _who(request, purchase_order), _replacement(purchase_order)
    if replacement is None:
        return purchase_orders.accept(**who, **facts)
    return shipments.accept(shipment=replacement, by=who["by"], at=who["at"], **facts)


def _accept_form(purchase_order, *posted):
    replacement = _replacement(purchase_order)
    if replacement is None:
        packs = purchase_orders.packs_to_sign(purchase_order) if purchase_order.is_shipped else {}
    else:
        packs = {row.line_id: row.quantity for row in replacement.lines.all()}
    return AcceptForm(*posted, lines=purchase_order.order.lines.all(), most=packs)


def _replacement(purchase_order):
    """Return packs sent anew that wait for the buyer, once all that was ordered is signed for, or None."""
    coming = [row for row in purchase_order.shipments.all() if row.is_replacement and not row.is_signed]
    return coming[0] if coming and purchase_order.is_accepted else None


def _back(request, purchase_order):
    key = own_orders.key_for(request, purchase_order)
    return redirect(reverse("checkout:order", args=[purchase_order.number], query={"key": key} if key else None))


def _who(request, purchase_order):
    person = request.user if request.user.is_authenticated else None
    return {"purchase_order": purchase_order, "by": person, "at": timezone.now()}
