"""The figures as files: at once when that is quick, in the background when it takes long."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from ...figures.reports import bulletin as bulletins
from ...figures.reports import crossed, drafts, files, words
from ...figures.reports import workbook as workbooks
from ...figures.reports.money import SCALES, YUAN
from ...figures.statistics import selection as selections
from ...figures.statistics import source, tables
from ...forms.reports import DraftForm
from ...models import ReportForm
from .cross import chosen
from .filters import choices, figures_view, read, refused
from .scopes import at_desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {ReportForm.XLSX: XLSX, ReportForm.DOCX: DOCX}


@figures_view
def workbook(request, scope, selection):
    scale = scale_of(request.GET)
    entries = source.total(selection, source.MEASURES["entries"])
    if files.takes_long(entries):
        context = {"entries": entries, "scale": scale, "form": ReportForm.XLSX, **choices(scope, selection)}
        return render(request, "office/export_long.html", context)
    content = workbooks.write(selection, at=timezone.now(), scale=scale)
    return as_file(content, words.file_name(selection, "xlsx"), XLSX)


@figures_view
def bulletin(request, scope, selection):
    content = bulletins.write(selection, at=timezone.now(), scale=scale_of(request.GET))
    return as_file(content, words.file_name(selection, "docx"), DOCX)


@require_http_methods(["GET", "POST"])
@at_desk
def bulletin_draft(request, scope):
    """Choose the period, read over the sentences, change them, download."""
    try:
        selection = read(request, scope)
    except selections.BadSelection as refusal:
        return refused(request, scope, refusal)
    scale, now = scale_of(request.GET), timezone.now()
    draft, _ = drafts.read(selection, on=timezone.localdate(), scale=scale)
    form = DraftForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        content = bulletins.write(selection, at=now, draft=form.draft(), scale=scale)
        return as_file(content, words.file_name(selection, "docx"), DOCX)
    context = {
        "form": form,
        "scale": scale,
        "scales": SCALES.values(),
        "periods": periods(selection),
        **choices(scope, selection, money="" if scale is YUAN else scale.key),
    }
    return render(request, "office/bulletin.html", context, status=400 if form.errors else 200)


@figures_view
def table(request, scope, selection):
    """A custom table as a workbook."""
    rows, columns, measure = chosen(request.GET)
    try:
        found = tables.cross(selection, rows, columns, measure)
    except tables.TooMany as refusal:
        return refused(request, scope, refusal)
    return as_file(crossed.write(found, at=timezone.now()), words.table_name(found), XLSX)


def periods(selection):
    """Return ``[(name, query string, whether it is shown)]`` of the plan's months, quarters and the whole year."""
    months = selection.plan.months
    spans = [(month, month) for month in months]
    spans += [(first, last) for _, first, last in selection.plan.quarters]
    spans.append((months[0], months[-1]))
    shown = selection.first_month, selection.last_month
    found = [(selection.narrowed(first_month=first, last_month=last), (first, last)) for first, last in spans]
    return [(words.period_name(one), one.query, span == shown) for one, span in found]


def scale_of(values):
    return SCALES.get(values.get("money"), YUAN)


def as_file(content, name, content_type):
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
