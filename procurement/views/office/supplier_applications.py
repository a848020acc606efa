"""The queue of people who ask to sell here."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from oscar.core.loading import get_model
from pypinyin import Style, lazy_pinyin

from shop.user.desks import office_desk

from ...forms.group_orders import ReasonForm
from ...forms.suppliers import ApproveForm
from ...models import SupplierApplication
from ...moves import Refused
from ...sellers import applications

Partner = get_model("partner", "Partner")
PAGE_SIZE = 50
Status = SupplierApplication.Status
# What nobody handed in yet is the applicant's own business.
SHOWN = [choice for choice in Status.choices if choice[0] != Status.DRAFT]


@require_GET
@office_desk
def index(request):
    """Those that wait, oldest first; the others by their state."""
    status = request.GET.get("status", Status.SUBMITTED)
    if status not in dict(SHOWN):
        status = Status.SUBMITTED
    rows = SupplierApplication.objects.filter(status=status).select_related("region__parent", "supplier")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "statuses": SHOWN,
        "status": status,
    }
    return render(request, "office/supplier_applications.html", context)


@require_GET
@office_desk
def detail(request, pk):
    return _render(request, _get(pk))


@require_POST
@office_desk
def approve(request, pk):
    """Make the applicant a supplier; a second click changes nothing."""
    application = _get(pk)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return _render(request, application, approve_form=form)
    try:
        made = applications.approve(application=application, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        if refusal.is_repeated:
            messages.info(request, str(refusal))
            return redirect("office:supplier_application", pk)
        form.add_error("code" if getattr(refusal, "field", "") == "code" else None, str(refusal))
        return _render(request, application, approve_form=form)
    messages.success(request, f"{made.name}已入驻，申请人成为它的负责人。")
    return redirect("office:supplier", made.supplier.code)


@require_POST
@office_desk
def send_back(request, pk):
    application = _get(pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _render(request, application, reason_form=form)
    try:
        applications.send_back(application=application, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "已退回，申请人会看到原因。")
    return redirect("office:supplier_application", pk)


def _render(request, application, *, approve_form=None, reason_form=None):
    context = {
        "application": application,
        "moves": application.moves.select_related("by"),
        "licences": application.licences.prefetch_related("files"),
        "today": timezone.localdate(),
        "approve_form": approve_form or ApproveForm(initial={"code": free_code(application.region)}),
        "reason_form": reason_form or ReasonForm(),
    }
    status = 400 if approve_form or reason_form else 200
    return render(request, "office/supplier_application.html", context, status=status)


def free_code(place):
    """Return a code that is free: the partner region's initials and the next number, e.g. ``ZG06``."""
    region = place.parent or place
    letters = "".join(lazy_pinyin(region.short_name, style=Style.FIRST_LETTER)).upper()
    codes = Partner.objects.filter(code__startswith=letters).values_list("code", flat=True)
    numbers = [int(match[1]) for code in codes if (match := re.fullmatch(rf"{letters}(\d+)", code))]
    return f"{letters}{max(numbers, default=0) + 1:02d}"


def _get(pk):
    rows = SupplierApplication.objects.exclude(status=Status.DRAFT)
    return get_object_or_404(rows.select_related("applicant", "region__parent", "supplier"), pk=pk)
