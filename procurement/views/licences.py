"""Files of licences, for the applicant, the supplier's people and the office, and nobody else."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ..models import LicenceFile
from ..proofs import files
from ..rules import is_office


@require_safe
@login_required
@cache_control(private=True, max_age=3600)
def show(request, token):
    """Answer with a file: a picture to look at, a PDF to save; 404 to anybody else."""
    found = get_object_or_404(LicenceFile.objects.select_related("licence__application"), token=token)
    if not _may_see(request.user, found.licence):
        raise Http404
    disposition = content_disposition_header(as_attachment=not found.is_picture, filename=found.title)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": disposition}
    return HttpResponse(files.read(found.name), content_type=found.content_type, headers=headers)


def _may_see(user, licence):
    if is_office(user):
        return True
    if licence.supplier_id:
        return user.partners.filter(pk=licence.supplier_id).exists()
    return licence.application.applicant_id == user.pk
