"""A unit asks to join: write the application, see what became of it, write it again if it came back."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ..buyers import applications
from ..forms.applications import ApplicationForm, NewApplicationForm
from ..models import Unit, UnitApplication
from .member_invitations import link_of

# Whole offices share one address; robots send more.
TRIES, SECONDS = 60, 3600
FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def new(request):
    form = NewApplicationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _is_flooding(request):
        form.add_error(None, "提交得太频繁，请一小时后再试，或电话联系县协作办。")
        return _render_form(request, form, status=429)
    if request.method == "POST" and form.is_valid():
        try:
            token = form.cleaned_data["key"]
            application = applications.submit(at=timezone.now(), token=token, **form.facts)
        except applications.Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("apply:application", application.token)
    return _render_form(request, form, status=400 if form.errors else 200)


@never_cache
@require_safe
def detail(request, token):
    """Where an application stands; whoever has the link sees it."""
    application = _get(token)
    is_open = application.is_admitted and application.invitation.is_open(timezone.now())
    context = {
        "application": application,
        "moves": application.moves.all(),
        "own_url": urljoin(settings.SITE_URL, reverse("apply:application", args=[token])),
        "invitation_url": link_of(application.invitation) if is_open else "",
    }
    return render(request, "applications/application.html", context)


@never_cache
@FORM
def edit(request, token):
    """Write a returned application again."""
    application = _get(token)
    if not application.is_returned:
        messages.info(request, f"这份申请{application.get_status_display()}，不能修改。")
        return redirect("apply:application", token)
    initial = {key: getattr(application, key) for key in applications.FACTS}
    form = ApplicationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            applications.resubmit(application=application, at=timezone.now(), **form.facts)
        except applications.Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "申请已重新提交。")
            return redirect("apply:application", token)
    return _render_form(request, form, application=application, status=400 if form.errors else 200)


def _render_form(request, form, *, status, application=None):
    supervisors = Unit.objects.filter(children__isnull=False).distinct().values_list("name", flat=True)
    context = {"form": form, "application": application, "supervisors": supervisors}
    return render(request, "applications/form.html", context, status=status)


def _get(token):
    rows = UnitApplication.objects.select_related("unit", "invitation")
    return get_object_or_404(rows, token=token)


def _is_flooding(request):
    key = f"apply-unit:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # It ran out between the two lines.
        return False
