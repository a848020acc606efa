"""Watch an import being read or written, look it over, put cells right, see what became of it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from shop.produce.models import ListingRequest
from shop.user.desks import supplier_desk

from .. import choices, corrections, duplicates, progress, selections, synonyms
from ..forms import CorrectionForm
from ..models import CatalogueImport
from .access import import_of


@require_GET
@supplier_desk
def review(request, partner, pk):
    """Show an import as far as it is: at work, to be looked over, or over."""
    catalogue_import = import_of(partner, pk)
    context = {"partner": partner, "catalogue_import": catalogue_import}
    if catalogue_import.is_working:
        context["progress"] = progress.of(catalogue_import, at=timezone.now())
    if request.htmx and not request.htmx.boosted:
        if not catalogue_import.is_working:
            return HttpResponseClientRefresh()
        return render(request, "catalogue_import/_progress.html", context)
    if catalogue_import.is_mapping:
        return redirect("catalogue_import:mapping", partner.code, pk)
    context["earlier"] = duplicates.earlier(catalogue_import)
    if catalogue_import.is_in_review:
        context["unknown"] = synonyms.unknown(catalogue_import)
    if catalogue_import.has_rows:
        context |= selections.of(catalogue_import, request.GET)
        context["choices"] = choices.of(partner) if catalogue_import.is_in_review else {}
    if catalogue_import.is_applied:
        waiting = ListingRequest.objects.waiting().filter(import_number=catalogue_import.pk)
        context["waiting_count"] = waiting.count()
    if catalogue_import.is_stopped:
        context["written"] = catalogue_import.rows.applied().count()
    context["moves"] = catalogue_import.moves.select_related("by")
    return render(request, "catalogue_import/review.html", context)


@require_POST
@supplier_desk
def correct(request, partner, pk, row_pk):
    """Put cells of a row right; the answer to htmx is what changed on the page, to others the page itself."""
    catalogue_import = import_of(partner, pk)
    row = get_object_or_404(catalogue_import.rows, pk=row_pk)
    form = CorrectionForm(row, request.POST)
    shown = row.bad_keys
    try:
        row = corrections.correct(row=row, texts=form.texts(), by=request.user, at=timezone.now())
    except corrections.NotInReview:
        return _too_late(request, partner, catalogue_import)
    if not request.htmx:
        return HttpResponseRedirect(_back(request, partner, row))
    catalogue_import.refresh_from_db()
    context = {"partner": partner, "catalogue_import": catalogue_import, "row": row, "is_partial": True}
    context |= selections.figures(catalogue_import, request.GET)
    response = render(request, "catalogue_import/_corrected.html", context)
    if set(row.bad_keys) <= set(shown):
        return response
    # A cell that was fine is wrong now, so the row needs another input.
    context["is_whole"] = True
    response = render(request, "catalogue_import/_corrected.html", context)
    return reswap(retarget(response, f"#row-{row.pk}"), "outerHTML")


def _too_late(request, partner, catalogue_import):
    status = CatalogueImport.objects.get(pk=catalogue_import.pk).get_status_display()
    messages.info(request, f"这次导入{status}，不能再改。")
    if request.htmx:
        return HttpResponseClientRefresh()
    return redirect("catalogue_import:review", partner.code, catalogue_import.pk)


def _back(request, partner, row):
    """Return the address of the same rows as before, at the row."""
    page = reverse("catalogue_import:review", args=[partner.code, row.catalogue_import_id])
    return f"{page}?{request.GET.urlencode()}#row-{row.pk}"
