"""Read a supplier's file from its first byte to rows of values, mistakes and pictures. Touches no database."""

import re
from dataclasses import dataclass, field

from . import examples, mapping_tables, row_pictures
from .garbage import uncollected
from .parse import rows as parsing
from .workbook import bundle, cells, refusals
from .workbook.addresses import letters
from .workbook.refusals import Refused

# A formula that takes its value from another file: [1]Sheet!A1, '[Book.xlsx]Sheet 1'!A1.
EXTERNAL = re.compile(r"\[[^\[\]]+\][^\[\]!]*!")
# More than anybody reads, and more than there is memory for.
MAX_MISTAKES = 200_000


@dataclass
class Reading:
    """What a file says: its parsed rows in order, and how many pictures were taken.

    ``tables`` is ``{sheet: {"header_row", "columns": {key: column number}}}``, ``sources`` ``{SHA-256 of a picture as
    it lies in the file: digest of its JPEG}``, ``preview`` the first rows, ``layout`` the remembered one that was used.
    """

    rows: list = field(default_factory=list)
    images: int = 0
    tables: dict = field(default_factory=dict)
    sources: dict = field(default_factory=dict)
    preview: list = field(default_factory=list)
    layout: object = None


def read(*, path, name, context, limits, keep, tell=lambda *how_far: None, known=lambda source: "", layouts=None):
    """Read a file.

    :param path: ``pathlib.Path`` of the file; ``name``: what the person called it.
    :param context: ``parse.lookups.Context``.
    :param keep: called with the bytes of each re-encoded JPEG, returns its digest.
    :param tell: called with a stage in words, what is done and the total (0: not known yet).
    :param known: called with the SHA-256 of a picture, returns the digest of its JPEG if the shop has it already.
    :param layouts: ``{signature: mapping.Layout}`` that this supplier explained.
    :raises Refused: when the file is not taken at all; ``mapping_tables.Unmapped`` when no header is known.
    """
    with bundle.opened(path, name, limits) as opened, uncollected():
        pictures = row_pictures.Pictures(opened, limits)
        source = cells.Cells(opened.package, limits)
        reading, mistakes = Reading(), 0
        sheets = mapping_tables.Sheets(opened.package, source)
        reading.preview = sheets.preview()
        for sheet, table, layout in sheets.tables(layouts or {}):
            pictures.start(sheet)
            reading.tables[sheet.name] = {"header_row": table.header_row, "columns": table.columns}
            reading.layout = layout or reading.layout
            parser = parsing.Parser(table.columns, context, sheet.name, layout.constants if layout else None)
            rows = table.filled_rows(source.rows(sheet))
            for row in _capped(rows, limits["rows"] - len(reading.rows), limits):
                if examples.is_example(row, table.columns):
                    continue
                _check_external(row, table)
                parsed = parser.parse(row)
                pictures.collect(parsed, row.cells.get(table.columns.get("pictures")))
                reading.rows.append(parsed)
                mistakes += len(parsed.mistakes)
                if mistakes > MAX_MISTAKES:
                    raise Refused(refusals.TOO_MANY_MISTAKES.format(limit=MAX_MISTAKES))
                tell("读取表格", len(reading.rows), 0)
        if not reading.rows:
            raise Refused(refusals.NO_ROWS)
        reading.images = pictures.settle(reading.rows, keep, tell, known)
        reading.sources = pictures.sources
    return reading


def _capped(rows, left, limits):
    for count, row in enumerate(rows, start=1):
        if count > left:
            raise Refused(refusals.TOO_MANY_ROWS.format(limit=limits["rows"]))
        yield row


def _check_external(row, table):
    for column in table.columns.values():
        cell = row.cells.get(column)
        if cell and cell.formula and EXTERNAL.search(cell.formula):
            raise Refused(refusals.EXTERNAL.format(cell=f"{letters(column)}{row.number}"))
