"""A unit's purchase orders: look them up, sign for the goods, cancel what is not shipped."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.user.desks import unit_desk

from .. import three_people
from ..delivery import purchase_orders, shipments
from ..forms.purchase_orders import AcceptForm, CancelForm
from .attempts import attempt
from .purchase_order_lists import page, with_details
from .unit_claims import claimable, may_act


@require_GET
@unit_desk
def index(request, unit):
    return render(request, "unit/purchase_orders.html", {"unit": unit, **page(request, unit.purchase_orders.all())})


@require_GET
@unit_desk
def detail(request, unit, number):
    return _show(request, unit, number)


@require_http_methods(["GET", "POST"])
@unit_desk
def accept(request, unit, number):
    """Sign for the shipment on its way; where there are several, choose one first."""
    purchase_order = _get(unit, number)
    _require(request.user, "procurement.accept", purchase_order)
    coming = [shipment for shipment in purchase_order.shipments.all() if not shipment.is_signed]
    if len(coming) == 1:
        return _accept(request, unit, purchase_order, coming[0])
    if coming:
        context = {"unit": unit, "purchase_order": purchase_order, "shipments": coming}
        return render(request, "unit/purchase_order_shipments.html", context)
    if request.method == "POST" and not purchase_order.is_accepted:
        return _refuse(request, unit, purchase_order)
    messages.info(request, f"订单当前为“{purchase_order.get_status_display()}”，不用验收，没有重复办理。")
    return redirect("unit:purchase_order", unit.code, number)


@require_http_methods(["GET", "POST"])
@unit_desk
def accept_shipment(request, unit, number, position):
    """Sign for one of several shipments."""
    purchase_order = _get(unit, number)
    _require(request.user, "procurement.accept", purchase_order)
    found = [shipment for shipment in purchase_order.shipments.all() if shipment.position == position]
    if not found:
        raise Http404
    return _accept(request, unit, purchase_order, found[0])


def _accept(request, unit, purchase_order, shipment):
    rows = list(shipment.lines.all())
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    lines = {"lines": [row.line for row in rows], "most": {row.line_id: row.quantity for row in rows}}
    form = AcceptForm(*posted, **lines)
    status = 200
    if posted:
        who = {"shipment": shipment, "by": request.user, "at": timezone.now()}
        done = "已验收签字，供应商会看到验收结果。"
        status = attempt(request, form, lambda: shipments.accept(**who, **form.facts()), done)
    elif unfit := three_people.why_not_accept(purchase_order, request.user):
        messages.error(request, unfit)
        status = 0
    elif shipment.is_signed:
        messages.info(request, f"{shipment.title}已经验收签字。")
        status = 0
    if not status:
        return redirect("unit:purchase_order", unit.code, purchase_order.number)
    context = {"unit": unit, "purchase_order": purchase_order, "shipment": shipment, "form": form}
    return render(request, "unit/purchase_order_accept.html", context, status=status)


def _refuse(request, unit, purchase_order):
    messages.error(request, f"订单当前为“{purchase_order.get_status_display()}”，没有在途的货，不能验收。")
    return _show(request, unit, purchase_order.number, status=409)


@require_POST
@unit_desk
def cancel(request, unit, number):
    purchase_order = _get(unit, number)
    _require(request.user, "procurement.handle", purchase_order)
    form = CancelForm(request.POST)
    who = {"purchase_order": purchase_order, "by": request.user, "at": timezone.now()}
    done = "订单已取消，库存已退回。已付的款项由供应商退回。"
    status = attempt(request, form, lambda: purchase_orders.cancel(**who, **form.cleaned_data), done)
    if status:
        return _show(request, unit, number, status, cancel_form=form)
    return redirect("unit:purchase_order", unit.code, number)


def _show(request, unit, number, status=200, **forms):
    purchase_order = _get(unit, number)
    person = request.user
    coming = [shipment for shipment in purchase_order.shipments.all() if not shipment.is_signed]
    now = timezone.now()
    may_accept = bool(coming) and person.has_perm("procurement.accept", purchase_order)
    unfit = three_people.why_not_accept(purchase_order, person) if may_accept else ""
    context = {
        "unit": unit,
        "purchase_order": purchase_order,
        "now": now,
        "may_accept": may_accept and not unfit,
        "why_not_accept": unfit,
        "claimable": claimable(purchase_order, now) if may_act(person, purchase_order) else [],
        "may_cancel": purchase_order.is_waiting_for_shipment and person.has_perm("procurement.handle", purchase_order),
        "cancel_form": CancelForm(),
        **forms,
    }
    return render(request, "unit/purchase_order.html", context, status=status)


def _get(unit, number):
    return get_object_or_404(with_details(unit.purchase_orders.all()), order__number=number)


def _require(user, permission, purchase_order):
    if not user.has_perm(permission, purchase_order):
        raise PermissionDenied
