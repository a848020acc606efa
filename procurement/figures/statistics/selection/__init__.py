"""Which ledger entries a figure counts, and how that is written in an address."""

from .address import BadMonths, BadSelection, read
from .conditions import belongs, visible
from .selected import EMPTY, PUBLIC, Selection, whole

__all__ = ["EMPTY", "PUBLIC", "BadMonths", "BadSelection", "Selection", "belongs", "read", "visible", "whole"]
