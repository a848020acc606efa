"""What a supplier is to the county: its facts, account and licences; owners renew licences here."""

from django.contrib import messages
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from shop.user.desks import supplier_desk

from ..forms.suppliers import LicenceForm
from ..models import BankChange
from ..moves import Refused
from ..sellers import licences
from .group_orders import require

MANAGE = "procurement.manage_supplier"
NEWEST, UPLOADS, SECONDS = 20, 60, 3600


@require_safe
@supplier_desk
def detail(request, partner):
    """Everybody at the supplier sees it; owners find the ways to change it."""
    context = {
        "partner": partner,
        "profile": partner.profile,
        "may_manage": request.user.has_perm(MANAGE, partner),
        "pauses": partner.pauses.filter(ended_at=None),
        "licences": partner.licences.prefetch_related("files"),
        "today": timezone.localdate(),
        "change": partner.bank_changes.filter(status=BankChange.Status.WAITING).select_related("asked_by").first(),
        "records": partner.records.select_related("by")[:NEWEST],
    }
    return render(request, "supplier/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@supplier_desk
def licence_new(request, partner):
    """Hand in a licence: a new one, or one in place of an old one."""
    require(request.user, MANAGE, partner)
    initial = {"kind": request.GET.get("kind", ""), "title": request.GET.get("title", "")}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LicenceForm(*sent, initial=initial)
    if request.method == "POST" and _is_flooding(partner):
        form.add_error(None, "上传得太频繁，请一小时后再试。")
    elif request.method == "POST" and form.is_valid():
        try:
            licences.renew(supplier=partner, by=request.user, at=timezone.now(), **form.facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "证照已上传，县协作办确认后生效。")
            return redirect("supplier:profile", partner.code)
    context = {"partner": partner, "form": form}
    return render(request, "supplier/licence_form.html", context, status=400 if form.errors else 200)


def _is_flooding(partner):
    key = f"renew-licence:{partner.pk}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > UPLOADS
    except ValueError:  # It ran out between the two lines.
        return False
