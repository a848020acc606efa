"""Rows side by side, one column for each field that matters among them, with old and new values."""

from dataclasses import dataclass

from . import display
from .columns import COLUMNS
from .plan import Outcome

# Shown beside the product's name, not in columns of their own.
BESIDE = ("code", "pictures")
USUAL = ("category", "spec", "price", "stock")


@dataclass(frozen=True)
class GridCell:
    header: str
    new: str
    old: str = ""
    is_changed: bool = False


@dataclass(frozen=True)
class Grid:
    """``headers`` of the columns, ``lines`` of ``(row, cells)``."""

    headers: list
    lines: list


def of(rows, outcome):
    """Return the ``Grid`` of some rows with one outcome."""
    rows = list(rows)
    keys = _keys(rows, outcome)
    return Grid([display.header(key) for key in keys], [(row, [_cell(row, key) for key in keys]) for row in rows])


def _keys(rows, outcome):
    if outcome == Outcome.CHANGED:
        wanted = {key for row in rows for key, _, _ in row.changes}
    elif outcome == Outcome.NEW:
        wanted = {key for row in rows for key in row.values} - {"title"}
    else:
        wanted = set(USUAL)
    return [column.key for column in COLUMNS if column.key in wanted and column.key not in BESIDE]


def _cell(row, key):
    change = next(((old, new) for changed, old, new in row.changes if changed == key), None)
    if change:
        old, new = (display.words(key, value) for value in change)
        return GridCell(display.header(key), new, old, is_changed=True)
    return GridCell(display.header(key), display.words(key, row.values[key]) if key in row.values else "")
