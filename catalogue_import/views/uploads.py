"""Upload a file, see what was imported before."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shop.user.desks import supplier_desk

from .. import imports, uploads
from ..forms import UploadForm

SHOWN = 20


@require_http_methods(["GET", "POST"])
@supplier_desk
def home(request, partner):
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    status = 200
    if form.is_valid():
        try:
            catalogue_import = _upload(request, partner, form.cleaned_data)
        except uploads.TooMany as refused:
            form.add_error("file", str(refused))
            status = 429
        else:
            return redirect("catalogue_import:review", partner.code, catalogue_import.pk)
    elif form.errors:
        status = 400
    recent = Paginator(partner.catalogue_imports.select_related("by"), SHOWN).get_page(request.GET.get("page"))
    context = {"partner": partner, "form": form, "page": recent}
    return render(request, "catalogue_import/home.html", context, status=status)


def _upload(request, partner, data):
    return imports.upload(supplier=partner, name=data["file"].name, by=request.user, at=timezone.now(), **data)
