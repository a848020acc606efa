"""Filters that every page may use: money, phones, the query string."""

from django import template

from shop.user.models import mask_mobile

register = template.Library()


@register.filter
def yuan(amount):
    """``1280.5`` → ``1,280.50``."""
    return "" if amount in (None, "") else f"{amount:,.2f}"


@register.filter
def masked(mobile):
    return mask_mobile(str(mobile or ""))


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
