"""Import units from a workbook: upload, look it over, apply."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.user.desks import office_desk

from ...buyers import unit_imports
from ...buyers.unit_workbook import columns, template
from ...buyers.unit_workbook.plan import Outcome
from ...forms.units import UploadForm
from ...models import UnitImport
from ...workbooks.writing import MEDIA_TYPE

RECENT, PAGE_SIZE = 10, 100
FILE_NAME = "attachment; filename*=UTF-8''%E9%87%87%E8%B4%AD%E5%8D%95%E4%BD%8D.xlsx"


@require_http_methods(["GET", "HEAD", "POST"])
@office_desk
def index(request):
    """Upload a list; below are the last ones."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = unit_imports.upload(file=file, name=file.name, by=request.user, at=timezone.now())
        except unit_imports.FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("office:unit_import", found.pk)
    recent = UnitImport.objects.select_related("by").defer("rows", "columns")[:RECENT]
    recent = [(one, reverse("office:unit_import", args=[one.pk])) for one in recent]
    context = {"form": form, "recent": recent, "columns": columns.COLUMNS}
    return render(request, "office/unit_imports.html", context, status=400 if form.errors else 200)


@require_GET
@office_desk
def workbook(request):
    """Download the units as they are, in the form in which they can be uploaded again."""
    response = HttpResponse(template.as_bytes(unit_imports.facts_of_all().values()), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = FILE_NAME
    return response


@require_GET
@office_desk
def review(request, pk):
    return _render(request, _get(pk))


@require_POST
@office_desk
def apply(request, pk):
    found = _get(pk)
    try:
        done = unit_imports.apply(unit_import=found, by=request.user, at=timezone.now())
    except unit_imports.Refused as refusal:
        messages.error(request, str(refusal))
        return _render(request, _get(pk), status=409)
    messages.success(request, f"已导入：新增 {done.created} 个，修改 {done.updated} 个。")
    return redirect("office:unit_import", pk)


@require_POST
@office_desk
def cancel(request, pk):
    try:
        unit_imports.cancel(unit_import=_get(pk))
    except unit_imports.Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("office:unit_import", pk)
    messages.success(request, "已放弃这份清单，单位没有改动。")
    return redirect("office:unit_imports")


def _render(request, unit_import, *, status=200):
    context = {"unit_import": unit_import}
    if unit_import.is_in_review:
        rows = unit_imports.review(unit_import)
        tabs = [(outcome, sum(row.outcome == outcome for row in rows)) for outcome in _ORDER]
        chosen = _chosen(request.GET.get("outcome"), tabs)
        page = Paginator([row for row in rows if row.outcome == chosen], PAGE_SIZE).get_page(request.GET.get("page"))
        page.object_list = [(row, columns.LAYOUT.at_cells(row, unit_import.columns)) for row in page.object_list]
        context |= {
            "tabs": tabs,
            "chosen": chosen,
            "page": page,
            "rejected": sum(row.is_rejected for row in rows),
            "good": sum(row.outcome in (Outcome.NEW, Outcome.CHANGED) for row in rows),
        }
    return render(request, "office/unit_import.html", context, status=status)


_ORDER = (Outcome.REJECTED, Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)


def _chosen(asked, tabs):
    """Return the outcome asked for; else the first that has rows."""
    if asked in set(Outcome):
        return asked
    return next((outcome for outcome, count in tabs if count), Outcome.NEW)


def _get(pk):
    return get_object_or_404(UnitImport.objects.select_related("by"), pk=pk)
