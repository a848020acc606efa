"""Order what is in the basket in the name of a unit: it becomes a direct order, to be approved like any."""

from decimal import Decimal

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from oscar.core.loading import get_model

from procurement.collection import direct_orders
from procurement.forms.direct_orders import DirectOrderForm
from procurement.models import FundSource
from procurement.moves import Refused
from shop.basket import contents
from shop.user.desks import unit_desk

from .. import orders, unit_orders
from ..forms import read_agreed, sign_agreed

Basket = get_model("basket", "Basket")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def index(request, unit):
    """The form beside what is ordered; sent, it becomes one direct order."""
    if not request.user.has_perm("procurement.handle", unit):
        raise PermissionDenied
    if request.method == "POST":
        return _submit(request, unit)
    found = contents.of(request.basket, for_unit=True)
    if not found.is_orderable:
        messages.error(request, "有商品暂时不能下单，请先处理。" if found.rows else "购物车里没有商品，请先选购。")
        return redirect("basket:summary")
    form = DirectOrderForm(initial=_unit_defaults(unit) | {"agreed": sign_agreed(request.basket, found)})
    return _render(request, unit, found, form)


def _submit(request, unit):
    form = DirectOrderForm(request.POST)
    # The form came twice: whatever it says now, the order is there.
    made = direct_orders.of_form(unit=unit, by=request.user, token=request.POST.get("key", ""))
    if made:
        return _to_order(request, unit, made)
    basket_pk, agreed_total, _ = read_agreed(request.POST.get("agreed", ""))
    basket = Basket.objects.filter(pk=basket_pk, owner=request.user).first()
    if basket is None:
        messages.error(request, "页面已失效，请核对购物车后重新提交。")
        return redirect("basket:summary")
    basket.strategy = request.strategy
    if not form.is_valid():
        return _render(request, unit, contents.of(basket, for_unit=True), form, status=422)
    facts = {"basket": basket, "unit": unit, "agreed_total": Decimal(agreed_total), "is_demo": settings.DEMO}
    try:
        made = unit_orders.submit(**facts, by=request.user, at=timezone.now(), **form.details)
    except (orders.Changed, Refused) as refusal:
        return _again(request, unit, basket, refusal)
    except orders.NotOrderable as refusal:
        messages.error(request, f"没有提交：{refusal}")
        return redirect("basket:summary")
    messages.success(request, "已生成直接采购单，购物车已清空。请核对后提交审批。")
    return _to_order(request, unit, made)


def _again(request, unit, basket, refusal):
    """Show the form again with what the basket costs by now."""
    found = contents.of(basket, for_unit=True)
    sent = request.POST.copy()
    sent["agreed"] = sign_agreed(basket, found)
    return _render(request, unit, found, DirectOrderForm(sent), status=409, refusal=refusal)


def _to_order(request, unit, group_order):
    return redirect("unit:group_order", unit.code, group_order.number)


def _render(request, unit, found, form, *, status=200, refusal=None):
    context = {"unit": unit, "contents": found, "form": form, "refusal": refusal}
    return render(request, "checkout/unit.html", context, status=status)


def _unit_defaults(unit):
    return {
        "fund_source": FundSource.CANTEEN,
        "delivery_street": unit.delivery_street,
        "delivery_contact": unit.delivery_contact,
        "delivery_mobile": unit.delivery_mobile,
    }
