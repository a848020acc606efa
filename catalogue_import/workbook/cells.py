"""Rows of cells, read as a stream whatever the file says about its own dimensions."""

from typing import NamedTuple

from . import merges, numbers, plain, plain_rows, refusals, strings, xml
from .addresses import MAX_COLUMN, MAX_ROW, Columns, row_number
from .refusals import Refused

TEXT, NUMBER, BOOLEAN, ERROR, DATE = "text", "number", "boolean", "error", "date"
# A formula that was never calculated; a picture lying in the cell (``text`` names it, see ``in_cell``).
UNCALCULATED, PICTURE = "uncalculated", "picture"
# What stands in a row that holds anything: the ends of a value, of a text, the beginning of a formula.
VALUES = (b"/v", b":v", b"/is", b":is", b"<f", b":f")


class Cell(NamedTuple):
    """A cell as it counts: ``text`` is its value in words, ``kind`` what it is."""

    text: str
    kind: str = TEXT
    formula: str = ""


class Row(NamedTuple):
    """A row with its number in the sheet and its cells that hold anything, ``{column from 1: Cell}``."""

    number: int
    cells: dict


class Cells:
    """The cells of a package; shared strings and date formats are read once."""

    def __init__(self, package, limits):
        self.package = package
        self.max_column = limits["columns"]
        self.strings = strings.read(package)
        self.formats = numbers.Formats(package)
        self.columns = Columns()

    def rows(self, sheet, last=MAX_ROW):
        """Yield the rows of a sheet up to a number that hold any value, in order.

        :raises Refused: beyond the caps on rows and columns, or when the file is broken.
        """
        filler = merges.Filler(merges.downwards(self.package, sheet), self.columns)
        for row in self.every_row(sheet):
            if row.number > last:
                return
            if row.cells:
                filler.fill(row)
                yield row

    def every_row(self, sheet):
        """Yield all rows: in the fast way as far as that goes, from there on in the thorough one."""
        number = 0
        until = self.package.last_place(sheet.part, VALUES)
        try:
            for written, cells, text in plain_rows.rows(self.package.chunks(sheet.part), until):
                number = row_number(written, number)
                yield Row(number, self._cells(xml.parse(text)[0]) if cells is None else self._plain_cells(cells))
            return
        except plain.NotPlain:
            yield from self.parsed_rows(sheet, until, behind=number)

    def parsed_rows(self, sheet, until=None, behind=0):
        """Yield the rows behind a number as a parser finds them, whatever form they have."""
        number = 0
        for element in self.package.elements(sheet.part, "row", last="sheetData", until=until):
            number = row_number(element.get("r"), number)
            if number > behind:
                yield Row(number, self._cells(element))

    def _plain_cells(self, cells):
        """Return the cells of a row that ``plain_rows`` found; most of the time of a file is spent here."""
        found, columns, most = {}, self.columns, self.max_column
        for letters, style, kind, value in cells:
            if value:
                cell = _text(self.strings.get(value)) if kind == "s" else self._plain(style, kind or "n", value)
                if cell is not None:
                    column = columns[letters]
                    if column > most:
                        raise Refused(refusals.TOO_MANY_COLUMNS.format(limit=most))
                    found[column] = cell
        return found

    def _cells(self, row):
        """Return the cells of a row's element."""
        found, column = {}, 0
        for element in row:
            if not len(element):
                # Empty, but the cells behind it may go without an address.
                column = self._column(element, column)
                continue
            cell = self._cell(element)
            column = self._column(element, column)
            if cell is not None:
                if column > self.max_column:
                    raise Refused(refusals.TOO_MANY_COLUMNS.format(limit=self.max_column))
                found[column] = cell
        return found

    def _column(self, element, before):
        reference = element.get("r")
        if reference:
            return self.columns[reference.rstrip("0123456789")]
        if before >= MAX_COLUMN:
            raise Refused(refusals.UNSAFE)
        return before + 1

    def _cell(self, element):
        """Return the cell of an element, or None when it holds nothing."""
        kind, first = element.get("t", "n"), element[0]
        if len(element) == 1 and first.tag[-2:] == "}v":
            value, formula, inline = first.text or "", None, None
        else:
            value, formula, inline = _contents(element)
        if formula is not None or kind == "e" or (value and value[:1] == "="):
            return self._calculated(element, kind, value, formula)
        return _text(inline) if kind == "inlineStr" else self._plain(element.get("s"), kind, value)

    def _calculated(self, element, kind, value, formula):
        shown = f"{formula or ''} {value or ''}"
        if "DISPIMG(" in shown:
            return Cell(wps_name(shown), PICTURE)
        if kind == "e" and element.get("vm"):
            return Cell(f"vm:{element.get('vm')}", PICTURE)
        if value is None or (value == "" and kind != "str"):
            return Cell(f"={formula}", UNCALCULATED, formula or "")
        cell = self._plain(element.get("s"), kind, value)
        return cell and cell._replace(formula=formula or "")

    def _plain(self, style, kind, value):
        if not value:
            return None
        if kind == "s":
            return _text(self.strings.get(value))
        if kind == "n":
            if style in self.formats.dates:
                return Cell(self.formats.date(value), DATE)
            return Cell(numbers.write(value), NUMBER)
        return {"b": _boolean, "e": _error, "d": _date}.get(kind, _stored)(value)


def _contents(element):
    """Return a cell's ``(value, formula, inline text)``; None for what is not there."""
    value = formula = inline = None
    for child in element:
        name = xml.local(child.tag)
        if name == "v":
            value = child.text or ""
        elif name == "f":
            formula = child.text or ""
        elif name == "is":
            inline = strings.text_of(child)
    return value, formula, inline


def wps_name(formula):
    """Return the picture's name in ``=DISPIMG("ID_…",1)``."""
    parts = formula.split('DISPIMG("', 1)[-1].split('"', 1)
    return parts[0] if len(parts) == 2 else ""


def _text(value):
    return Cell(value, TEXT) if value and not value.isspace() else None


def _stored(value):
    return _text(strings.clip(value))


def _boolean(value):
    return Cell("是" if value.strip() in {"1", "true"} else "否", BOOLEAN)


def _error(value):
    return Cell(value, ERROR)


def _date(value):
    return Cell(value[:10], DATE)
