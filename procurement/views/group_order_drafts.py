"""The details of a draft: start one, change them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shop.user.desks import unit_desk

from ..buyers import delivery_addresses
from ..collection import group_orders, picking
from ..forms.group_orders import GroupOrderForm, NewGroupOrderForm, default_deadline
from ..models import Access, FundSource, Purpose
from . import places
from .group_orders import get_group_order, render_detail, require


@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def new(request, unit):
    """Start a draft; its products are chosen on the next page."""
    require(request.user, "procurement.handle", unit)
    addresses = delivery_addresses.of(unit)
    form = NewGroupOrderForm(places.with_place(request.POST, addresses) or None, initial=_unit_defaults(unit))
    if request.method == "POST" and form.is_valid():
        group_order = group_orders.create(
            unit=unit,
            items=_first_items(request.GET.get("product")),
            by=request.user,
            at=timezone.now(),
            token=form.cleaned_data["key"],
            **form.details,
        )
        messages.success(request, "草稿已保存，请选择商品。")
        return redirect("unit:group_order_products", unit.code, group_order.number)
    return _render_form(request, {"unit": unit, "form": form, "places": addresses})


@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def edit(request, unit, number):
    """Change the details of a draft."""
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    addresses = delivery_addresses.of(unit)
    form = GroupOrderForm(places.with_place(request.POST, addresses) or None, initial=_details_of(group_order))
    if request.method == "POST" and form.is_valid():
        try:
            group_orders.edit(group_order=group_order, **form.details)
        except group_orders.Refused as refusal:
            messages.error(request, str(refusal))
            return render_detail(request, get_group_order(unit, number), status=409)
        messages.success(request, "已保存。")
        return redirect("unit:group_order", unit.code, number)
    if not group_order.is_draft:
        messages.error(request, "征集已经开始，不能再修改。需要改动请取消后重新发起。")
        return redirect("unit:group_order", unit.code, number)
    return _render_form(request, {"unit": unit, "form": form, "group_order": group_order, "places": addresses})


def _render_form(request, context):
    context["chosen_place"] = places.chosen(context["form"], context["places"])
    status = 422 if request.method == "POST" else 200
    return render(request, "unit/group_order_form.html", context, status=status)


def _first_items(product):
    """Return the product whose page led here, as the draft's first, unless it cannot be had."""
    is_key = product and product.isascii() and product.isdigit() and len(product) < 16
    return [(found, 0) for found in picking.offered().filter(pk=product)[:1]] if is_key else []


def _unit_defaults(unit):
    return {
        "purpose": Purpose.FESTIVAL,
        "access": Access.LINK,
        "fund_source": FundSource.UNION,
        "deadline_at": default_deadline(timezone.now()),
        "delivery_street": unit.delivery_street,
        "delivery_contact": unit.delivery_contact,
        "delivery_mobile": unit.delivery_mobile,
    }


def _details_of(group_order):
    details = {name: getattr(group_order, name) for name in GroupOrderForm.base_fields}
    return details | {"min_quantity": group_order.min_quantity or None}
