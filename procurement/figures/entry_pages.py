"""Pages of ledger entries, newest first, that cost the same anywhere in the list.

A page is found by the place of the entry at its edge, along the index of the list, instead of counting all entries
before it. A place is written ``2026-11.2026-11-24.1890``: month, day, number.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

ORDER = ("period", "occurred_on", "pk")
NEWEST_FIRST = tuple(f"-{name}" for name in ORDER)
PLACE = re.compile(r"(\d{4}-\d{2})\.(\d{4}-\d{2}-\d{2})\.(\d{1,15})", re.ASCII)


@dataclass(frozen=True)
class Page:
    """Entries, and the places that the pages beside it begin at (empty where there is none)."""

    rows: list
    newer: str
    older: str


def place(entry):
    """Return the place of an entry in the list, as an address carries it."""
    return f"{entry.period}.{entry.occurred_on}.{entry.pk}"


def read(rows, *, size, after="", before="", is_last=False):
    """Return one page of entries: the first, the one after or before a place, or the last.

    :param rows: a queryset of entries.
    :param after: the place of the entry that the page before ends with; a bad one is as good as none.
    :param before: the place of the entry that the page after begins with.
    """
    after, before = _place(after), _place(before)
    is_backwards = bool(before) or is_last
    if before:
        rows = rows.filter(_beside(TupleGreaterThan, before))
    elif after and not is_last:
        rows = rows.filter(_beside(TupleLessThan, after))
    # One more than shown tells whether there is another page.
    found = list(rows.order_by(*(ORDER if is_backwards else NEWEST_FIRST))[: size + 1])
    has_more, shown = len(found) > size, found[:size]
    if is_backwards:
        shown.reverse()
    is_first = not has_more if is_backwards else not after
    is_end = is_last or (not before and not has_more)
    return Page(
        shown,
        newer="" if is_first or not shown else place(shown[0]),
        older="" if is_end or not shown else place(shown[-1]),
    )


def _place(text):
    found = PLACE.fullmatch(text)
    try:
        return found and (found[1], date.fromisoformat(found[2]), int(found[3]))
    except ValueError:
        return None


def _beside(lookup, values):
    return lookup(Tuple(F("period"), F("occurred_on"), F("pk")), values)
