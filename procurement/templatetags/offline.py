"""Addresses of the desk at which an offline purchase is looked at."""

from django import template

register = template.Library()


@register.simple_tag
def desk_url(desk, name, *arguments):
    """Return the address of a page of a desk."""
    return desk.url(name, *arguments)
