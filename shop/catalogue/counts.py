"""How many products each choice of a list would leave, in one query, kept for the edition of the shop."""

import hashlib

from django.core.cache import cache
from django.db.models import Count

from shop.produce import editions

from . import filters

KEPT_SECONDS = 600


def put_into(form, rows, month, *, key):
    """Write the number beside each choice that is not made yet; ``rows`` are the products listed now.

    :param key: what tells this list from others in the cache: its address.
    """
    asked = _asked(form)
    # A region that came meanwhile makes it another question.
    kept = f"catalogue:counts:{editions.current()}:{month}:{hashlib.sha256(f'{key}{asked}'.encode()).hexdigest()}"
    found = cache.get_or_set(kept, lambda: _count(asked, rows, month), KEPT_SECONDS)
    for name in form.CHOICES:
        if name in form.fields and not form.wishes.get(name):
            choices = form.fields[name].choices
            form.fields[name].choices = [
                choices[0],
                *((value, f"{label}（{found[f'{name}:{value}']}）") for value, label in choices[1:]),
            ]
    for name in form.BOXES:
        if not form.wishes.get(name):
            form[name].label = f"{form[name].label}（{found[f'{name}:on']}）"


def _asked(form):
    """Return ``[(name, value)]`` of all choices of a form."""
    picks = [(name, value) for name in form.CHOICES if name in form.fields for value in form.options[name]]
    return picks + [(name, "on") for name in form.BOXES]


def _count(asked, rows, month):
    sums = {
        f"n{place}": Count("pk", filter=filters.condition(name, value, month))
        for place, (name, value) in enumerate(asked)
    }
    found = rows.order_by().aggregate(**sums)
    return {f"{name}:{value}": found[f"n{place}"] for place, (name, value) in enumerate(asked)}
