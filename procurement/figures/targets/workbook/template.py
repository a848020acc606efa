"""Write the targets of a plan as a workbook: to look at, or to change and upload again."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ....models import QUARTERS
from ....workbooks import writing
from . import columns


def as_bytes(plan, targets):
    """Return a workbook of targets as they were last said."""
    sheet = writing.sheet(f"{plan.year}年目标", columns.LAYOUT, [_values(target) for target in targets])
    place = [column.key for column in columns.COLUMNS].index("quarter") + 1
    choices = DataValidation("list", formula1=f'"{",".join(QUARTERS.values())}"', allow_blank=True)
    choices.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{columns.LAYOUT.max_rows}")
    sheet.add_data_validation(choices)
    return writing.as_bytes(sheet)


def _values(target):
    return [
        target.unit.code if target.unit else "",
        target.unit.name if target.unit else "",
        target.region.name if target.region else "",
        target.get_quarter_display(),
        target.amount,
        target.get_basis_display(),
        target.reference,
        f"{target.effective_on:%Y-%m-%d}" if target.effective_on else "",
    ]
