"""Months that the office closes: which ones there are, what to look at before, the act itself, what came later.

A closed month says for ever what it said: its content is stored, printed from there, and sealed by a digest that goes
on from the previous closing's. What puts it right later counts in the open month and names it.
"""

from .acts import Refused, close, require_turn
from .adjustments import Adjustment, of_month, to_earlier_months
from .checklist import Check, check
from .months import Month, first_day_after, label, listed, next_month

__all__ = [
    "Adjustment",
    "Check",
    "Month",
    "Refused",
    "check",
    "close",
    "first_day_after",
    "label",
    "listed",
    "next_month",
    "of_month",
    "require_turn",
    "to_earlier_months",
]
