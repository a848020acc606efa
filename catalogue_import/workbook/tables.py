"""A table in a sheet: its header found among titles and merged cells, its rows by the names of columns."""

from dataclasses import dataclass, field

from .text import header_key

SEARCHED_ROWS = 20
# Fewer recognised headers than this are a coincidence.
ENOUGH_HEADERS = 3


@dataclass
class Table:
    """``columns`` is ``{key: column number}``; ``doubled`` lists keys that two columns claim."""

    header_row: int
    columns: dict
    titles: dict
    doubled: list = field(default_factory=list)

    def filled_rows(self, rows):
        """Yield those of a sheet's rows that lie below the header and hold a value in any known column."""
        known = set(self.columns.values())
        return (row for row in rows if row.number > self.header_row and not known.isdisjoint(row.cells))


def find(rows, headers):
    """Return the table of a sheet, or None when no row looks like its header.

    :param rows: a sheet's first rows.
    :param headers: ``{header as people write it: key}``; earlier spellings of a key win over later ones.
    """
    names = {header_key(header): (rank, key) for rank, (header, key) in enumerate(headers.items())}
    candidates = [_table(row, names) for row in rows if row.number <= SEARCHED_ROWS]
    best = max(candidates, key=lambda table: len(table.columns), default=None)
    return best if best and len(best.columns) >= ENOUGH_HEADERS else None


def _table(row, names):
    found, titles = {}, {}
    for column, cell in row.cells.items():
        rank, key = names.get(header_key(cell.text), (0, None))
        if key:
            found.setdefault(key, []).append((rank, column))
            titles[column] = cell.text
    doubled = [key for key, claims in found.items() if len(claims) > 1 and min(claims)[0] == sorted(claims)[1][0]]
    columns = {key: min(claims)[1] for key, claims in found.items()}
    return Table(row.number, columns, titles, doubled)
