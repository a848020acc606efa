from django.shortcuts import get_object_or_404


def import_of(partner, pk):
    """Return a supplier's import, or answer 404: nobody learns of another supplier's."""
    return get_object_or_404(partner.catalogue_imports.select_related("by", "supplier"), pk=pk)
