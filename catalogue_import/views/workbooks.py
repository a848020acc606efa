"""Workbooks for a supplier to download: the empty template, and its own catalogue in the same format."""

from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from shop.user.desks import supplier_desk

from .. import existing, export, template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@supplier_desk
def blank(request, partner):
    """Download the empty workbook, with what there is to choose from and an example."""
    workbook = template.as_bytes(
        categories=list(existing.category_paths()), places=export.place_names(partner), with_example=True
    )
    response = HttpResponse(workbook, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('商品目录模板.xlsx')}"
    return response


@require_GET
@supplier_desk
def catalogue(request, partner):
    """Download the supplier's own catalogue; ``?pictures=0`` leaves the pictures out."""
    with_pictures = request.GET.get("pictures") != "0"
    try:
        file = export.write(supplier=partner, with_pictures=with_pictures)
    except export.TooManyPictures as refused:
        messages.error(request, str(refused))
        return redirect("catalogue_import:home", partner.code)
    name = f"商品目录-{partner.code}-{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
