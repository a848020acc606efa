"""Cells merged downwards: people write a category once for all the rows it covers."""

import re

PLACE = rb"\$?([A-Z]{1,3})\$?(\d{1,7})"
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']%s:%s[\"']" % (PLACE, PLACE))
# A sheet with more of them is no list; nor does one value cover more rows.
MAX_MERGES, MAX_ROWS = 20_000, 5_000


def downwards(package, sheet):
    """Return ``{first row: [(letters of the column, last row), …]}`` of cells merged within one column."""
    found = {}
    for count, (first, top, last, bottom) in enumerate(_places(package, sheet)):
        if count == MAX_MERGES:
            return {}
        if first == last and 0 < int(bottom) - int(top) < MAX_ROWS:
            found.setdefault(int(top), []).append((first.decode(), int(bottom)))
    return found


class Filler:
    """Fills the cells below a merged one with its value, row by row."""

    def __init__(self, merged, columns):
        """Take what ``downwards`` returns, and ``{letters: column number}``."""
        self.merged, self.columns = merged, columns
        self.open = {}

    def fill(self, row):
        """Add to a row's cells the values of cells that are merged down to it."""
        for letters, last in self.merged.get(row.number, ()):
            cell = row.cells.get(self.columns[letters])
            if cell:
                self.open[self.columns[letters]] = cell, last
        for column, (cell, last) in list(self.open.items()):
            if row.number > last:
                del self.open[column]
            else:
                row.cells.setdefault(column, cell)


def _places(package, sheet):
    """Yield the corners of all merged cells; they stand behind the rows, so the part is searched as bytes."""
    tail = b""
    for chunk in package.chunks(sheet.part):
        window = tail + chunk
        # The end of a piece is looked at twice, which does no harm.
        if b"mergeCell " in window:
            yield from (match.groups() for match in MERGED.finditer(window))
        tail = window[-200:]
