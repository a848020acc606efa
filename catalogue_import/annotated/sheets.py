"""A worksheet with its bad cells marked: rows without findings keep their very bytes."""

import re
import tempfile
from functools import cached_property

from lxml import etree

from ..workbook import xml
from . import parts as editing
from . import rows
from .texts import NOTE_HEADER, as_utf8

NOTE_WIDTH = "60"
SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>")
FILLED_CELL = re.compile(rb"<(?:[\w.-]+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})\d+[\"'][^>]*?(?<!/)>")
# What comes behind the old-style drawing of a sheet.
BEHIND_DRAWING = "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst".split()
IN_MEMORY = 4 * 2**20


class Marked:
    """One sheet being marked.

    ``sentences`` is ``{(row, column): sentence}`` of its bad cells, ``drops_formula`` whether a correction took the
    place of a formula.
    """

    def __init__(self, parts, sheet, found, styles, source, max_column):
        self.parts, self.part, self.found, self.styles = parts, sheet.part, found, styles
        self.sheet, self.source, self.max_column = sheet, source, max_column
        self.drops_formula = False
        data = as_utf8(parts.package.read(sheet.part))
        start = SHEET_DATA.search(data)
        self.prefix = start[1]
        end_tag = b"</" + self.prefix + b"sheetData"
        end = data.rfind(end_tag) if not start[2] else start.end()
        self.body = data[start.end() : end]
        tail = data[data.index(b">", end) + 1 :] if not start[2] else data[end:]
        self.root = editing.parse(data[: start.start()] + b"<" + self.prefix + b"sheetData/>" + tail)
        self.space = etree.QName(self.root).namespace

    @property
    def sentences(self):
        return {
            (row.number, column): sentence
            for row in self.found.rows.values()
            for column, sentence in sorted(row.bad.items())
        }

    @cached_property
    def note_column(self):
        """The column for sentences about rows: ours from an earlier time, or the first behind all others; or None."""
        if self.found.header_row:
            header = next((row for row in self.source.rows(self.sheet) if row.number >= self.found.header_row), None)
            for column, cell in header.cells.items() if header else ():
                if cell.text.strip() == NOTE_HEADER:
                    self.has_notes = True
                    return column
        self.has_notes = False
        used = {match[1] for match in FILLED_CELL.finditer(self.body)}
        column = max(map(rows.number_of, used), default=0) + 1
        return column if column <= self.max_column else None

    def legacy_drawing(self):
        """Return the part of the sheet's old-style drawing, or an empty text."""
        element = self._child("legacyDrawing")
        if element is None:
            return ""
        relation = self.parts.package.relations(self.part).get(xml.attribute(element, "id"), ("", ""))
        return relation[1] if relation[1] and self.parts.has(relation[1]) else ""

    def set_legacy_drawing(self, relation):
        element = self._child("legacyDrawing")
        if element is None:
            element = etree.Element(f"{{{self.space}}}legacyDrawing")
            place = next((at for at, child in enumerate(self.root) if xml.local(child.tag) in BEHIND_DRAWING), None)
            self.root.insert(len(self.root) if place is None else place, element)
        element.set(f"{{{self.parts.relation_space(self.part)}}}id", relation)

    def write(self):
        """Put the marked sheet among the changed parts."""
        self._widen()
        shell = editing.serialised(self.root)
        cut = re.search(rb"<" + self.prefix + rb"sheetData\s*/>", shell)
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        file.write(shell[: cut.start()] + b"<" + self.prefix + b"sheetData>")
        editor = rows.Editor(self)
        for piece in editor.pieces(self.body):
            file.write(piece)
        file.write(b"</" + self.prefix + b"sheetData>" + shell[cut.end() :])
        file.seek(0)
        self.drops_formula = editor.drops_formula
        self.parts.put(self.part, file)

    def stale_rows(self):
        """Return the rows that bear a sentence from an earlier time and have no findings now."""
        if not self.note_column or not self.has_notes:
            return set()
        found = {row.number for row in self.source.rows(self.sheet) if self.note_column in row.cells}
        return found - set(self.found.rows) - {self.found.header_row}

    def column_style(self, column):
        """Return the number of the style of a whole column."""
        for row in self._columns():
            if int(row.get("min", 0)) <= column <= int(row.get("max", 0)):
                return int(row.get("style") or 0)
        return 0

    def _child(self, name):
        return next((child for child in self.root if xml.local(child.tag) == name), None)

    def _columns(self):
        columns = self._child("cols")
        return [row for row in columns if xml.local(row.tag) == "col"] if columns is not None else []

    def _widen(self):
        """Give the column of sentences a width, unless the file says its width already."""
        column, columns = self.note_column, self._child("cols")
        if not column or any(int(row.get("min", 0)) <= column <= int(row.get("max", 0)) for row in self._columns()):
            return
        if columns is None:
            columns = etree.Element(f"{{{self.space}}}cols")
            self.root.insert(self.root.index(self._child("sheetData")), columns)
        before = [row for row in columns if int(row.get("min", 0)) < column]
        width = {"min": str(column), "max": str(column), "width": NOTE_WIDTH, "customWidth": "1"}
        columns.insert(len(before), etree.Element(f"{{{self.space}}}col", width))
