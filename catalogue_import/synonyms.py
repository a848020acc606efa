"""A supplier's own words for categories, places and units: asked about once, remembered, used from then on."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from shop.produce import measure_units, places
from shop.produce.models import Storage

from . import duplicates, existing, plan, planned_rows
from .columns import BY_KEY
from .models import CatalogueImport, ImportRow, Synonym
from .parse import lookups
from .parse import rows as parsing
from .parse.problems import Problem
from .plan import Outcome
from .workbook.cells import Cell, Row

KEYS = ("category", "county", "unit", "storage")
MAX_SHOWN = 30
# Cells that hold no word at all.
ODD = frozenset(parsing.ODD_CELLS.values())
FIELDS = ["code", "values", "texts", "outcome", "changes", "mistakes", "warnings", "marks"]


@dataclass(frozen=True)
class Unknown:
    """A word nobody knows: its column, how many rows hold it, and what it may be taken for."""

    key: str
    header: str
    word: str
    count: int
    options: list


def choices(supplier):
    """Return ``{key: [meanings]}`` that a word may be taken for."""
    named = places.within(supplier.profile.region)
    return {
        "category": list(existing.category_paths()),
        "county": [place.name for place in named],
        "unit": list(measure_units.UNITS),
        "storage": Storage.labels,
    }


@transaction.atomic
def remember(*, supplier, key, word, meaning, by, at):
    """Take a supplier's word for one of the known ones from now on.

    :raises Problem: when the meaning is none of the choices, or the word has a meaning of its own.
    """
    if key not in KEYS or meaning not in choices(supplier)[key]:
        raise Problem("请从列表里选一个。")
    word = lookups.normal(word)
    if not 0 < len(word) <= 100:
        raise Problem("这个写法太长，请直接改表格。")
    facts = {"meaning": meaning, "by": by, "at": at}
    row, _ = Synonym.objects.update_or_create(supplier=supplier, key=key, word=word, defaults=facts)
    return row


def unknown(catalogue_import):
    """Return ``Unknown`` words in rejected rows that could be explained, the most frequent first."""
    counts = Counter()
    for mistakes in _rejected(catalogue_import).values_list("mistakes", flat=True).iterator():
        counts.update((mistake["key"], mistake["value"].strip()) for mistake in mistakes if _is_unknown(mistake))
    options = choices(catalogue_import.supplier) if counts else {}
    common = counts.most_common(MAX_SHOWN)
    return [Unknown(key, BY_KEY[key].header, word, count, options[key]) for (key, word), count in common]


@transaction.atomic
def check_again(*, catalogue_import):
    """Decide the rows of an import in review anew whose words are known by now; return how many."""
    locked = CatalogueImport.objects.select_for_update().get(pk=catalogue_import.pk)
    if not locked.is_in_review:
        return 0
    context = existing.context_of(locked.supplier)
    rows = [row for row in _rejected(locked) if any(map(_is_unknown, row.mistakes))]
    parsed = {row.pk: _explained(row, locked, context) for row in rows}
    rows = [row for row in rows if parsed[row.pk]]
    _decide(locked, rows, parsed)
    CatalogueImport.objects.filter(pk=locked.pk).update(**planned_rows.counts(locked))
    return len(rows)


def _rejected(catalogue_import):
    return catalogue_import.rows.filter(outcome=Outcome.REJECTED)


def _is_unknown(mistake):
    return mistake["key"] in KEYS and bool(mistake["value"].strip()) and mistake["message"] not in ODD


def _explained(row, catalogue_import, context):
    """Return a row as ``parse`` would give it with what is known now; None when that changes nothing."""
    parsed, before = planned_rows.parsed(row, catalogue_import.columns_of(row.sheet)), len(row.mistakes)
    for mistake in [each for each in parsed.mistakes if _is_unknown(each.as_json())]:
        read = parsing.parse(Row(row.number, {1: Cell(mistake.value)}), {mistake.key: 1}, context)
        if mistake.key in read.values:
            parsed.values[mistake.key] = read.values[mistake.key]
            parsed.mistakes.remove(mistake)
    return parsed if len(parsed.mistakes) < before else None


def _decide(catalogue_import, rows, parsed):
    """Plan these rows anew, together with those that share a code, and keep what came of it."""
    codes = {each.code for each in parsed.values() if each} - {""}
    twins = catalogue_import.rows.filter(code__in=codes).exclude(pk__in=[row.pk for row in rows])
    for twin in twins:
        rows.append(twin)
        parsed[twin.pk] = planned_rows.parsed(twin, catalogue_import.columns_of(twin.sheet))
    held = existing.load(catalogue_import.supplier, codes)
    planned = plan.plan([parsed[row.pk] for row in rows], held, publish=catalogue_import.publish)
    duplicates.warn(planned, existing.names(catalogue_import.supplier))
    for row, decided in zip(rows, planned, strict=True):
        typed = row.texts
        planned_rows.filled(row, decided).texts |= typed
    ImportRow.objects.bulk_update(rows, FIELDS, batch_size=200)
