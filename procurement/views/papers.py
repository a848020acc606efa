"""The papers of a group order: the list, one to print, one as a workbook, all in a ZIP; and the check of a code."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.user.desks import unit_desk

from ..models import IssuedPaper
from ..papers import bundle, folder, seals, workbook
from .group_orders import get_group_order

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STAFF = ("procurement.handle", "procurement.approve", "procurement.accept")


@require_safe
@unit_desk
def index(request, unit, number):
    group_order = _get(request, unit, number)
    return render(
        request, "papers/index.html", {"unit": unit, "group_order": group_order, "papers": folder.of(group_order)}
    )


@require_safe
@unit_desk
def show(request, unit, number, kind, subject=""):
    group_order = _get(request, unit, number)
    paper, issued = _issue(request, group_order, kind, subject)
    context = {"unit": unit, "group_order": group_order, "paper": paper, "address": seals.address(issued)}
    return render(request, "papers/paper.html", context | {"qr": seals.qr(issued).svg_data_uri(scale=3, border=1)})


@require_safe
@unit_desk
def download(request, unit, number, kind, subject=""):
    paper, issued = _issue(request, _get(request, unit, number), kind, subject)
    return _file(workbook.write(paper, issued), f"{paper.name}.xlsx", WORKBOOK)


@require_safe
@unit_desk
def download_all(request, unit, number):
    group_order = _get(request, unit, number)
    if not folder.of(group_order):
        raise Http404
    content = bundle.write(group_order=group_order, by=request.user, at=timezone.now())
    return _file(content, f"{group_order.number} 全部单据.zip", "application/zip")


@require_safe
def check(request, token):
    """Tell whoever holds a paper whether it is ours and still true; names nobody."""
    issued = get_object_or_404(IssuedPaper.objects.select_related("group_order__unit"), token=token)
    context = {"issued": issued, "group_order": issued.group_order, "is_current": seals.is_current(issued)}
    return render(request, "papers/check.html", context)


def _get(request, unit, number):
    """Return the group order for those of the unit who handle, approve or sign; others of the unit get 403."""
    group_order = get_group_order(unit, number)
    if not any(request.user.has_perm(permission, group_order) for permission in STAFF):
        raise PermissionDenied
    return group_order


def _issue(request, group_order, kind, subject):
    paper = folder.find(group_order, kind, subject)
    if not paper:
        raise Http404
    return paper, seals.issue(group_order=group_order, paper=paper, by=request.user, at=timezone.now())


def _file(content, name, content_type):
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=content_type)
