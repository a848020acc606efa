"""The list of people who may join a group order."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.user.desks import unit_desk

from ..collection import group_orders, listed_people, people_workbook
from ..forms.listed_people import ListForm, PersonForm
from ..workbooks.safety import Refused as FileRefused
from ..workbooks.writing import MEDIA_TYPE
from .group_orders import get_group_order, require

PAGE_SIZE, SHOWN_MISTAKES = 100, 50
FILE_NAME = "attachment; filename*=UTF-8''%E5%8F%82%E5%8A%A0%E5%90%8D%E5%8D%95.xlsx"


@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def index(request, unit, number):
    """Who is on the list and who of them joined; upload more."""
    group_order = _get(request, unit, number)
    if request.method != "POST":
        return _render(request, group_order)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render(request, group_order, list_form=form, status=422)
    try:
        people, mistakes = people_workbook.read(form.cleaned_data["file"])
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return _render(request, group_order, list_form=form, status=422)
    if mistakes:
        return _render(request, group_order, mistakes=mistakes, status=422)
    return _put(request, group_order, people)


@require_POST
@unit_desk
def add(request, unit, number):
    """Put one more person on the list."""
    group_order = _get(request, unit, number)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _render(request, group_order, person_form=form, status=422)
    return _put(request, group_order, [form.person])


@require_POST
@unit_desk
def remove(request, unit, number, pk):
    """Take somebody off the list."""
    group_order = _get(request, unit, number)
    try:
        listed_people.remove(group_order=group_order, person=pk, by=request.user, at=timezone.now())
    except group_orders.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已从名单移除；已经认购的仍然有效，不受影响。")
    return redirect("unit:listed_people", unit.code, number)


@require_safe
@unit_desk
def template(request, unit, number):
    """Download an empty list."""
    _get(request, unit, number)
    response = HttpResponse(people_workbook.template(), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = FILE_NAME
    return response


def _get(request, unit, number):
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    return group_order


def _put(request, group_order, people):
    try:
        new, changed = listed_people.put(group_order=group_order, people=people, by=request.user, at=timezone.now())
    except group_orders.Refused as refusal:
        messages.error(request, str(refusal))
        return _render(request, group_order, status=409)
    messages.success(request, f"名单已更新：新增 {new} 人，修改 {changed} 人。")
    return redirect("unit:listed_people", group_order.unit.code, group_order.number)


def _render(request, group_order, *, list_form=None, person_form=None, mistakes=(), status=200):
    joined = group_order.participants.filter(withdrawn_at=None).exclude(listed=None)
    context = {
        "unit": group_order.unit,
        "group_order": group_order,
        "page": Paginator(group_order.listed.all(), PAGE_SIZE).get_page(request.GET.get("page")),
        "joined": set(joined.values_list("listed", flat=True)),
        "list_form": list_form or ListForm(),
        "person_form": person_form or PersonForm(),
        "mistakes": mistakes[:SHOWN_MISTAKES],
        "more_mistakes": len(mistakes) - SHOWN_MISTAKES,
        "columns": people_workbook.COLUMNS,
        "can_change": group_order.is_for_list and (group_order.is_draft or group_order.is_open),
    }
    return render(request, "unit/listed_people.html", context, status=status)
