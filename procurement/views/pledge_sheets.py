"""The collection sheet of a group order: download it, upload it filled in, look it over, write it."""

from io import BytesIO
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.user.desks import unit_desk

from ..collection import pledge_sheets, sheet_downloads
from ..collection.pledge_workbook.planned import Outcome
from ..forms.pledge_sheets import ApplyForm, SheetForm
from ..workbooks.writing import MEDIA_TYPE
from .group_orders import get_group_order, require

RECENT, PAGE_SIZE = 10, 100
HEADERS = {"name": "姓名", "department": "部门", "mobile": "手机号", "packs": "件数"}


@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def index(request, unit, number):
    """Download and upload; below are the last uploads."""
    group_order = _get(request, unit, number)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        file, at = form.cleaned_data["file"], timezone.now()
        try:
            sheet = pledge_sheets.upload(group_order=group_order, file=file, name=file.name, by=request.user, at=at)
        except (pledge_sheets.FileRefused, pledge_sheets.Refused) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("unit:pledge_sheet", unit.code, number, sheet.pk)
    context = {
        "unit": unit,
        "group_order": group_order,
        "form": form,
        "is_collecting": group_order.is_collecting(timezone.now()),
        "recent": group_order.pledge_sheets.select_related("by").defer("rows", "letters")[:RECENT],
    }
    return render(request, "unit/pledge_sheets.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@unit_desk
def workbook(request, unit, number):
    """Download the sheet with everybody who takes part by now."""
    group_order = _get(request, unit, number)
    try:
        content = sheet_downloads.download(group_order=group_order, at=timezone.now())
    except pledge_sheets.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("unit:pledge_sheets", unit.code, number)
    name = f"征集表 {group_order.number}.xlsx"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=MEDIA_TYPE)


@require_safe
@never_cache
@unit_desk
def review(request, unit, number, pk):
    """What an upload will change; once written, the links of who is new."""
    return _render(request, _get_sheet(request, unit, number, pk))


@require_POST
@unit_desk
def apply(request, unit, number, pk):
    sheet, form = _get_sheet(request, unit, number, pk), ApplyForm(request.POST)
    keep = form.is_valid() and form.cleaned_data["keep"]
    try:
        pledge_sheets.apply(sheet=sheet, by=request.user, at=timezone.now(), keep=keep)
    except pledge_sheets.Refused as refusal:
        messages.error(request, str(refusal))
        return _render(request, _get_sheet(request, unit, number, pk), status=409)
    return redirect("unit:pledge_sheet", unit.code, number, pk)


@require_POST
@unit_desk
def check(request, unit, number, pk):
    """Try again whether the group order takes every row, after the list of people or a membership was put right."""
    return _decide(request, unit, number, pk, "已重新检查。", pledge_sheets.check, by=request.user)


@require_POST
@unit_desk
def cancel(request, unit, number, pk):
    return _decide(request, unit, number, pk, "已放弃这份征集表，认购没有改动。", pledge_sheets.cancel)


def _decide(request, unit, number, pk, done, step, **who):
    try:
        step(sheet=_get_sheet(request, unit, number, pk), at=timezone.now(), **who)
    except pledge_sheets.Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("unit:pledge_sheet", unit.code, number, pk)


def _render(request, sheet, *, status=200):
    group_order = sheet.group_order
    context = {
        "unit": group_order.unit,
        "group_order": group_order,
        "sheet": sheet,
        "is_collecting": group_order.is_collecting(timezone.now()),
    }
    if sheet.is_in_review:
        context |= _planned(request, sheet)
    elif sheet.is_applied:
        joined = sheet.joined.all()
        context["joined"] = len(joined)
        context["links"] = [(person, _link(person)) for person in joined if person.withdrawn_at is None]
    return render(request, "unit/pledge_sheet.html", context, status=status)


def _planned(request, sheet):
    rows = pledge_sheets.review(sheet)
    refused = {row.number for row in rows if row.is_written and str(row.number) in sheet.refusals}
    outcomes = {row.number: Outcome.REJECTED if row.number in refused else row.outcome for row in rows}
    tabs = [(outcome, list(outcomes.values()).count(outcome)) for outcome in Outcome]
    counts = dict(tabs)
    chosen = _chosen(request.GET.get("outcome"), tabs)
    page = Paginator([row for row in rows if outcomes[row.number] == chosen], PAGE_SIZE)
    page = page.get_page(request.GET.get("page"))
    page.object_list = [(row, _marked(sheet, row, row.number in refused)) for row in page.object_list]
    return {
        "tabs": tabs,
        "chosen": chosen,
        "page": page,
        "rejected": counts[Outcome.REJECTED],
        "conflicts": counts[Outcome.CONFLICT],
        "new": counts[Outcome.NEW],
        "changed": counts[Outcome.CHANGED],
        "lost": sum(change.is_condition_lost for row in rows if row.is_written for change in row.changes),
        "has_refusals": bool(refused),
    }


def _chosen(asked, tabs):
    """Return the outcome asked for; else the first that has rows."""
    if asked in set(Outcome):
        return asked
    return next((outcome for outcome, count in tabs if count), Outcome.NEW)


def _marked(sheet, row, is_refused):
    """Return ``[(cell, header, value, message)]`` of what stands in the way of a row."""
    found = [(each.key, each.value, each.message) for each in (*row.row.mistakes, *row.conflicts)]
    if is_refused:
        key, message = sheet.refusals[str(row.number)]
        found.append((key, row.row.texts.get(key, ""), message))
    return [
        (f"{sheet.letters.get(key, '')}{row.number}", HEADERS.get(key, "数量"), value, message)
        for key, value, message in found
    ]


def _link(participant):
    return urljoin(settings.SITE_URL, reverse("join:participant", args=[participant.token]))


def _get(request, unit, number):
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    return group_order


def _get_sheet(request, unit, number, pk):
    group_order = _get(request, unit, number)
    sheet = get_object_or_404(group_order.pledge_sheets.select_related("by"), pk=pk)
    sheet.group_order = group_order
    return sheet
