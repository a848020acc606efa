"""Paste codes and minimum quantities into a draft: look at what they mean, then put all of it in."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shop.produce import pasted
from shop.produce.paste_forms import PasteForm
from shop.user.desks import unit_desk

from ..collection import group_orders, picking
from .group_orders import get_group_order, require


@dataclass(frozen=True)
class Row:
    """One product of the preview: ``held`` is its minimum in the draft, None if it is new to it."""

    entry: pasted.Entry
    held: int | None


@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def paste(request, unit, number):
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    if not group_order.is_draft:
        messages.error(request, "征集已经开始，不能再增减商品。")
        return redirect("unit:group_order", unit.code, number)
    form = PasteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _render(request, group_order, form, status=422 if form.errors else 200)
    found = pasted.read(
        form.cleaned_data["text"],
        picking.offered(),
        request.POST,
        most=group_orders.MAX_QUANTITY,
        may_lack_packs=True,
    )
    if "add" not in request.POST or not found.is_complete:
        return _render(request, group_order, form, found, status=422 if found.mistakes else 200)
    try:
        group_orders.put_minimums(group_order=group_order, minimums=found.packs)
    except group_orders.Refused as refusal:
        messages.error(request, str(refusal))
        return _render(request, group_order, form, found, status=409)
    messages.success(request, f"已加入 {len(found.entries)} 种商品。")
    return redirect("unit:group_order_products", unit.code, number)


def _render(request, group_order, form, found=None, *, status=200):
    context = {"unit": group_order.unit, "group_order": group_order, "form": form, "pasted": found}
    if found:
        held = dict(group_order.items.values_list("product", "min_quantity"))
        context["rows"] = [Row(entry, held.get(entry.product.pk)) for entry in found.entries]
    return render(request, "unit/group_order_paste.html", context, status=status)
