"""Choose the products of a draft: from the shop, all of a region, or those of an earlier group order."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from shop.produce import products
from shop.user.desks import unit_desk

from ..collection import group_orders, picking, progress
from ..forms.group_orders import ItemForm
from .group_orders import get_group_order, require

PAGE_SIZE = 20


@require_safe
@unit_desk
def index(request, unit, number):
    """What the shop sells, by region, category and word, beside what the draft holds by now."""
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    if not group_order.is_draft:
        messages.error(request, "征集已经开始，不能再增减商品。")
        return redirect("unit:group_order", unit.code, number)
    wanted = _wanted(request)
    rows = progress.of(group_order)
    page = Paginator(products.with_facts(picking.search(**wanted)), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "group_order": group_order,
        "rows": rows,
        "chosen": {row.item.product_id for row in rows},
        "page": page,
        "offers": [picking.Offer(product) for product in page],
        "regions": picking.regions(),
        "categories": picking.categories(),
        "earlier": picking.earlier(group_order),
        **wanted,
    }
    return render(request, "unit/group_order_products.html", context)


@require_POST
@unit_desk
def put(request, unit, number):
    """Put a product into the draft, or set its minimum."""
    return _change(request, unit, number, _put)


@require_POST
@unit_desk
def remove(request, unit, number):
    """Take a product out of the draft."""
    return _change(request, unit, number, _remove)


@require_POST
@unit_desk
def put_all(request, unit, number):
    """Put in everything of the region that the filter shows."""
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    wanted = _wanted(request)
    if not wanted["region"]:
        messages.error(request, "请先选一个地区，再全部加入。")
        return _back(request, unit, number)
    return _put_many(request, group_order, picking.search(**wanted).order_by("pk"))


@require_POST
@unit_desk
def put_earlier(request, unit, number):
    """Put in what an earlier group order of the unit had, as far as it may be had today."""
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    earlier = get_object_or_404(unit.group_orders.exclude(pk=group_order.pk), number=request.POST.get("earlier", ""))
    products, gone = picking.of_earlier(earlier)
    return _put_many(request, group_order, products, gone)


@require_POST
@unit_desk
def clear(request, unit, number):
    """Take all products out of the draft."""
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    try:
        group_orders.clear(group_order=group_order)
    except group_orders.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已全部移除。")
    return _back(request, unit, number)


def _wanted(request):
    return {name: request.GET.get(name, "").strip() for name in ("region", "category", "q")}


def _put_many(request, group_order, found, gone=()):
    try:
        new = group_orders.put_items(group_order=group_order, products=found)
    except group_orders.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"加入 {new} 种商品。" if new else "没有可以再加的商品，都已在单里。")
        if gone:
            messages.warning(request, f"现在买不到，没有加入：{'、'.join(gone)}。")
    return _back(request, group_order.unit, group_order.number)


def _change(request, unit, number, step):
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    form = ItemForm(request.POST)
    if form.is_valid():
        try:
            step(group_order, form.cleaned_data)
        except group_orders.Refused as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, "；".join(error for errors in form.errors.values() for error in errors))
    return _back(request, unit, number)


def _back(request, unit, number):
    # Back to the same filter and page; only the query of this page's own address is taken over.
    address = redirect("unit:group_order_products", unit.code, number)
    if request.GET:
        address["Location"] += f"?{request.GET.urlencode()}"
    return address


def _put(group_order, data):
    product = get_object_or_404(picking.offered(), pk=data["product"])
    group_orders.put_item(group_order=group_order, product=product, min_quantity=data["min_quantity"])


def _remove(group_order, data):
    group_orders.remove_item(group_order=group_order, product=data["product"])
