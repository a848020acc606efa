"""Sums of entries by month, stage and dimensions, written with the entries and read instead of them.

``add`` is called by ``procurement.figures.ledger`` for what it wrote. ``sums`` answers "what do the entries under this
condition add up to, apart by these dimensions": from the smallest cut that knows all the dimensions, else from the
entries themselves.
"""

from .reading import covering, labelled, sums
from .writing import add, rebuild

__all__ = ["add", "covering", "labelled", "rebuild", "sums"]
