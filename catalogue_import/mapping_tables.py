"""The tables of a file: by a header that its supplier explained, or by one that everybody knows."""

from . import mapping
from .columns import BY_KEY, SPELLINGS
from .workbook import cells, package, refusals, tables
from .workbook.refusals import Refused
from .workbook.tables import Table

# How much of a file is kept to be shown while its columns are mapped.
SHOWN_SHEETS, SHOWN_COLUMNS, SHOWN_CHARACTERS = 8, 80, 60
# A sheet with less than this holds no list of products.
LEAST_COLUMNS, LEAST_ROWS = 3, 2


class Unmapped(Refused):
    """No header was recognised, but the supplier can say which column is which; ``preview`` shows the first rows."""

    def __init__(self, sentence, preview):
        super().__init__(sentence)
        self.preview = preview


class Sheets:
    """The sheets of a file that people see, each with its first rows."""

    def __init__(self, opened, source):
        """Take a ``workbook.package.Package`` and its ``workbook.cells.Cells``."""
        visible = [sheet for sheet in package.sheets(opened) if not sheet.is_hidden]
        self.read = [(sheet, list(source.rows(sheet, last=tables.SEARCHED_ROWS))) for sheet in visible]

    def tables(self, layouts):
        """Return ``[(sheet, table, layout or None), …]`` of the sheets that hold products.

        Hidden sheets do not count. A sheet that lacks required columns is passed over when another has them all.

        :param layouts: ``{signature: mapping.Layout}``.
        :raises Unmapped: when no sheet has a known header with all required columns.
        """
        mapped = [(sheet, *_mapped(sheet, first, layouts)) for sheet, first in self.read]
        known = {sheet for sheet, table, _ in mapped if table}
        found = [(sheet, tables.find(first, SPELLINGS), None) for sheet, first in self.read if sheet not in known]
        found = [each for each in found if each[1]]
        complete = [each for each in found if not mapping.missing(each[1].columns)]
        if not known and not complete:
            raise self._unmapped(_missing_sentence(*found[0][:2]) if found else refusals.NO_HEADER)
        for sheet, table, _ in complete:
            if table.doubled:
                raise self._unmapped(_doubled_sentence(sheet, table))
        return [each for each in mapped if each[1]] + complete

    def preview(self):
        """Return the first rows as JSON: ``[{"sheet", "width", "rows": [[number, [[column, text], …]], …]}, …]``."""
        found = [_preview(sheet, first) for sheet, first in self.read]
        return [sheet for sheet in found if sheet][:SHOWN_SHEETS]

    def _unmapped(self, sentence):
        preview = self.preview()
        return Unmapped(sentence, preview) if preview else Refused(sentence)


def _mapped(sheet, first, layouts):
    """Return the table that a remembered header gives, with its layout; twice None when there is none."""
    for row in first if layouts else ():
        layout = layouts.get(mapping.signature([(column, cell.text) for column, cell in row.cells.items()]))
        if layout and layout.header_row:
            return Table(row.number, dict(layout.columns), {}), layout
    layout = layouts.get(mapping.signature_without_header(sheet.name, width(first)))
    return (Table(0, dict(layout.columns), {}), layout) if layout else (None, None)


def width(rows):
    """Return the number of the last filled column of some rows."""
    return max((max(row.cells) for row in rows), default=0)


def _preview(sheet, first):
    widest = max((len(row.cells) for row in first), default=0)
    if widest < LEAST_COLUMNS or len(first) < LEAST_ROWS:
        return None
    rows = [[row.number, _texts(row)] for row in first]
    return {"sheet": sheet.name, "width": width(first), "rows": rows}


def _texts(row):
    shown = sorted(row.cells.items())[:SHOWN_COLUMNS]
    return [
        [column, "（图片）" if cell.kind == cells.PICTURE else cell.text[:SHOWN_CHARACTERS]] for column, cell in shown
    ]


def _missing_sentence(sheet, table):
    names = "、".join(column.header for column in mapping.missing(table.columns))
    return refusals.MISSING_COLUMNS.format(sheet=sheet.name, row=table.header_row, columns=names)


def _doubled_sentence(sheet, table):
    return refusals.DOUBLED_COLUMN.format(sheet=sheet.name, column=BY_KEY[table.doubled[0]].header)
