"""Group orders that come each month: what is set up, and the drafts that were made."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.user.desks import unit_desk

from ..collection import picking, standing_orders
from ..forms.standing_orders import StandingOrderForm, handlers_of
from ..moves import Refused
from .group_orders import require

HANDLE = "procurement.handle"
FORM = require_http_methods(["GET", "HEAD", "POST"])
FIRST_DAY, COLLECT_DAYS = 5, 3


@require_safe
@unit_desk
def index(request, unit):
    """What comes each month, when next, and what came of it so far; everyone in the unit may look."""
    at = timezone.now()
    rows = unit.standing_orders.select_related("source", "handler").prefetch_related("drafts__group_order")
    context = {
        "unit": unit,
        "rows": [(row, standing_orders.next_on(row, at)) for row in rows],
        "can_handle": request.user.has_perm(HANDLE, unit),
    }
    return render(request, "unit/standing_orders.html", context)


@FORM
@unit_desk
def new(request, unit):
    """Set one up, perhaps from the group order whose page led here."""
    require(request.user, HANDLE, unit)
    source = unit.group_orders.filter(number=request.GET.get("source", "")).first()
    initial = {"day": FIRST_DAY, "collect_days": COLLECT_DAYS, "handler": str(request.user.pk)}
    if source:
        initial |= {"source": source.number, "title": source.title[:50]}
    form = _form(request, unit, initial, source)
    return _save(request, unit, form, lambda **facts: standing_orders.create(unit=unit, **facts))


@FORM
@unit_desk
def edit(request, unit, pk):
    """Change one."""
    standing_order = _get(request, unit, pk)
    initial = {name: getattr(standing_order, name) for name in ("title", "day", "collect_days")}
    initial |= {"source": standing_order.source.number, "handler": str(standing_order.handler_id)}
    form = _form(request, unit, initial, standing_order.source)

    def save(**facts):
        standing_orders.change(standing_order=standing_order, **facts)

    return _save(request, unit, form, save, standing_order)


@require_POST
@unit_desk
def pause(request, unit, pk):
    return _act(request, unit, pk, standing_orders.pause, "已暂停，恢复之前不再起草。")


@require_POST
@unit_desk
def resume(request, unit, pk):
    return _act(request, unit, pk, standing_orders.resume, "已恢复，从下一个日子起照常起草。")


@require_POST
@unit_desk
def remove(request, unit, pk):
    def end(standing_order, at):
        standing_orders.remove(standing_order=standing_order)

    return _act(request, unit, pk, end, "已删除；已经起草的采购单不受影响。")


def _get(request, unit, pk):
    require(request.user, HANDLE, unit)
    return get_object_or_404(unit.standing_orders.select_related("source", "handler"), pk=pk)


def _act(request, unit, pk, act, done):
    try:
        act(standing_order=_get(request, unit, pk), at=timezone.now())
    except Refused as refusal:
        tell = messages.info if refusal.is_repeated else messages.error
        tell(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("unit:standing_orders", unit.code)


def _form(request, unit, initial, source):
    """Return the form; what is chosen now can be kept, however old it is."""
    sources = list(picking.sources(unit))
    if source and source not in sources:
        sources.append(source)
    return StandingOrderForm(request.POST or None, initial=initial, sources=sources, handlers=handlers_of(unit))


def _save(request, unit, form, save, standing_order=None):
    if request.method == "POST" and form.is_valid():
        try:
            save(at=timezone.now(), **form.facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("unit:standing_orders", unit.code)
    context = {"unit": unit, "form": form, "standing_order": standing_order}
    return render(request, "unit/standing_order_form.html", context, status=422 if form.errors else 200)
