"""Filters that every page may use: money, phones, the query string."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import mark_safe

from shop.produce import pictures
from shop.user.models import mask_mobile

register = template.Library()


@register.filter
def yuan(amount):
    """``1280.5`` → ``1,280.50``."""
    return "" if amount in (None, "") else f"{amount:,.2f}"


@register.filter
def masked(mobile):
    return mask_mobile(str(mobile or ""))


@register.filter
def thumb_url(image):
    """Return the address of the smallest picture of a ``ProductImage``."""
    return pictures.small_url(image, pictures.THUMB_SIDE)


@register.filter
def linked_data(found):
    """Return a dictionary as a block of JSON-LD that nothing in it can close."""
    text = json.dumps(found, ensure_ascii=False, cls=DjangoJSONEncoder)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04X}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped above)


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """Return the current query string with some parameters changed (None removes one)."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"
