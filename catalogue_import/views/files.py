"""An import's files: what was uploaded, the same with its mistakes marked, and small pictures."""

from pathlib import PurePath

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from shop.produce import pictures
from shop.user.desks import supplier_desk

from .. import annotated
from ..private_files import Staged
from .access import import_of

MARKED = "-已标出问题"


@require_GET
@supplier_desk
def original(request, partner, pk):
    """Download the file as it was uploaded."""
    catalogue_import = _with_file(partner, pk)
    file = storages["private"].open(catalogue_import.stored_name)
    return _download(file, catalogue_import.name)


@require_GET
@supplier_desk
def marked(request, partner, pk):
    """Download the file with its mistakes marked and with the cells that were put right."""
    catalogue_import = _with_file(partner, pk)
    if not catalogue_import.has_rows:
        raise Http404
    name = PurePath(catalogue_import.name)
    return _download(annotated.write(catalogue_import), f"{name.stem.removesuffix(MARKED)}{MARKED}{name.suffix}")


@require_GET
@supplier_desk
@cache_control(private=True, max_age=3600)
def picture(request, partner, pk, digest):
    """Show a small picture of an import, from the private storage or, once it is written, from the shop."""
    catalogue_import = import_of(partner, pk)
    get_object_or_404(catalogue_import.pictures, digest=digest)
    thumbnail = Staged(catalogue_import.pk).thumbnail(digest)
    if thumbnail:
        return HttpResponse(thumbnail, content_type="image/webp")
    if pictures.is_stored(digest):
        return redirect(pictures.thumb_url_of(digest))
    raise Http404


def _with_file(partner, pk):
    catalogue_import = import_of(partner, pk)
    if not catalogue_import.stored_name:
        raise Http404
    return catalogue_import


def _download(file, name):
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    return response
