"""A ledger of any size over some years, for measuring: set by set in SQL, the same for the same numbers.

Every entry has the order, acceptance and payment, or the offline purchase, that it tells of, so that all of it can be
verified; everything is marked as demo data. It fills an empty database only, and is meant for scratch ones.
"""

from .fill import NotEmpty, fill

__all__ = ["NotEmpty", "fill"]
