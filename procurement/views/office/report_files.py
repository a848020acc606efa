"""Files made in the background, and the reports that come by themselves."""

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ...figures.reports import files, schedule
from ...figures.statistics import selection as selections
from ...forms.reports import FileForm, SubscriptionForm
from ...models import ReportFile, ReportSubscription
from .exports import TYPES
from .filters import read, refused
from .scopes import at_desk

SHOWN = 30


@require_GET
@at_desk
def index(request, scope):
    """One's own subscriptions and files at this desk."""
    return _index(request, scope, SubscriptionForm())


@require_POST
@at_desk
def ask(request, scope):
    """Have what the address selects made in the background."""
    form = FileForm(request.POST)
    try:
        selection = read(request, scope)
    except selections.BadSelection as refusal:
        return refused(request, scope, refusal)
    if not form.is_valid():
        raise Http404
    facts = {"form": form.cleaned_data["form"], "scale": form.cleaned_data["money"] or "yuan"}
    found = files.ask(user=request.user, unit=scope.unit, parameters=selection.parameters, at=timezone.now(), **facts)
    return redirect(scope.url("report_file", found.pk))


@require_GET
@at_desk
def detail(request, scope, pk):
    """How far it is; the page looks again by itself."""
    found = _get(request, scope, pk)
    template = "office/_report_file.html" if request.htmx else "office/report_file.html"
    return render(request, template, {"scope": scope, "file": found})


@require_GET
@at_desk
def download(request, scope, pk):
    found = _get(request, scope, pk)
    if not found.is_done or not found.file:
        raise Http404
    content = storages["private"].open(found.file)
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=TYPES[found.form])


@require_POST
@at_desk
def subscribe(request, scope):
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return _index(request, scope, form, status=400)
    is_new = schedule.subscribe(user=request.user, unit=scope.unit, at=timezone.now(), **form.cleaned_data)
    messages.success(request, "已订阅。" if is_new else "已经订阅过了。")
    return redirect(scope.url("report_files"))


@require_POST
@at_desk
def unsubscribe(request, scope, pk):
    get_object_or_404(ReportSubscription, pk=pk, user=request.user, unit=scope.unit).delete()
    messages.success(request, "已取消订阅，以前的报表还在。")
    return redirect(scope.url("report_files"))


def _index(request, scope, form, status=200):
    mine = {"user": request.user, "unit": scope.unit}
    context = {
        "scope": scope,
        "form": form,
        "subscriptions": ReportSubscription.objects.filter(**mine),
        "files": ReportFile.objects.filter(**mine)[:SHOWN],
    }
    return render(request, "office/report_files.html", context, status=status)


def _get(request, scope, pk):
    return get_object_or_404(ReportFile, pk=pk, user=request.user, unit=scope.unit)
