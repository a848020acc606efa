"""Write what was done to a supplier, and lock it while something is."""

from oscar.core.loading import get_model

from ..models import SupplierRecord

Partner = get_model("partner", "Partner")
What = SupplierRecord.What
LONGEST = 300


def write(*, supplier, what, by, at, words=""):
    """Add one record; ``words`` are cut to what fits."""
    return SupplierRecord.objects.create(supplier=supplier, what=what, by=by, at=at, words=words[:LONGEST])


def lock(supplier):
    """Let one change of a supplier wait for another; call inside a transaction."""
    return Partner.objects.select_for_update(no_key=True).get(pk=supplier.pk)
