"""Keep the search index in step with the products, and ask it."""

import logging
import shutil

from haystack import connections
from haystack.query import SQ, SearchQuerySet
from oscar.core.loading import get_model
from whoosh.index import LockError

from shop.produce import editions

from . import synonyms

log = logging.getLogger(__name__)
MOST_HITS = 240
ROWS_AT_ONCE = 500


class Missing(Exception):
    """There is no index yet."""


def refresh(product_ids):
    """Bring these products into the index, or out of it when they are not on sale; builds a missing index whole."""
    if not _backend().exists():
        return rebuild()
    product_ids = set(product_ids)
    _backend().write(lambda: _documents(pk__in=product_ids), instead_of=_identifiers(product_ids))
    # From now on other products are found.
    return editions.turn()


def rebuild():
    """Build the index anew; readers see the old one until the new one is whole."""
    try:
        _backend().write(_documents, anew=True)
    except LockError:
        raise
    except Exception:
        log.exception("The search index cannot be written; it is thrown away and built again.")
        _throw_away()
        _backend().write(_documents, anew=True)
    editions.turn()


def matches(words):
    """Return the keys of products that have all the words, best first, at most 240.

    :raises Missing: if there is no index; anything else the engine raises if it is broken.
    """
    if not exists():
        raise Missing
    found = SearchQuerySet()
    for word in words:
        found = found.filter(_any_of(synonyms.of(word)))
    return [int(hit.pk) for hit in found[:MOST_HITS]]


def exists():
    """Tell whether there is an index to ask."""
    return _backend().exists()


def anywhere(word):
    """Return the condition that a product has a word, in its name or elsewhere."""
    return SQ(title=word) | SQ(content=word)


def _any_of(words):
    condition = anywhere(words[0])
    for word in words[1:]:
        condition |= anywhere(word)
    return condition


def _backend():
    return connections["default"].get_backend()


def _index():
    return connections["default"].get_unified_index().get_index(get_model("catalogue", "Product"))


def _documents(**which):
    rows = _index().index_queryset().filter(**which).iterator(chunk_size=ROWS_AT_ONCE)
    return _index().documents(rows)


def _identifiers(product_ids):
    label = get_model("catalogue", "Product")._meta.label_lower
    return [f"{label}.{pk}" for pk in sorted(product_ids)]


def _throw_away():
    shutil.rmtree(_backend().path, ignore_errors=True)
    _backend().setup_complete = False
