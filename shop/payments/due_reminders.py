"""Remind units before an order is due and after, and suppliers once it is late."""

from django.utils.timezone import localdate

from procurement.messages import people
from procurement.models import Role
from shop.inbox.kinds import Kind

from . import terms

BEFORE, AGAIN, LONGEST = 3, 7, 60


def of_units(at):
    """Yield unpaid orders that are due within days, or late; the late ones every week."""
    for row in _near(at):
        key = f"due {row.order.number} {row.due_on} {max(row.days_late, 0) // AGAIN if row.is_late else 'before'}"
        yield {"unit": row.order.unit, "role": Role.HANDLER, "link": people.buyer_link(row.order), **_facts(row, key)}


def of_suppliers(at):
    """Yield late orders, the day after they were due."""
    for row in _near(at):
        if row.is_late:
            key = f"late {row.order.number} {row.due_on}"
            link = people.seller_link(row.order)
            yield {"people": people.sellers(row.order), "link": link, "is_seller": True, **_facts(row, key)}


def _near(at):
    today = localdate(at)
    rows = terms.due(terms.to_pay(), today=today)
    return [row for row in rows if row.due_on and -BEFORE <= row.days_late <= LONGEST]


def _facts(row, key):
    facts = {"number": row.order.number, "supplier": row.order.supplier.name, "buyer": row.order.unit.name}
    return {"kind": Kind.DUE, "once": key, "amount": row.owed, "due_on": row.due_on, "late": row.days_late, **facts}
