"""Rows of a sheet being marked: only rows with findings are parsed, changed and written anew."""

import re
from xml.sax.saxutils import quoteattr

from lxml import etree

from ..workbook import xml
from ..workbook.addresses import letters
from .texts import NOTE_HEADER, legal

ROW_NUMBER = re.compile(rb"\sr=[\"'](\d{1,7})[\"']")
ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)")
NUMBER = re.compile(r"\d{1,8}(?:\.\d{1,4})?")
NUMBER_KEYS = {"price", "stock", "min_order_quantity", "order_multiple", "gross_weight_kg", "shelf_life_days"}
KEEPS_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def number_of(name):
    """Return a column's number by its letters, as text or bytes."""
    number = 0
    for char in name.decode() if isinstance(name, bytes) else name:
        number = number * 26 + ord(char) - 64
    return number


class Editor:
    """Writes the rows of a ``sheets.Marked``."""

    def __init__(self, marked):
        self.marked, self.found, self.styles = marked, marked.found, marked.styles
        self.note_column = marked.note_column
        self.stale = marked.stale_rows()
        self.drops_formula = False
        spaces = marked.root.nsmap.items()
        declared = (f"xmlns{f':{prefix}' if prefix else ''}={quoteattr(space)}" for prefix, space in spaces)
        self.wrapper = f"<wrapper {' '.join(declared)}>".encode()

    def pieces(self, body):
        """Yield the rows of a sheet piece by piece, those without findings as they are."""
        prefix = re.escape(self.marked.prefix)
        starts = re.compile(rb"<" + prefix + rb"row\b([^>]*?)(/?)>")
        end_tag = b"</" + self.marked.prefix + b"row"
        place, number = 0, 0
        for match in starts.finditer(body):
            given = ROW_NUMBER.search(match[1])
            number = int(given[1]) if given else number + 1
            if not self._is_wanted(number):
                continue
            end = match.end() if match[2] else body.index(b">", body.index(end_tag, match.end())) + 1
            yield body[place : match.start()]
            yield self._edited(body[match.start() : end], number)
            place = end
        yield body[place:]

    def _is_wanted(self, number):
        is_header = number == self.found.header_row and self.found.rows and self.note_column
        return number in self.found.rows or number in self.stale or is_header

    def _edited(self, data, number):
        wrapper = etree.fromstring(self.wrapper + data + b"</wrapper>", etree.XMLParser(resolve_entities=False))
        row = Row(wrapper[0], number, self.marked)
        if number in self.found.rows:
            self._mark(row, self.found.rows[number])
        elif number == self.found.header_row:
            row.write(self.note_column, NOTE_HEADER, row.last_style())
        else:
            row.clear(self.note_column)
        written = etree.tostring(wrapper, encoding="UTF-8", xml_declaration=False)
        return written[written.index(b">") + 1 : written.rindex(b"</wrapper")]

    def _mark(self, row, found):
        notes = list(found.notes)
        for column, (key, text) in found.corrected.items():
            if row.shares_formula(column):
                notes.append(f"{letters(column)}{row.number} 里是几格共用的公式，请自己改成“{text}”。")
                continue
            self.drops_formula = self.drops_formula or row.has_formula(column)
            row.write(column, text, as_number=key in NUMBER_KEYS)
        for column in found.bad:
            row.restyle(column, self.styles.bad)
        if self.note_column:
            row.write(self.note_column, "\n".join(notes), self.styles.note(0))


class Row:
    """One row's cells by column; every cell gets its address, so that new ones may stand between."""

    def __init__(self, element, number, marked):
        self.element, self.number, self.marked = element, number, marked
        self.space = f"{{{marked.space}}}"
        self.element.attrib.pop("spans", None)
        self.cells, column = {}, 0
        for cell in [child for child in element if xml.local(child.tag) == "c"]:
            match = ADDRESS.fullmatch(cell.get("r", ""))
            column = number_of(match[1]) if match else column + 1
            cell.set("r", f"{letters(column)}{number}")
            self.cells[column] = cell

    def restyle(self, column, styled):
        """Give a cell the style that ``styled`` makes of its own."""
        cell = self._cell(column)
        number = cell.get("s", "")
        cell.set("s", str(styled(int(number) if number.isdigit() else 0)))

    def write(self, column, text, style=None, *, as_number=False):
        """Put a text into a cell, as a number where the column holds numbers and the cell did too."""
        cell = self._cell(column)
        was_text = cell.get("t", "n") in {"s", "inlineStr", "str"}
        self._empty(cell)
        if style is not None:
            cell.set("s", str(style))
        if as_number and not was_text and NUMBER.fullmatch(text) and not self._is_date(cell):
            etree.SubElement(cell, f"{self.space}v").text = text
        elif text:
            self._say(cell, text)

    def clear(self, column):
        if column in self.cells:
            self._empty(self.cells[column])

    def last_style(self):
        """Return the style of the last cell with any, for a header beside it."""
        styles = [int(cell.get("s")) for _, cell in sorted(self.cells.items()) if cell.get("s", "").isdigit()]
        return styles[-1] if styles else 0

    def has_formula(self, column):
        return self._formula(column) is not None

    def shares_formula(self, column):
        """Tell whether other cells are calculated by this cell's formula."""
        formula = self._formula(column)
        return formula is not None and bool(formula.get("ref"))

    def _formula(self, column):
        cell = self.cells.get(column)
        return next((child for child in cell if xml.local(child.tag) == "f"), None) if cell is not None else None

    def _is_date(self, cell):
        return self.marked.source.formats.is_date(cell.get("s"))

    def _cell(self, column):
        if column not in self.cells:
            cell = etree.Element(f"{self.space}c", r=f"{letters(column)}{self.number}")
            style = self.element.get("s") if self.element.get("customFormat") in {"1", "true"} else None
            style = style or str(self.marked.column_style(column))
            if style != "0":
                cell.set("s", style)
            before = [self.cells[place] for place in sorted(self.cells) if place < column]
            self.element.insert(self.element.index(before[-1]) + 1 if before else 0, cell)
            self.cells[column] = cell
        return self.cells[column]

    def _empty(self, cell):
        for child in list(cell):
            cell.remove(child)
        for name in ("t", "vm", "cm"):
            cell.attrib.pop(name, None)

    def _say(self, cell, text):
        cell.set("t", "inlineStr")
        words = etree.SubElement(etree.SubElement(cell, f"{self.space}is"), f"{self.space}t")
        words.text = legal(text)
        words.set(KEEPS_SPACE, "preserve")
