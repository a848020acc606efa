"""Dates and names as papers write them."""

from django.utils.timezone import localtime


def moment(at):
    """Return a moment as ``2026-11-23 18:00`` in local time, or an empty text."""
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def wanted(group_order):
    """Return the fact of when the goods are wanted; none if the unit did not say."""
    return (("希望送到", group_order.delivery_words),) if group_order.delivery_words else ()
