"""What somebody may have meant when nothing is found: a name that sounds the same, or nearly."""

from difflib import get_close_matches

from django.core.cache import cache
from oscar.core.loading import get_model

from shop.produce.models import Dossier, Region

from . import spellings

KEPT_SECONDS = 600
# How much of two spellings must be the same; below this 虫草 would be taken for 红茶.
CLOSE = 0.9
_KEY = "search:names"


def guess(text):
    """Return the text with each part that is no name of ours replaced by the nearest name; "" when nothing is near."""
    names = _names()
    parts = [_nearest(part, names) for part in text.split()]
    meant = " ".join(part for part in parts if part)
    return meant if meant and meant != " ".join(text.split()) else ""


def _nearest(part, names):
    if part in names.values():
        return part
    spelled = spellings.whole(part)
    if spelled in names:
        return names[spelled]
    alike = {spelling: name for spelling, name in names.items() if _is_one_off(part, name)}
    near = get_close_matches(spelled, alike, n=1, cutoff=0) or get_close_matches(spelled, names, n=1, cutoff=CLOSE)
    return names[near[0]] if near else ""


def _is_one_off(part, name):
    """Tell whether a name has as many characters, all but one of them the same."""
    return len(part) == len(name) > 1 and sum(a != b for a, b in zip(part, name, strict=True)) == 1


def _names():
    """Return ``{spelling: name}`` of what is sold here, at most ten minutes old."""
    return cache.get_or_set(_KEY, _read_names, KEPT_SECONDS)


def _read_names():
    on_sale = Dossier.objects.filter(product__is_public=True)
    words = {word for keywords in on_sale.values_list("keywords", flat=True).distinct() for word in keywords.split()}
    words |= set(get_model("catalogue", "Category").objects.values_list("name", flat=True))
    words |= set(on_sale.exclude(gi_name="").values_list("gi_name", flat=True).distinct())
    words |= {region.short_name for region in Region.objects.partners()}
    return {spellings.whole(word): word for word in sorted(words) if spellings.HAN_ONLY.match(word)}
