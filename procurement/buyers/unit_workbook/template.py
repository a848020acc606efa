"""Write the list of units as a workbook: to look at, or to change and upload again."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ...models import UnitKind
from ...workbooks import writing
from . import columns, parse


def as_bytes(rows):
    """Return a workbook with rows ``[facts]`` as ``plan`` knows them, each with its ``code``."""
    values = [[_value(column.key, row) for column in columns.COLUMNS] for row in rows]
    sheet = writing.sheet("采购单位", columns.LAYOUT, values)
    sheet.add_data_validation(_kinds())
    return writing.as_bytes(sheet)


def _value(key, row):
    if key == "kind":
        return UnitKind(row["kind"]).label
    return (row["parent"] or parse.NOBODY) if key == "parent" else row[key]


def _kinds():
    """Return the drop-down of kinds, for the cells below the header."""
    place = [column.key for column in columns.COLUMNS].index("kind") + 1
    choices = DataValidation("list", formula1=f'"{",".join(UnitKind.labels)}"', allow_blank=True)
    choices.add(f"{get_column_letter(place)}2:{get_column_letter(place)}2000")
    return choices
