"""From what a person typed to products: by words from the index, else by letters from the database."""

import logging
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from shop.produce import products

from . import index, synonyms, words

log = logging.getLogger(__name__)
MOST_HITS = index.MOST_HITS
PLACES = (
    "title",
    "dossier__short_title",
    "dossier__keywords",
    "dossier__gi_name",
    "dossier__township",
    "dossier__county__name",
    "dossier__region__name",
    "dossier__region__province",
)


@dataclass(frozen=True)
class Found:
    """Keys of products on sale, best first; loose when they have only some of the words."""

    pks: list
    is_loose: bool = False


def find(text):
    """Return what a search finds; never fails on any text, nor on a missing or broken index."""
    wanted = words.of_query(text)
    if not wanted:
        return Found([])
    pks = _on_sale(_by_index(wanted)) or _by_letters(wanted, every=True)
    if pks or len(wanted) == 1:
        return Found(pks)
    return Found(_by_letters([word for word in wanted if len(word) > 1], every=False), is_loose=True)


def _by_index(wanted):
    try:
        return index.matches(wanted)
    except index.Missing:
        log.warning("There is no search index (manage.py update_search_index); searching in the database.")
    except Exception:
        # Whatever is wrong with files on a disk, the shopper still gets an answer.
        log.exception("The search index does not answer; searching in the database.")
    return []


def _on_sale(pks):
    """Keep the order and drop what was taken off sale since the index was written."""
    left = set(products.on_sale().filter(pk__in=pks).values_list("pk", flat=True)) if pks else ()
    return [pk for pk in pks if pk in left]


def _by_letters(wanted, *, every):
    condition = Q()
    for word in wanted:
        condition = condition & _contains(word) if every else condition | _contains(word)
    if not condition:
        return []
    named = [Case(When(_is_named(word), then=1), default=0) for word in wanted]
    rows = products.on_sale().filter(condition).order_by(sum(named, Value(0)).desc(), "pk")
    return list(rows.values_list("pk", flat=True)[:MOST_HITS])


def _is_named(word):
    return Q(title__icontains=word) | Q(dossier__keywords__icontains=word)


def _contains(word):
    condition = Q()
    for name in synonyms.of(word):
        condition |= _has(name)
    return condition


def _has(word):
    anywhere = Q(*[Q(**{f"{place}__icontains": word}) for place in PLACES], _connector=Q.OR)
    product = products.Product
    by_category = product.categories.through.objects.filter(category__name__icontains=word)
    by_supplier = product.stockrecords.rel.related_model.objects.filter(partner__name__icontains=word)
    related = Q(pk__in=by_category.values("product")) | Q(pk__in=by_supplier.values("product"))
    return anywhere | related
