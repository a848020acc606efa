"""One page from basket to order."""

from decimal import Decimal

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from oscar.core.loading import get_model

from procurement.views.purchase_order_lists import with_details
from shop.basket import contents, destination, lines
from shop.payments.views import online
from shop.produce import provinces
from shop.produce.stock import OutOfStock

from .. import addresses, orders, own_orders, pasted
from ..forms import AddressForm, read_agreed, sign_agreed

Basket = get_model("basket", "Basket")
OTHER_FREIGHT = "收货省份改了，运费和合计随之变化，请核对新的金额后再提交。"
NOTHING = "购物车里没有商品，请先选购。"


@never_cache
@require_http_methods(["GET", "POST"])
def index(request):
    """The address form beside what is ordered; sent, it becomes one order per supplier."""
    if request.method == "POST":
        return _submit(request)
    initial = _initial(request)
    found = contents.of(request.basket, to=provinces.CODES.get(initial.get("province"), ""))
    if not found.rows:
        messages.info(request, NOTHING)
        return redirect("basket:summary")
    if not found.is_orderable:
        messages.error(request, "有商品暂时不能下单，请按提示处理后再结算。")
        return redirect("basket:summary")
    form = AddressForm(initial=initial)
    return _render(request, request.basket, found, form)


@require_POST
def reduce(request):
    """Bring every line of the basket down to what is left, then on to the checkout."""
    reduced = contents.of(request.basket).reduced()
    if reduced:
        try:
            lines.change(basket=request.basket, quantities=reduced)
        except lines.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("basket:summary")
        messages.success(request, "已按现有库存改好数量，请核对后提交。")
    return redirect("checkout:index")


@never_cache
@require_GET
def done(request, number):
    """Thank the buyer; each order of the purchase with where to pay."""
    purchase_order = own_orders.get(request, number)
    placed = list(with_details(own_orders.bought_with(purchase_order)))
    pending = [row for row in placed if row.is_pending_payment]
    context = {
        "purchase_orders": placed,
        "purchase_order": purchase_order,
        "pending": pending,
        "pending_amount": sum(row.due for row in pending),
        "pending_key": pending[0].access_token if pending else "",
        "key": own_orders.key_for(request, purchase_order),
    }
    return render(request, "checkout/done.html", context)


def _submit(request):
    basket_pk, agreed_total, shown_for = read_agreed(request.POST.get("agreed", ""))
    basket = Basket.objects.filter(pk=basket_pk, owner=request.user.pk).first()
    if basket is None:
        messages.error(request, "页面已失效，请核对购物车后重新结算。")
        return redirect("basket:summary")
    # The form came twice: whatever it says now, the orders are there.
    placed = orders.of_basket(basket)
    if placed:
        return _to_done(request, placed)
    basket.strategy = request.strategy
    if "recognise" in request.POST:
        return _recognise(request, basket)
    form = AddressForm(request.POST)
    to = provinces.CODES.get(request.POST.get("province"), "")
    if "refresh" in request.POST:
        return _render(request, basket, contents.of(basket, to=to), AddressForm(initial=request.POST.dict()))
    if not form.is_valid():
        return _render(request, basket, contents.of(basket, to=to), form, status=422)
    try:
        placed = orders.submit(
            basket=basket,
            address=form.address(),
            by=request.user if request.user.is_authenticated else None,
            at=timezone.now(),
            agreed_total=Decimal(agreed_total),
            is_demo=settings.DEMO,
            pays_online=form.pays_online(),
        )
    except (orders.Changed, orders.NotServed) as refusal:
        found = contents.of(basket, to=to)
        moved = isinstance(refusal, orders.Changed) and found.province != shown_for
        return _render(request, basket, found, form, status=409, refusal=OTHER_FREIGHT if moved else refusal)
    except (orders.NotOrderable, OutOfStock) as refusal:
        return _refuse(request, basket, refusal)
    if form.pays_online():
        return online.begin(request, placed[0], placed)
    return _to_done(request, placed)


def _initial(request):
    """Return what is known of the address; a province chosen in the basket stands for a newcomer's."""
    known = addresses.last_used(request.user)
    chosen = provinces.PROVINCES.get(destination.remembered(request))
    return known if known.get("street") or not chosen else known | {"province": chosen}


def _recognise(request, basket):
    """Show the form again with what a pasted address says; nothing is ordered."""
    said = pasted.read(request.POST.get("pasted", ""))
    filled = request.POST.dict() | said.fields
    found = contents.of(basket, to=provinces.CODES.get(filled.get("province"), ""))
    return _render(request, basket, found, AddressForm(initial=filled), said=said)


def _refuse(request, basket, refusal):
    found = contents.of(basket)
    if basket.status != Basket.OPEN or found.is_orderable or not found.rows:
        # It was merged, or what was missing a moment ago is there again.
        messages.error(request, f"没有下单：{refusal}")
        return redirect("basket:summary")
    return render(request, "checkout/out_of_stock.html", {"contents": found}, status=409)


def _to_done(request, placed):
    key = own_orders.key_for(request, placed[0])
    return redirect(reverse("checkout:done", args=[placed[0].number], query={"key": key} if key else None))


def _render(request, basket, found, form, *, status=200, refusal=None, said=None):
    context = {
        "said": said,
        "contents": found,
        "form": form,
        "agreed": sign_agreed(basket, found),
        "refusal": refusal,
    }
    return render(request, "checkout/index.html", context, status=status)
