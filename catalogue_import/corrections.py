"""Put cells right on the review page: the row is checked again, and so are rows that share its code."""

from dataclasses import replace

from django.db import transaction
from oscar.core.loading import get_model

from . import existing, plan, planned_rows
from .columns import BY_KEY
from .models import CatalogueImport, Correction, ImportRow
from .parse import rows as parsing
from .workbook.cells import Cell, Row

StockRecord = get_model("partner", "StockRecord")
MAX_TEXT = 6000
PICTURES = "pictures"
# What is kept as the new text when somebody goes on without the pictures that could not be taken.
WITHOUT_BAD_PICTURES = "不用有问题的图片"


class NotInReview(Exception):
    """The import is no longer looked over."""


@transaction.atomic
def correct(*, row, texts, by, at):
    """Put cells of a row right and decide the row anew; return it.

    :param texts: ``{key: text as typed}``; texts that say what the cell says already change nothing. Any text for the
        pictures means to go on without those that could not be taken.
    :raises NotInReview: when the import is not in review (any more).
    """
    catalogue_import = CatalogueImport.objects.select_for_update().get(pk=row.catalogue_import_id)
    if not catalogue_import.is_in_review:
        raise NotInReview
    row = ImportRow.objects.get(pk=row.pk)
    changed = {key: text[:MAX_TEXT] for key, text in texts.items() if _is_change(row, key, text[:MAX_TEXT])}
    if changed:
        _keep(row, changed, by, at)
        _decide(catalogue_import, row, changed)
        _recount(catalogue_import)
    return row


def _is_change(row, key, text):
    if key == PICTURES:
        return any(mistake.key == key for mistake in row.shown_mistakes)
    return key in BY_KEY and text != row.text_of(key)


def _keep(row, changed, by, at):
    Correction.objects.bulk_create(
        Correction(row=row, key=key, old_text=row.text_of(key), new_text=text, by=by, at=at)
        for key, text in ({**changed, PICTURES: WITHOUT_BAD_PICTURES} if PICTURES in changed else changed).items()
    )


def _decide(catalogue_import, row, changed):
    """Read the changed cells and decide the row, with those that have its old or its new code."""
    supplier = catalogue_import.supplier
    parsed = planned_rows.parsed(row, catalogue_import.columns_of(row.sheet))
    context = existing.context_of(supplier)
    for key, text in changed.items():
        _retake(parsed, key, text, context)
    codes = {row.code, parsed.code} - {""}
    twins = list(catalogue_import.rows.filter(code__in=codes).exclude(pk=row.pk).order_by("pk"))
    group = [(row, parsed)]
    group += [(twin, planned_rows.parsed(twin, catalogue_import.columns_of(twin.sheet))) for twin in twins]
    held = existing.load(supplier, codes)
    planned = plan.plan([parsed for _, parsed in group], held, publish=catalogue_import.publish)
    for (kept, _), decided in zip(group, planned, strict=True):
        typed = kept.texts | (changed if kept is row else {})
        planned_rows.filled(kept, decided).texts |= typed
        kept.save()


def _retake(parsed, key, text, context):
    """Read one cell anew, as text, and forget what was wrong with it."""
    parsed.mistakes = [mistake for mistake in parsed.mistakes if mistake.key != key]
    if key == PICTURES:
        return
    parsed.values.pop(key, None)
    read = parsing.parse(Row(parsed.number, {1: Cell(text)}), {key: 1}, context)
    parsed.texts[key] = text
    if key in read.values:
        parsed.values[key] = read.values[key]
    if key == "net_weight_g":
        parsed.is_volume = read.is_volume
    cell = parsed.address(key)
    parsed.mistakes += [replace(mistake, cell=cell) for mistake in read.mistakes if mistake.key == key]


def _recount(catalogue_import):
    fields = planned_rows.counts(catalogue_import)
    if catalogue_import.unpublish_missing:
        fields["missing"] = _missing(catalogue_import)
    CatalogueImport.objects.filter(pk=catalogue_import.pk).update(**fields)


def _missing(catalogue_import):
    """Return the codes on sale that the file leaves out; none while a row's code cannot be read."""
    if catalogue_import.rows.filter(code="").exists():
        return []
    records = StockRecord.objects.filter(partner=catalogue_import.supplier, product__is_public=True)
    named = catalogue_import.rows.values("code")
    return list(records.exclude(partner_sku__in=named).values_list("partner_sku", flat=True))
