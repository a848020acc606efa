"""What the person who uploaded a file is told about it."""

from django.urls import reverse

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell


def moved(catalogue_import, *, by, at, reason=""):
    """Tell that an import is done, was refused, or broke off; a file that nobody uploaded tells nobody.

    :param by: None for what the background did by itself.
    """
    kind = _kind(catalogue_import, bool(reason and not by))
    if kind and catalogue_import.by_id:
        link = reverse("catalogue_import:review", args=[catalogue_import.supplier.code, catalogue_import.pk])
        people = [catalogue_import.by]
        tell(kind=kind, people=people, link=link, at=at, catalogue_import=catalogue_import, reason=reason)


def _kind(catalogue_import, is_broken_off):
    if catalogue_import.is_done:
        return Kind.IMPORTED
    if catalogue_import.is_mapping:
        return None
    return Kind.IMPORT_REFUSED if catalogue_import.is_refused or is_broken_off else None
