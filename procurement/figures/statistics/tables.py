"""Tables of a selection: by one dimension, or two of them crossed. Every cell opens exactly its entries."""

from dataclasses import dataclass, field

from shop.produce.models import Region

from . import source
from .dimensions import MONTH, REGION, Dimension
from .source import AMOUNT, Measure

MOST_COLUMNS, MOST_ROWS = 40, 1000


class TooMany(Exception):
    """The table would be too large to read; the message says what to do."""


@dataclass(frozen=True)
class Cell:
    """A sum and the selection whose entries add up to it."""

    amount: object
    selection: object

    @property
    def query(self):
        return self.selection.query


@dataclass
class Line:
    """One value of a dimension: its words, total and, in a crossed table, a cell for each column."""

    key: object
    name: str
    total: Cell
    cells: list = field(default_factory=list)
    share: object = None
    comparison: object = None


@dataclass
class Crossed:
    """``lines`` by one dimension, ``columns`` by another (or none), and the total of both."""

    rows: Dimension
    columns: Dimension | None
    measure: Measure
    lines: list
    heads: list
    total: Cell


def by(selection, dimension, measure=AMOUNT):
    """Return a line for each value of a dimension: months and regions complete and in order, others the largest first.

    Two queries at most.
    """
    column, names = dimension.column, [dimension.name] if dimension.name else []
    rows = source.sums(selection, column, names=names, measure=measure)
    found = {row[column]: (row["value"], row.get(dimension.name, "")) for row in rows}
    for key, name in _always(selection, dimension):
        found.setdefault(key, (measure.shown(0), name))
    known = dimension.load(found)
    lines = []
    for key, (value, name) in found.items():
        words = dimension.words(key, name)
        lines.append(Line(key, words, Cell(value, dimension.narrow(selection, key, words, known))))
    lines = _in_order(lines, selection, dimension)
    _share(lines)
    return lines


def cross(selection, rows, columns=None, measure=AMOUNT):
    """Return the table of two dimensions, or of one without ``columns``, in a constant number of queries.

    :raises TooMany: if nobody could read it.
    """
    lines = by(selection, rows, measure)
    total = Cell(source.total(selection, measure), selection)
    if columns is None:
        return Crossed(rows, None, measure, lines, [], total)
    heads = by(selection, columns, measure)
    if len(heads) > MOST_COLUMNS or len(lines) > MOST_ROWS:
        raise TooMany(
            f"这张表有 {len(lines)} 行 {len(heads)} 列，太大了。"
            f"请把多的一项放在行上、少的放在列上（列最多 {MOST_COLUMNS} 项），或先用条件缩小范围。"
        )
    values = {
        (row[rows.column], row[columns.column]): row["value"]
        for row in source.sums(selection, rows.column, columns.column, measure=measure)
    }
    known = columns.load([head.key for head in heads])
    for line in lines:
        line.cells = [_cell(values, line, head, columns, known, measure) for head in heads]
    return Crossed(rows, columns, measure, lines, heads, total)


def _cell(values, line, head, columns, known, measure):
    narrowed = columns.narrow(line.total.selection, head.key, head.name, known)
    return Cell(values.get((line.key, head.key), measure.shown(0)), narrowed)


def _always(selection, dimension):
    """Return ``(key, name)`` of what is listed even without entries."""
    if dimension is MONTH:
        return [(month, "") for month in selection.months]
    if dimension is REGION and not (selection.region or selection.county):
        return [(region.code, region.name) for region in Region.objects.partners()]
    return []


def _in_order(lines, selection, dimension):
    if dimension is MONTH:
        return sorted(lines, key=lambda line: line.key)
    if dimension is REGION:
        order = {code: place for place, code in enumerate(Region.objects.partners().values_list("code", flat=True))}
        return sorted(lines, key=lambda line: (order.get(line.key, len(order)), line.key))
    return sorted(lines, key=lambda line: (-line.total.amount, line.name))


def _share(lines):
    whole = sum(line.total.amount for line in lines)
    for line in lines:
        line.share = round(line.total.amount / whole * 100, 1) if whole > 0 else None
