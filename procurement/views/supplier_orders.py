"""A supplier's own orders: ship wholly or in parts, cancel all or the rest, take goods back, print the packing slip."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shop.user.desks import supplier_desk

from ..delivery import purchase_orders
from ..forms.purchase_orders import CancelForm, ShipForm, TakeBackForm
from ..models import PurchaseOrder
from .attempts import attempt
from .purchase_order_lists import page, with_details


@require_GET
@supplier_desk
def index(request, partner):
    context = page(request, PurchaseOrder.objects.of_supplier(partner))
    return render(request, "supplier/orders.html", {"partner": partner, **context})


@require_GET
@supplier_desk
def detail(request, partner, number):
    return _show(request, partner, number)


@require_GET
@supplier_desk
def packing_slip(request, partner, number):
    return render(request, "supplier/packing_slip.html", {"partner": partner, "purchase_order": _get(partner, number)})


@require_POST
@supplier_desk
def ship(request, partner, number):
    who = _who(request, partner, number)
    form = _ship_form(who["purchase_order"], request.POST)
    status = attempt(request, form, lambda: purchase_orders.ship(**who, **form.facts()), "已登记发货。")
    return _answer(request, partner, number, status, ship_form=form)


@require_POST
@supplier_desk
def cancel_rest(request, partner, number):
    form = CancelForm(request.POST)
    who = _who(request, partner, number)
    done = "未发的部分已取消，库存已退回，买方会看到原因。"
    status = attempt(request, form, lambda: purchase_orders.cancel_rest(**who, **form.cleaned_data), done)
    return _answer(request, partner, number, status, cancel_form=form)


@require_POST
@supplier_desk
def cancel(request, partner, number):
    form = CancelForm(request.POST)
    who = _who(request, partner, number)
    done = "订单已取消，库存已退回。已收的款项请退给买方。"
    status = attempt(request, form, lambda: purchase_orders.cancel(**who, **form.cleaned_data), done)
    return _answer(request, partner, number, status, cancel_form=form)


@require_POST
@supplier_desk
def take_back(request, partner, number):
    who = _who(request, partner, number)
    form = _take_back_form(who["purchase_order"], request.POST)
    done = "已登记退货。多收的款项请退给买方，并登记退款流水号。"
    status = attempt(request, form, lambda: purchase_orders.take_back(**who, **form.facts()), done)
    return _answer(request, partner, number, status, take_back_form=form)


def _answer(request, partner, number, status, **form):
    if status:
        return _show(request, partner, number, status, **form)
    return redirect("supplier:order", partner.code, number)


def _show(request, partner, number, status=200, **forms):
    purchase_order = _get(partner, number)
    context = {
        "partner": partner,
        "purchase_order": purchase_order,
        "ship_form": _ship_form(purchase_order) if purchase_order.has_packs_left else None,
        "cancel_form": CancelForm(),
        "take_back_form": _take_back_form(purchase_order) if purchase_order.acceptance else None,
        "now": timezone.now(),
        "seen": max((move.pk for move in purchase_order.moves.all()), default=0),
        **forms,
    }
    return render(request, "supplier/order.html", context, status=status)


def _ship_form(purchase_order, data=None):
    packs = purchase_orders.packs_left(purchase_order)
    return ShipForm(data, lines=purchase_order.order.lines.all(), most=packs)


def _take_back_form(purchase_order, data=None):
    packs = purchase_orders.returnable_packs(purchase_order)
    return TakeBackForm(data, lines=purchase_order.order.lines.all(), most=packs)


def _who(request, partner, number):
    return {"purchase_order": _get(partner, number), "by": request.user, "at": timezone.now()}


def _get(partner, number):
    return get_object_or_404(with_details(PurchaseOrder.objects.of_supplier(partner)), order__number=number)
