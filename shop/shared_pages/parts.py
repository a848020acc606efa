"""Parts of pages that are the same for everybody, also on the pages of people who are logged in."""

from django.conf import settings
from django.core.cache import cache
from django.utils.safestring import mark_safe

from shop.produce import editions

from . import sharing


def kept(name, make):
    """Return the text of a part, made once an edition; ``make()`` returns it as safe text.

    :param name: what tells the part from all others; the part shows nothing about who is looking.
    """
    if not settings.PAGE_CACHE:
        return make()
    # Asked before anything is read, so that a change meanwhile belongs to the next edition.
    stamp = (editions.current(), sharing.window())
    found = cache.get(f"part:{name}")
    if found and found[0] == stamp:
        return mark_safe(found[1])  # noqa: S308 (was safe when it was kept)
    made = make()
    cache.set(f"part:{name}", (stamp, str(made)), sharing.WINDOW.total_seconds())
    return made
