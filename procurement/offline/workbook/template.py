"""The workbook to fill in: headers with notes, drop-downs, and one example row that says what it is."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ...models import FundSource, OfflineChannel, ProofKind
from ...workbooks import writing
from . import columns

CHOICES = {"fund": FundSource.labels, "channel": OfflineChannel.labels, "kind": ProofKind.labels}


def as_bytes(rows=()):
    """Return a workbook with rows ``[{key: value}]`` below its header; empty to be filled in."""
    values = [[row.get(column.key, "") for column in columns.COLUMNS] for row in rows]
    sheet = writing.sheet("线下采购", columns.LAYOUT, values)
    for place, column in enumerate(columns.COLUMNS, start=1):
        letter = get_column_letter(place)
        if column.key in CHOICES:
            sheet.add_data_validation(_choices(CHOICES[column.key], letter))
        if column.key in ("number", "files"):
            # As a number, Excel would lose the last digits of an invoice's.
            for row in range(2, 202):
                sheet[f"{letter}{row}"].number_format = writing.TEXT
    return writing.as_bytes(sheet)


def _choices(labels, letter):
    validation = DataValidation("list", formula1=f'"{",".join(labels)}"', allow_blank=True)
    validation.add(f"{letter}2:{letter}2001")
    return validation
