"""Share the packs of one product out among those who asked for more than can be bought, and adjust what each gets."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shop.user.desks import unit_desk

from ..collection import demands, group_orders, trimming
from ..forms.decisions import AdjustForm, TrimForm
from .group_order_steps import get_item
from .group_orders import get_group_order, require

PAGE_SIZE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def allot(request, unit, number, pk):
    """What each asked for and gets; a POST shares the packs out anew by a rule."""
    group_order, item = _load(request, unit, number, pk)
    if request.method != "POST":
        return _render(request, group_order, item)
    form = TrimForm(request.POST)
    if not form.is_valid():
        return _render(request, group_order, item, trim_form=form, status=422)
    return _attempt(
        request, group_order, item, lambda who: group_orders.trim(item=item, **form.cleaned_data, **who), "已分配。"
    )


@require_POST
@unit_desk
def adjust(request, unit, number, pk):
    """Change what the people on one page of the list get."""
    group_order, item = _load(request, unit, number, pk)
    form = AdjustForm(request.POST, pledges=_page(request, item).object_list)
    if not form.is_valid():
        return _render(request, group_order, item, adjust_form=form, status=422)
    return _attempt(
        request, group_order, item, lambda who: group_orders.adjust(item=item, gets=form.gets, **who), "调整已保存。"
    )


@require_POST
@unit_desk
def restore(request, unit, number, pk):
    """Give everybody what they asked for again."""
    group_order, item = _load(request, unit, number, pk)
    return _attempt(request, group_order, item, lambda who: group_orders.restore(item=item, **who), "已恢复原认购。")


def _load(request, unit, number, pk):
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    return group_order, get_item(group_order, pk)


def _attempt(request, group_order, item, act, done):
    try:
        act({"by": request.user, "at": timezone.now()})
    except group_orders.Refused as refusal:
        messages.error(request, str(refusal))
        return _render(request, group_order, get_item(group_order, item.pk), status=409)
    messages.success(request, done)
    return redirect("unit:group_order_allot", group_order.unit.code, group_order.number, item.pk)


def _page(request, item):
    queue = Paginator(demands.queue(item), PAGE_SIZE)
    return queue.get_page(request.GET.get("page"))


def _render(request, group_order, item, *, trim_form=None, adjust_form=None, status=200):
    group_order.refresh_from_db(fields=["status"])
    if not group_order.is_closed or item.is_dropped:
        messages.error(request, "只有已截止或被退回、并且要采购的商品可以分配数量。")
        return redirect("unit:group_order", group_order.unit.code, group_order.number)
    bounds, page = trimming.bounds(item), _page(request, item)
    adjust_form = adjust_form or AdjustForm(pledges=page.object_list)
    context = {
        "unit": group_order.unit,
        "group_order": group_order,
        "item": item,
        "bounds": bounds,
        "page": page,
        "trim_form": trim_form or TrimForm(initial=bounds.first_choice),
        "rows": [
            (pledge, demands.of_pledge(pledge).words(item.product.dossier.unit), field)
            for pledge, field in adjust_form.rows
        ],
    }
    return render(request, "unit/group_order_allot.html", context, status=status)
