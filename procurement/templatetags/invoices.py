"""Addresses of invoices at the desk where a page stands."""

from django import template

register = template.Library()


@register.simple_tag
def invoice_url(desk, name, *arguments):
    return desk.url(name, *arguments)


@register.simple_tag
def invoice_order_url(desk, number):
    return desk.order_url(number)
