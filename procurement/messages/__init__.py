"""Who is told what, at each event of a group order and of a purchase order; always in the event's transaction."""

from . import (
    applications,
    claims,
    group_orders,
    invoices,
    members,
    offline,
    participants,
    purchase_orders,
    standing_orders,
    suppliers,
)

__all__ = [
    "applications",
    "claims",
    "group_orders",
    "invoices",
    "members",
    "offline",
    "participants",
    "purchase_orders",
    "standing_orders",
    "suppliers",
]
