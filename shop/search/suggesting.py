"""What may be meant while somebody is still typing: products whose words begin like the last one."""

import logging

from haystack.query import SQ, SearchQuerySet

from shop.catalogue import offers
from shop.produce import products

from . import index, synonyms, words

log = logging.getLogger(__name__)
MOST = 6


def suggest(text, month):
    """Return at most six offers; never fails on any text, nor without an index."""
    wanted = words.of_query(text)
    if not wanted or text[-1:].isspace():
        return []
    try:
        pks = _beginning_with(wanted)
    except Exception:
        log.exception("The search index does not answer; there are no suggestions.")
        return []
    left = set(products.on_sale().filter(pk__in=pks).values_list("pk", flat=True))
    return offers.in_order([pk for pk in pks if pk in left][:MOST], month)


def _beginning_with(wanted):
    if not index.exists():
        return []
    *whole, last = wanted
    found = SearchQuerySet()
    for word in whole:
        found = found.filter(index.anywhere(word))
    begins = SQ(title__startswith=last) | SQ(content__startswith=last)
    for other in synonyms.of(last):
        begins |= index.anywhere(other)
    return [int(hit.pk) for hit in found.filter(begins)[: MOST * 2]]
