"""What a unit settles before it collects, cleaned and written to a draft."""

import secrets
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.utils.timezone import localtime

from ..models import Access, Purpose
from ..moves import Refused


@dataclass(frozen=True)
class Rules:
    """The rules of a collection; see ``CollectionRules``. Left out, a rule sets no bound."""

    purpose: str = Purpose.OTHER
    delivery_from_on: date | None = None
    delivery_to_on: date | None = None
    budget_amount: Decimal | None = None
    pack_limit: int | None = None
    min_quantity: int = 0
    access: str = Access.LINK


UNBOUND = Rules()
NAMES = [field.name for field in fields(Rules)]


def of(group_order):
    """Return the rules of a group order."""
    return Rules(**{name: getattr(group_order, name) for name in NAMES})


def write(group_order, rules):
    """Set the rules of a group order that is not saved yet; its code stays as long as one is asked for.

    :raises Refused: if the goods are wanted before the collection ends.
    """
    check_window(rules, group_order.deadline_at)
    for name in NAMES:
        setattr(group_order, name, getattr(rules, name))
    group_order.join_code = (group_order.join_code or new_code()) if group_order.needs_code else ""


def check_window(rules, deadline_at):
    """Refuse a delivery window that ends before it begins, or before the deadline."""
    first, last = rules.delivery_from_on, rules.delivery_to_on
    if first and last and last < first:
        raise Refused("最晚送达不能早于最早送达。")
    if last and last < localtime(deadline_at).date():
        raise Refused("最晚送达不能早于征集的截止日期。")


def new_code():
    """Return six digits: easy to read aloud and to type on a phone."""
    return f"{secrets.randbelow(10**6):06d}"
