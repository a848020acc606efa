"""Slips of banks: uploaded by the unit for an order or a remittance, looked at by both sides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from procurement.moves import Refused
from procurement.proofs import files
from shop.user import ways_back
from shop.user.desks import unit_desk

from .. import access, slips
from ..forms import SlipForm
from ..models import BankSlip
from . import payables, transfers

DONE = "回单已上传，供应商会收到消息，确认到账后订单变为已付清。"


@require_POST
@login_required
def for_order(request, number):
    """Upload the slip of one order."""
    order = access.get_for_buyer(request, number)
    if order.is_public or not request.user.has_perm("procurement.handle", order):
        raise PermissionDenied
    form = SlipForm(request.POST, request.FILES)
    status = _try(request, form, orders=[order])
    if status:
        return transfers.show(request, order, form=form, status=status)
    return redirect("payments:instructions", number)


@require_POST
@unit_desk
def for_remittance(request, unit, reference):
    """Upload the slip of one transfer for several orders."""
    found = payables.get(unit, reference)
    if not request.user.has_perm("procurement.handle", unit) or found.is_withdrawn:
        raise PermissionDenied
    form = SlipForm(request.POST, request.FILES)
    status = _try(request, form, orders=list(found.orders.all()), remittance=found)
    if status:
        return payables.show(request, unit, found, form=form, status=status)
    return redirect("unit_payments:remittance", unit.code, reference)


@require_GET
@login_required
@cache_control(private=True, max_age=3600)
def show(request, token):
    """Answer with a slip, for its unit, those who are paid, and the office: a picture to look at, others to save."""
    slip = get_object_or_404(BankSlip, token=token)
    if not any(_may_see(request.user, order) for order in slip.orders.select_related("unit", "supplier", "order")):
        raise Http404
    is_picture = slip.content_type == files.JPEG
    disposition = content_disposition_header(as_attachment=not is_picture, filename=slip.title)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": disposition}
    return HttpResponse(files.read(slip.name), content_type=slip.content_type, headers=headers)


@require_POST
@login_required
def remove(request, token):
    """Take back a slip uploaded by mistake."""
    slip = get_object_or_404(BankSlip, token=token)
    orders = list(slip.orders.select_related("unit", "order"))
    if not any(access.is_buyer(request.user, order) for order in orders):
        raise Http404
    if not request.user.has_perm("procurement.handle", orders[0]):
        raise PermissionDenied
    try:
        slips.remove(slip=slip, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "回单已删除。")
    return redirect(ways_back.after_form(request))


def _try(request, form, **what):
    if not form.is_valid():
        return 400
    try:
        slips.upload(by=request.user, at=timezone.now(), **what, **form.facts())
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return 409
    messages.success(request, DONE)
    return 0


def _may_see(user, order):
    return access.is_buyer(user, order) or user.has_perm("procurement.record_payment", order)
