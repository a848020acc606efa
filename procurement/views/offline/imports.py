"""Workbooks of offline purchases: upload with the files they name, look over, register."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...forms.offline import WorkbookForm
from ...offline import imports
from ...offline.workbook import columns, plan, template
from ...offline.workbook.plan import Outcome
from ...workbooks.writing import MEDIA_TYPE
from .desks import registrars_only

RECENT, SHOWN = 10, 300
ORDER = (Outcome.REJECTED, Outcome.NEW, Outcome.UNCHANGED)


@require_http_methods(["GET", "HEAD", "POST"])
@registrars_only
def index(request, desk):
    """Upload a workbook; below are the last ones."""
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["workbook"]
        facts = {"file": file, "name": file.name, "attached": form.cleaned_data["files"], "unit": desk.unit}
        try:
            found = imports.upload(by=request.user, at=timezone.now(), **facts)
        except imports.FileRefused as refusal:
            form.add_error("workbook", str(refusal))
        else:
            return redirect(desk.url("offline_import", found.pk))
    context = {"desk": desk, "unit": desk.unit, "form": form, "columns": columns.COLUMNS}
    recent = desk.imports().defer("rows", "columns")[:RECENT]
    context["recent"] = [(one, desk.url("offline_import", one.pk)) for one in recent]
    return render(request, "offline/imports.html", context, status=400 if form.errors else 200)


@require_GET
@registrars_only
def workbook(request, desk):
    """Download the workbook to fill in."""
    disposition = content_disposition_header(as_attachment=True, filename="线下采购登记模板.xlsx")
    headers = {"Content-Disposition": disposition}
    return HttpResponse(template.as_bytes(), content_type=MEDIA_TYPE, headers=headers)


@require_GET
@registrars_only
def review(request, desk, pk):
    return _render(request, desk, _get(desk, pk))


@require_POST
@registrars_only
def apply(request, desk, pk):
    facts = {"by": request.user, "at": timezone.now(), "today": timezone.localdate()}
    try:
        done = imports.apply(offline_import=_get(desk, pk), **facts)
    except imports.Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(desk.url("offline_import", pk))
    _tell(request, done)
    return redirect(desk.url("offline_import", pk))


@require_POST
@registrars_only
def cancel(request, desk, pk):
    try:
        imports.cancel(offline_import=_get(desk, pk))
    except imports.Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(desk.url("offline_import", pk))
    messages.success(request, "已放弃这份清单，没有登记任何采购。")
    return redirect(desk.url("offline_imports"))


def _tell(request, done):
    states = [purchase.get_status_display() for purchase in done.registered]
    words = "，".join(f"{state} {states.count(state)} 笔" for state in dict.fromkeys(states))
    messages.success(request, f"已登记 {len(done.registered)} 笔{f'：{words}' if words else ''}。")
    if rejected := done.count(Outcome.REJECTED):
        messages.warning(request, f"有问题的 {rejected} 笔没有登记。改好后把清单再传一次，已登记的不会重复。")


def _render(request, desk, offline_import):
    context = {"desk": desk, "unit": desk.unit, "offline_import": offline_import}
    if offline_import.is_in_review:
        found = imports.review(offline_import, today=timezone.localdate())
        counts = [(outcome, sum(one.outcome == outcome for one in found)) for outcome in ORDER]
        asked = request.GET.get("outcome")
        chosen = asked if asked in set(Outcome) else next((one for one, count in counts if count), Outcome.NEW)
        shown = [one for one in found if one.outcome == chosen]
        context |= {
            "tabs": counts,
            "chosen": chosen,
            "shown": [(one, plan.mistakes(one, offline_import.columns)) for one in shown[:SHOWN]],
            "hidden": max(0, len(shown) - SHOWN),
            "new": dict(counts)[Outcome.NEW],
            "rejected": dict(counts)[Outcome.REJECTED],
        }
    return render(request, "offline/import.html", context)


def _get(desk, pk):
    return get_object_or_404(desk.imports(), pk=pk)
