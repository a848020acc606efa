"""The steps of an import: confirm it, give it up, have it go on, undo it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shop.user.desks import supplier_desk

from .. import imports, tasks, undo
from ..models import CatalogueImport
from ..moves import IllegalMove
from .access import import_of

PAGE_SIZE = 50


@require_POST
@supplier_desk
def confirm(request, partner, pk):
    catalogue_import = import_of(partner, pk)
    if catalogue_import.rejected and not request.POST.get("only_good"):
        messages.error(request, "有的行有问题。只导入其余的行，请先勾选“有问题的行不导入”。")
    else:
        _try(imports.confirm, request, catalogue_import)
    return redirect("catalogue_import:review", partner.code, pk)


@require_POST
@supplier_desk
def cancel(request, partner, pk):
    _try(imports.cancel, request, import_of(partner, pk))
    return redirect("catalogue_import:review", partner.code, pk)


@require_POST
@supplier_desk
def resume(request, partner, pk):
    """Have an import taken up again whose worker fell silent; one that is being worked on notices nothing."""
    catalogue_import = import_of(partner, pk)
    if catalogue_import.is_working:
        tasks.start(catalogue_import.pk)
        messages.info(request, "已经重新排队，会从停下的地方接着做。")
    return redirect("catalogue_import:review", partner.code, pk)


@require_http_methods(["GET", "POST"])
@supplier_desk
def undo_import(request, partner, pk):
    """Show what undoing would do and what it would leave; then do it."""
    catalogue_import = import_of(partner, pk)
    if request.method == "GET" and catalogue_import.can_be_undone:
        counts, fates = undo.preview(catalogue_import)
        page = Paginator(fates, PAGE_SIZE).get_page(request.GET.get("page"))
        context = {"partner": partner, "catalogue_import": catalogue_import, "counts": counts, "page": page}
        return render(request, "catalogue_import/undo.html", context)
    if request.method == "POST":
        _try(imports.undo, request, catalogue_import)
    return redirect("catalogue_import:review", partner.code, pk)


def _try(step, request, catalogue_import):
    """Do a step; one that was done already (a second click) changes nothing and is no error."""
    try:
        step(catalogue_import=catalogue_import, by=request.user, at=timezone.now())
    except IllegalMove:
        status = CatalogueImport.objects.get(pk=catalogue_import.pk).get_status_display()
        messages.info(request, f"这次导入{status}，没有重复办理。")
