"""One row: each cell's value, and every mistake at its cell."""

from dataclasses import dataclass, field
from types import MappingProxyType

from ..columns import COLUMNS
from ..workbook import cells as kinds
from ..workbook.addresses import letters
from ..workbook.text import clean
from . import amounts, lookups, periods, tiers, words
from .problems import Mistake, Problem

CLEAR = "清空"
PARSERS = {
    "code": words.code,
    "title": words.limited(120),
    "short_title": words.limited(30),
    "township": words.limited(40),
    "spec": words.spec,
    "unit": lookups.unit,
    "net_weight_g": amounts.net_weight,
    "price": amounts.money,
    "tax_rate": amounts.tax_rate,
    "tiers": tiers.parse,
    "min_order_quantity": lambda text: amounts.count(text, least=1),
    "order_multiple": lambda text: amounts.count(text, least=1),
    "stock": amounts.count,
    "shelf_life_days": periods.shelf_life,
    "storage": words.storage,
    "season": periods.season,
    "gi": words.geographical_indication,
    "certification": words.certification,
    "licence_number": words.licence_number,
    "gross_weight_kg": amounts.gross_weight,
    "barcode": words.barcode,
    "description": words.description,
    "keywords": words.keywords,
    "on_sale": words.yes,
}
LOOKUPS = {"category": lookups.category, "county": lookups.county}
# What an optional column holds when nothing was ever written in it, and after 清空.
EMPTY = {
    "short_title": "", "township": "", "net_weight_g": None, "tax_rate": "0.09", "tiers": [], "min_order_quantity": 1,
    "order_multiple": 1, "shelf_life_days": None, "storage": "", "season": [], "gi": "", "certification": "",
    "licence_number": "", "gross_weight_kg": None, "barcode": "", "description": "", "keywords": [], "pictures": [],
    "on_sale": True,
}  # fmt: skip
ODD_CELLS = {
    kinds.ERROR: "这一格是错误值，请改成正确的内容。",
    kinds.UNCALCULATED: "这一格的公式没有结果，请打开表格重新保存，或直接填数值。",
    kinds.DATE: "这一格被当成了日期，请把格式改为“文本”后重新填写。",
    kinds.PICTURE: "这一格里是图片，请填文字。",
}
ABSENT, NO_CELL = object(), kinds.Cell("")
# Shared by the many rows that have none; tens of thousands of empty dictionaries are megabytes.
NOTHING = MappingProxyType({})
# No cell of Excel holds more; patterns are not tried on texts of any length.
MAX_TEXT, MAX_LONG, LONG = 2000, 32_767, {"description"}
# Different texts a column that are kept in mind.
REMEMBERED = 2000
# Cells that rules across cells may find wrong later, so that their texts must still be at hand.
JUDGED_LATER = frozenset(
    "code price tiers min_order_quantity order_multiple stock gross_weight_kg net_weight_g".split()
)


@dataclass(slots=True)
class Parsed:
    """What a row says: values by key (absent means the cell was empty) and its mistakes.

    ``columns`` is the table's ``{key: column number}``, shared by its rows. ``texts`` are what the cells said that may
    be found wrong later, as far as it differs from their values.
    """

    number: int
    columns: dict = field(default_factory=dict)
    sheet: str = ""
    values: dict = field(default_factory=dict)
    mistakes: list = ()
    texts: dict = field(default_factory=lambda: NOTHING)
    is_volume: bool = False

    @property
    def code(self):
        return self.values.get("code", "")

    def has_mistake(self, *keys):
        return any(mistake.key in keys for mistake in self.mistakes)

    def address(self, key):
        """Return a cell's address such as ``J12``, or an empty text for a column that is not in the file."""
        return f"{letters(self.columns[key])}{self.number}" if key in self.columns else ""

    def add(self, key, message, value=None):
        text = self.texts.get(key, str(self.values.get(key, ""))) if value is None else value
        self.mistakes = [*self.mistakes, Mistake(key, self.address(key), text, message)]


def parse(row, columns, context, sheet=""):
    """Read a single row of a table, see ``Parser``."""
    return Parser(columns, context, sheet).parse(row)


class Parser:
    """Reads the rows of one table. What a column said before is not worked out again: most texts repeat."""

    def __init__(self, columns, context, sheet="", constants=None):
        """Take ``{key: column number}``, a ``lookups.Context``, the sheet's name, and ``{key: text}`` of all rows."""
        self.columns, self.context, self.sheet = columns, context, sheet
        given = {key: kinds.Cell(text) for key, text in (constants or {}).items()}
        parsed = [each for each in COLUMNS if each.key in columns or each.key in given or each.is_required]
        parsed = [each for each in parsed if each.key != "pictures"]
        self.fields = [(each, columns.get(each.key), {}, given.get(each.key, NO_CELL)) for each in parsed]

    def parse(self, row):
        """Return a ``Parsed`` of a ``workbook.cells.Row``."""
        parsed, texts = Parsed(row.number, self.columns, self.sheet), {}
        for column, place, known, default in self.fields:
            cell = row.cells.get(place, default)
            read = known.get(cell)
            if read is None:
                read = self._remember(known, column, cell)
            value, sentence = read
            if column.key in JUDGED_LATER and str(value) != cell.text:
                texts[column.key] = cell.text
            if sentence:
                parsed.add(column.key, sentence, cell.text)
            elif value is not ABSENT:
                parsed.values[column.key] = value
        parsed.texts = texts or NOTHING
        parsed.is_volume = "net_weight_g" in parsed.values and amounts.is_volume(texts.get("net_weight_g", ""))
        return parsed

    def _remember(self, known, column, cell):
        if len(known) >= REMEMBERED:
            known.clear()
        try:
            read = self._value(column, cell), ""
        except Problem as problem:
            read = ABSENT, str(problem)
        known[cell] = read
        return read

    def _value(self, column, cell):
        """Return a cell's value, ``ABSENT`` for an empty one."""
        if cell.kind in ODD_CELLS:
            raise Problem(ODD_CELLS[cell.kind])
        if len(cell.text) > (MAX_LONG if column.key in LONG else MAX_TEXT):
            raise Problem(f"这一格有 {len(cell.text)} 字，太长了，请缩短。")
        bare = clean(cell.text)
        if bare and bare != CLEAR:
            return self._parsed(column.key, cell.text)
        if column.is_required:
            raise Problem(f"{column.header}必须填写，不能清空。" if bare else f"必须填写{column.header}。")
        return EMPTY[column.key] if bare else ABSENT

    def _parsed(self, key, text):
        text = self.context.meant(key, text)
        if key in LOOKUPS:
            return LOOKUPS[key](text, self.context)
        return PARSERS[key](text)
