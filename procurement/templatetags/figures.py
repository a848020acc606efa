"""Addresses of the figures, at whichever desk they are looked at."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def figures_url(context, name, *arguments):
    """Return the address of a page of figures at the desk of ``scope``: the county office's or a unit's."""
    return context["scope"].url(name, *arguments)


@register.filter
def measured(value, measure):
    """Show a sum the way its measure is shown."""
    return measure.words(value)


@register.simple_tag(takes_context=True)
def order_url(context, entry):
    """Return the page of an entry's order, as the desk of ``scope`` may open it."""
    return context["scope"].order_url(entry)


@register.simple_tag(takes_context=True)
def offline_url(context, entry):
    """Return the page of an entry's offline purchase, empty where the desk of ``scope`` may not open it."""
    return context["scope"].offline_url(entry)
