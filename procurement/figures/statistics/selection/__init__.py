"""Which ledger entries a figure counts, and how that is written in an address."""

from .address import BadMonths, BadSelection, read
from .conditions import belongs, visible
from .hierarchy import Known
from .selected import EMPTY, PUBLIC, Selection, whole

__all__ = ["EMPTY", "PUBLIC", "BadMonths", "BadSelection", "Known", "Selection", "belongs", "read", "visible", "whole"]
