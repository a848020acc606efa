"""Delete the files of imports when their time is over; what they did stays in the history."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from . import held_pictures, private_files
from .models import CatalogueImport
from .models.imports import WORKING

# An import in one of these states is still being looked at or worked on.
Status = CatalogueImport.Status
OPEN = {*WORKING, Status.MAPPING, Status.REVIEW}


def purge(*, at):
    """Delete kept files older than the set number of days, and pictures left over by imports that are over.

    :return: how many imports lost their files.
    """
    before = at - timedelta(days=settings.IMPORT_FILE_DAYS)
    old = CatalogueImport.objects.filter(uploaded_at__lt=before, purged_at=None).exclude(status__in=OPEN)
    pks = list(old.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        _purge(pk, at)
    _forget_left_over()
    return len(pks)


@transaction.atomic
def _purge(pk, at):
    catalogue_import = CatalogueImport.objects.select_for_update().get(pk=pk)
    stored_name, catalogue_import.stored_name = catalogue_import.stored_name, ""
    catalogue_import.purged_at = at
    catalogue_import.save(update_fields=["stored_name", "purged_at"])
    held_pictures.release(catalogue_import)
    if stored_name:
        transaction.on_commit(lambda: private_files.delete_upload(stored_name))


def _forget_left_over():
    """Delete pictures between reading and applying of imports that will not be applied any more."""
    kept = set(CatalogueImport.objects.filter(status__in=[*OPEN, Status.STOPPED]).values_list("pk", flat=True))
    for pk in private_files.staged_imports() - kept:
        private_files.Staged(pk).forget()
