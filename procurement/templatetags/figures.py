"""Addresses of the figures, at whichever desk they are looked at."""

from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from ..figures.statistics.source import AMOUNT

register = template.Library()


@register.simple_tag(takes_context=True)
def figures_url(context, name, *arguments):
    """Return the address of a page of figures at the desk of ``scope``: the county office's or a unit's."""
    return context["scope"].url(name, *arguments)


@register.simple_tag(takes_context=True)
def opens(context, figure, measure=AMOUNT):
    """Show a figure as a link that opens its entries; nothing is paler than something."""
    nothing = "" if figure.amount else " opens--nothing"
    address = context["scope"].url("ledger")
    words = measure.words(figure.amount)
    return format_html('<a class="opens{}" href="{}?{}">{}</a>', nothing, address, figure.query, words)


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


@register.simple_tag
def options(pairs, chosen=None):
    """Return the options of a select from ``(value, words)``; a county's units are hundreds of them."""
    lines = [
        f'<option value="{escape(str(value))}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in pairs
    ]
    return mark_safe("\n".join(lines))  # noqa: S308 (all of it is escaped above)
