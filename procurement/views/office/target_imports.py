"""Import the targets of a plan from a workbook: upload, look it over, apply."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.user.desks import office_desk

from ...figures.targets import imports, listing
from ...figures.targets.workbook import columns, template
from ...figures.targets.workbook.plan import Outcome
from ...forms.units import UploadForm
from ...workbooks.writing import MEDIA_TYPE
from . import plans

RECENT, PAGE_SIZE = 10, 100


@require_http_methods(["GET", "HEAD", "POST"])
@office_desk
def index(request, year):
    """Upload a list; below are the last ones."""
    plan = plans.get(year)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    form.fields["file"].label = "目标清单（.xlsx）"
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = imports.upload(plan=plan, file=file, name=file.name, by=request.user, at=timezone.now())
        except imports.FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("office:target_import", year, found.pk)
    recent = plan.target_imports.select_related("by").defer("rows", "columns")[:RECENT]
    recent = [(one, reverse("office:target_import", args=[year, one.pk])) for one in recent]
    context = {"plan": plan, "form": form, "recent": recent, "columns": columns.COLUMNS}
    return render(request, "office/target_imports.html", context, status=400 if form.errors else 200)


@require_GET
@office_desk
def workbook(request, year):
    """Download the targets as they were last said, in the form in which they can be uploaded again."""
    plan = plans.get(year)
    listed = listing.of(plan.targets.visible(), on=plan.within(timezone.localdate()))
    content = template.as_bytes(plan, [one.last for one in listed if not one.last.is_withdrawn])
    disposition = content_disposition_header(as_attachment=True, filename=f"{year}年度目标.xlsx")
    return HttpResponse(content, content_type=MEDIA_TYPE, headers={"Content-Disposition": disposition})


@require_GET
@office_desk
def review(request, year, pk):
    return _render(request, _get(year, pk))


@require_POST
@office_desk
def apply(request, year, pk):
    facts = {"by": request.user, "at": timezone.now(), "on": timezone.localdate()}
    try:
        done = imports.apply(target_import=_get(year, pk), **facts)
    except imports.Refused as refusal:
        messages.error(request, str(refusal))
        return _render(request, _get(year, pk), status=409)
    messages.success(request, f"已导入：新增 {done.created} 项，改动 {done.updated} 项。")
    return redirect("office:target_import", year, pk)


@require_POST
@office_desk
def cancel(request, year, pk):
    try:
        imports.cancel(target_import=_get(year, pk))
    except imports.Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("office:target_import", year, pk)
    messages.success(request, "已放弃这份清单，目标没有改动。")
    return redirect("office:target_imports", year)


def _render(request, target_import, *, status=200):
    context = {"target_import": target_import, "plan": target_import.plan}
    if target_import.is_in_review:
        rows = imports.review(target_import)
        # What is wrong comes first: it keeps all the rest from being said.
        rows.sort(key=lambda row: list(_ORDER).index(row.outcome))
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        page.object_list = [(row, columns.LAYOUT.at_cells(row, target_import.columns)) for row in page.object_list]
        counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in _ORDER}
        context |= {
            "page": page,
            "counts": [(outcome, count) for outcome, count in counts.items() if count],
            "rejected": counts[Outcome.REJECTED],
            "good": counts[Outcome.NEW] + counts[Outcome.CHANGED],
        }
    return render(request, "office/target_import.html", context, status=status)


_ORDER = (Outcome.REJECTED, Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)


def _get(year, pk):
    return get_object_or_404(plans.get(year).target_imports.select_related("by", "plan"), pk=pk)
