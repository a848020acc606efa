"""The supplier's own file back, with its mistakes marked and its corrections written in; all else is left as it is.

openpyxl would lose pictures in cells and much else on the way, so the parts of the package are edited themselves: the
sheet, the styles, comments and what points to them. Every other part is copied byte by byte.
"""

from .files import write

__all__ = ["write"]
