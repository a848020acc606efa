"""The results of one search: what was found, what was guessed, narrowed by region and category."""

from collections import Counter
from dataclasses import dataclass, field

from oscar.core.loading import get_model

from shop.catalogue import categories
from shop.produce import products
from shop.produce.models import Dossier

from . import finding, guessing, prices_in_words


@dataclass
class Results:
    """``pks`` are what is left after narrowing, best first; ``meant`` is the guess that was searched for instead."""

    pks: list
    is_loose: bool = False
    price: object = prices_in_words.ANY
    meant: str = ""
    regions: list = field(default_factory=list)
    categories: list = field(default_factory=list)


def search(text, *, region="", category=""):
    """Search for a text that may name a price; ``region`` is a slug, ``category`` the key of a top category.

    ``regions`` and ``categories`` are ``[(key, name, count)]`` of everything found, most first.
    """
    words, price = prices_in_words.read(text)
    found = _find(words, price)
    meant = ""
    if not found.pks and words:
        meant = guessing.guess(words)
        found = _find(meant, price) if meant else found
    results = Results(found.pks, found.is_loose, price, meant if found.pks else "")
    if results.pks:
        _narrow(results, region, category)
    return results


def _find(words, price):
    found = finding.find(words) if words else finding.Found(_all_of(price) if price else [])
    if not price or not words:
        return found
    kept = set(price.keep(products.on_sale().filter(pk__in=found.pks)).values_list("pk", flat=True))
    return finding.Found([pk for pk in found.pks if pk in kept], found.is_loose)


def _all_of(price):
    rows = price.keep(products.on_sale()).order_by("stockrecords__price", "pk")
    return list(rows.values_list("pk", flat=True)[: finding.MOST_HITS])


def _narrow(results, region, category):
    """Count what was found by region and top category, and keep what was chosen of them."""
    regions = {pk: (slug, name) for pk, slug, name in _regions_of(results.pks)}
    tops = _tops_of(results.pks)
    results.regions = [(slug, name, count) for (slug, name), count in Counter(regions.values()).most_common()]
    results.categories = [(key, name, count) for (key, name), count in Counter(tops.values()).most_common()]
    if region in {slug for slug, _, _ in results.regions}:
        results.pks = [pk for pk in results.pks if regions.get(pk, ("", ""))[0] == region]
    if category in {key for key, _, _ in results.categories}:
        results.pks = [pk for pk in results.pks if tops.get(pk, ("", ""))[0] == category]


def _regions_of(pks):
    return Dossier.objects.filter(product__in=pks).values_list("product", "region__slug", "region__name")


def _tops_of(pks):
    """Return ``{product pk: (key, name)}`` of the top category of each."""
    branches = categories.read()
    rows = get_model("catalogue", "ProductCategory").objects.filter(product__in=pks).order_by("-pk")
    tops = {pk: branches[branch].top for pk, branch in rows.values_list("product", "category") if branch in branches}
    return {pk: (str(top.category.pk), top.name) for pk, top in tops.items()}
