"""Somebody asks to sell here: write the application, put the licences with it, hand it in, see what became of it."""

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..forms.members import AccountForm
from ..forms.suppliers import LicenceForm, SupplierForm
from ..models import Licence
from ..moves import Refused
from ..sellers import application_licences, applications
from .invitations import BACKEND

# Whole offices share one address; robots send more. Files cost more to look at.
TRIES, UPLOADS, SECONDS = 20, 60, 3600
FLOODING = "提交得太频繁，请一小时后再试，或电话联系县协作办。"
FORM = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@FORM
def new(request):
    """Begin an application; whoever has one sees it, and a visitor first logs in or opens an account."""
    if not request.user.is_authenticated:
        return _open_account(request)
    application = applications.open_of(request.user)
    if application:
        return redirect("apply:supplier_application", application.pk)
    initial = {"contact_name": request.user.name, "contact_phone": request.user.mobile}
    form = SupplierForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = applications.start(applicant=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, "已保存。请上传证照，齐了再提交。")
            return redirect("apply:supplier_application", made.pk)
    return render(request, "applications/supplier_form.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@require_safe
@login_required
def detail(request, pk):
    """Where an application stands, with its licences."""
    return _render(request, _get(request, pk))


@never_cache
@FORM
@login_required
def edit(request, pk):
    """Write an application again that was not handed in, or came back."""
    application = _get(request, pk)
    if not application.is_editable:
        messages.info(request, f"这份申请{application.get_status_display()}，不能修改。")
        return redirect("apply:supplier_application", pk)
    initial = {key: getattr(application, key) for key in applications.FACTS}
    form = SupplierForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            applications.change(application=application, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("apply:supplier_application", pk)
    context = {"form": form, "application": application}
    return render(request, "applications/supplier_form.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def licence_add(request, pk):
    """Put a licence with the application."""
    application = _get(request, pk)
    if _is_flooding(f"licence:{request.user.pk}", UPLOADS):
        messages.error(request, FLOODING)
        return redirect("apply:supplier_application", pk)
    form = LicenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            application_licences.put(application=application, by=request.user, at=timezone.now(), **form.facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "证照已上传。")
            return redirect("apply:supplier_application", pk)
    return _render(request, application, form)


@require_POST
@login_required
def licence_remove(request, pk, licence):
    application = _get(request, pk)
    found = get_object_or_404(Licence.objects.select_related("application"), pk=licence, application=application)
    try:
        application_licences.remove(licence=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.name}已删除。")
    return redirect("apply:supplier_application", pk)


@require_POST
@login_required
def submit(request, pk):
    """Hand the application in."""
    try:
        applications.submit(application=_get(request, pk), at=timezone.now())
    except Refused as refusal:
        (messages.info if refusal.is_repeated else messages.error)(request, str(refusal))
    else:
        messages.success(request, "申请已提交，县协作办审核后会在“消息”里告诉您。")
    return redirect("apply:supplier_application", pk)


@sensitive_post_parameters("password")
def _open_account(request):
    """Ask a visitor to log in, or open an account and go on with the application."""
    form = AccountForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and _is_flooding(f"account:{request.META.get('REMOTE_ADDR', '')}", TRIES):
        form.add_error(None, FLOODING)
        status = 429
    elif request.method == "POST" and form.is_valid():
        accounts = get_user_model().objects
        try:
            with transaction.atomic():
                user = accounts.create_user(**form.cleaned_data)
        except IntegrityError:
            form.add_error("mobile", "这个手机号已有账号，请登录后再申请。")
        else:
            login(request, user, backend=BACKEND)
            return redirect("apply:supplier")
    if form.errors and status == 200:
        status = 400
    return render(request, "applications/supplier_start.html", {"form": form}, status=status)


def _render(request, application, form=None):
    context = {
        "application": application,
        "moves": application.moves.select_related("by"),
        "licences": application.licences.prefetch_related("files"),
        "form": (form or LicenceForm()) if application.is_editable else None,
        "today": timezone.localdate(),
    }
    return render(request, "applications/supplier_application.html", context, status=400 if form else 200)


def _get(request, pk):
    rows = request.user.supplier_applications.select_related("region__parent", "supplier")
    return get_object_or_404(rows, pk=pk)


def _is_flooding(key, tries):
    key = f"apply-supplier:{key}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > tries
    except ValueError:  # It ran out between the two lines.
        return False
