"""Undo an applied import: some rows at a time, each time in one transaction, and what cannot be undone is said so."""

from collections import Counter

from django.db import transaction
from oscar.core.loading import get_model

from shop.produce import editions, listings, publication
from shop.produce.products import Product
from shop.produce.signals import products_changed

from . import fates, held_pictures, moves
from .fates import Kind
from .models import CatalogueImport, ImportRow
from .private_files import Staged
from .writing import Writer

StockRecord = get_model("partner", "StockRecord")
CHUNK = 200
PREVIEW_CHUNK = 1000
STAGE = "撤销"


def preview(catalogue_import):
    """Return ``(counts by kind, fates)`` of what undoing would do now; nothing is written."""
    rows = list(catalogue_import.rows.to_undo().order_by("pk"))
    chunks = (rows[start : start + PREVIEW_CHUNK] for start in range(0, len(rows), PREVIEW_CHUNK))
    found = [fate for chunk in chunks for fate in fates.decide(catalogue_import, chunk)]
    counts = Counter(fate.kind for fate in found)
    return [(kind.label, counts[kind]) for kind in Kind], found


def undo(*, catalogue_import, lease, at):
    """Undo the rows that were not looked at yet, then put on sale again what the import took off.

    Each row is decided anew against its product as it is now, so undoing twice changes nothing. All rows bear the time
    when undoing was asked for, whichever worker wrote them.

    :raises leases.Lost: when the import is another worker's.
    """
    asked = catalogue_import.moves.filter(new=CatalogueImport.Status.UNDOING).last()
    at = asked.at if asked else at
    # Left over from an import that was stopped.
    Staged(catalogue_import.pk).forget()
    writer = Writer(catalogue_import.supplier, at, catalogue_import.by, catalogue_import.pk)
    to_undo = catalogue_import.rows.to_undo()
    total = catalogue_import.rows.applied().count()
    done = total - to_undo.count()
    while chunk := list(to_undo.order_by("pk")[:CHUNK]):
        lease.beat(STAGE, done, total)
        _undo_rows(catalogue_import, lease, writer, chunk, at=at)
        done += len(chunk)
        lease.beat(STAGE, done, total, attempts=1)
    _finish(catalogue_import, lease, at=at)


@transaction.atomic
def _undo_rows(catalogue_import, lease, writer, chunk, *, at):
    supplier = lease.lock().supplier
    type(supplier).objects.select_for_update().get(pk=supplier.pk)
    decided = fates.decide(catalogue_import, chunk, lock=True)
    touched = [fate.row.product_id for fate in decided if not fate.is_kept]
    writer.update({fate.row.product_id: (fate.values, fate.keys) for fate in decided if fate.kind == Kind.RESTORED})
    archived = [fate.row.product_id for fate in decided if fate.kind == Kind.ARCHIVED]
    listings.take_off(product_ids=archived, by=catalogue_import.by, at=at)
    deleted = [fate.row.product_id for fate in decided if fate.kind == Kind.DELETED]
    Product.objects.filter(pk__in=deleted).delete()
    _note(decided, at)
    if touched:
        editions.turn()
        products_changed.send(sender=Product, product_ids=touched)


def _note(decided, at):
    """Write at the rows what became of them; deleted products are no longer pointed at."""
    for fate in decided:
        fate.row.kept_because = fate.reason
        fate.row.undone_at = None if fate.is_kept else at
    ImportRow.objects.bulk_update([fate.row for fate in decided], ["kept_because", "undone_at"])


@transaction.atomic
def _finish(catalogue_import, lease, *, at):
    locked = lease.lock()
    _put_on_sale(locked, at)
    rows = catalogue_import.rows.applied()
    moves.move(
        catalogue_import=catalogue_import,
        to=CatalogueImport.Status.UNDONE,
        by=None,
        at=at,
        undone=rows.exclude(undone_at=None).count(),
        kept=rows.filter(undone_at=None).count(),
    )
    held_pictures.release(catalogue_import)


def _put_on_sale(catalogue_import, at):
    """Put on sale again the products that were taken off as missing; before that ``missing`` is only a wish."""
    if not catalogue_import.taken_off:
        return
    records = StockRecord.objects.filter(
        partner=catalogue_import.supplier, partner_sku__in=catalogue_import.missing, product__is_public=False
    )
    products = publication.show(product_ids=list(records.values_list("product_id", flat=True)), at=at)
    if products:
        editions.turn()
        products_changed.send(sender=Product, product_ids=products)
