"""Apply a confirmed import: some rows at a time, each time in one transaction, so that nothing is half done."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from oscar.core.loading import get_model

from shop.produce import editions, listings
from shop.produce.products import Product
from shop.produce.signals import products_changed

from . import existing, held_pictures, listing, moves, plan, planned_rows
from .models import CatalogueImport, ImportRow
from .plan import Outcome
from .private_files import Staged
from .writing import Writer

StockRecord = get_model("partner", "StockRecord")
CHUNK = 200
GOOD = (Outcome.NEW, Outcome.CHANGED)
LOST_PICTURE = "这一行的图片已经不在了，请再上传一次这个文件。"
FIELDS = ["outcome", "changes", "mistakes", "marks"]


def apply(*, catalogue_import, lease, at):
    """Write the good rows that are not written yet, then take missing products off sale, then tell whoever follows.

    Each row is decided anew against the products as they are now, so applying twice changes nothing. All rows bear the
    time of the confirmation, whichever worker wrote them.

    :raises leases.Lost: when the import was stopped, or is another worker's.
    """
    at = catalogue_import.confirmed_at or at
    writer = Writer(catalogue_import.supplier, at, catalogue_import.by, catalogue_import.pk)
    good = catalogue_import.rows.filter(outcome__in=GOOD)
    total, done = good.count(), good.exclude(applied_at=None).count()
    while chunk := list(good.filter(applied_at=None).order_by("pk")[:CHUNK]):
        lease.beat("写入商品", done, total)
        lost = _store_pictures(catalogue_import, chunk)
        _apply_rows(catalogue_import, lease, writer, chunk, lost, at=at)
        done += len(chunk)
        lease.beat("写入商品", done, total, attempts=1)
    Staged(catalogue_import.pk).forget()
    _finish(catalogue_import, lease, at=at)


def _store_pictures(catalogue_import, chunk):
    """Put the pictures into the shop before the transaction, as files cannot be rolled back; return those missing.

    A file without its row does no harm: whoever goes on with the import, or gives it up, takes care of it.
    """
    staged = Staged(catalogue_import.pk)
    digests = dict.fromkeys(digest for row in chunk for digest in row.values.get("pictures", ()))
    return {digest for digest in digests if not staged.store(digest)}


@transaction.atomic
def _apply_rows(catalogue_import, lease, writer, chunk, lost, *, at):
    supplier = lease.lock().supplier
    # One writer per supplier at a time: two files with the same new code must not both create it.
    type(supplier).objects.select_for_update().get(pk=supplier.pk)
    held = existing.load(supplier, [row.code for row in chunk], lock=True)
    planned = plan.plan([_parsed(row, catalogue_import, lost) for row in chunk], held, publish=catalogue_import.publish)
    changed = [row for row in planned if row.outcome == Outcome.CHANGED]
    listing.write(
        writer=writer,
        new=[row.values for row in planned if row.outcome == Outcome.NEW],
        changed={held[row.row.code].product_id: (row.values, [key for key, _, _ in row.changes]) for row in changed},
    )
    _note(catalogue_import, chunk, planned, at)
    # Once for all of these rows, as they appear together.
    editions.turn()


def _parsed(row, catalogue_import, lost):
    parsed = planned_rows.parsed(row, catalogue_import.columns_of(row.sheet))
    if not lost.isdisjoint(row.values.get("pictures", ())):
        parsed.add("pictures", LOST_PICTURE)
    return parsed


def _note(catalogue_import, chunk, planned, at):
    """Write at the rows what became of them; those that can no longer be applied are rejected with the reason."""
    pairs = list(zip(chunk, planned, strict=True))
    ImportRow.objects.bulk_update([row for row, done in pairs if planned_rows.decide(row, done)], FIELDS)
    applied = [row.pk for row in chunk if not row.is_rejected]
    product = StockRecord.objects.filter(partner=catalogue_import.supplier, partner_sku=OuterRef("code"))
    # One statement for all of them: a bulk_update took longer than writing the products.
    ImportRow.objects.filter(pk__in=applied).update(applied_at=at, product=Subquery(product.values("product")[:1]))
    # What was shown before comes back when the import is undone.
    held_pictures.hold(catalogue_import, [old for row in chunk for old in row.old_pictures])


@transaction.atomic
def _finish(catalogue_import, lease, *, at):
    lease.lock()
    missing = _take_off(catalogue_import, at)
    applied = catalogue_import.rows.applied()
    moves.move(
        catalogue_import=catalogue_import,
        to=CatalogueImport.Status.DONE,
        by=catalogue_import.by,
        at=at,
        missing=list(missing.values()),
        taken_off=len(missing),
        **planned_rows.counts(catalogue_import),
    )
    product_ids = [*applied.exclude(product=None).values_list("product_id", flat=True), *missing]
    if product_ids:
        products_changed.send(sender=Product, product_ids=product_ids)
    held_pictures.release(catalogue_import, keep=_needed(applied))


def _needed(applied):
    rows = applied.filter(values__has_key="pictures").only("values", "changes", "outcome")
    return {digest for row in rows.iterator() for digest in [*row.values["pictures"], *row.old_pictures]}


def _take_off(catalogue_import, at):
    """Take the missing products off sale; return ``{pk: code}`` of those that were on sale."""
    if not catalogue_import.missing:
        return {}
    records = StockRecord.objects.filter(partner=catalogue_import.supplier, partner_sku__in=catalogue_import.missing)
    codes = dict(records.values_list("product_id", "partner_sku"))
    off = listings.take_off(product_ids=list(codes), by=catalogue_import.by, at=at)
    return {pk: codes[pk] for pk in off}
