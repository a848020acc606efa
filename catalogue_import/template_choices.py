"""What can be chosen from a list in the template, and the sheet that holds the longer lists."""

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from shop.produce import measure_units
from shop.produce.models import Storage

from .columns import COLUMNS

SHEET = "可选内容"
LAST_ROW = 5000
SHORT = {
    "tax_rate": ("免税", "0", "1%", "3%", "6%", "9%", "13%"),
    "storage": tuple(Storage.labels),
    "on_sale": ("是", "否"),
    "gi": ("是", "否"),
}
# Headers here must not look like a catalogue's own.
TITLES = {"category": "可以填写的分类", "unit": "可以填写的计量单位", "county": "可以填写的产地"}
WIDTH = 34


def add(sheet, categories, places):
    """Let cells be chosen from lists; another word is only warned of, as 清空 or a synonym may stand there."""
    formulas = {key: f'"{",".join(words)}"' for key, words in SHORT.items()}
    for place, (key, words) in enumerate(_lists(categories, places).items(), start=1):
        if words:
            letter = get_column_letter(place)
            formulas[key] = f"'{SHEET}'!${letter}$2:${letter}${len(words) + 1}"
    for place, column in enumerate(COLUMNS, start=1):
        if column.key in formulas:
            letter = get_column_letter(place)
            choice = _choice(column, formulas[column.key])
            choice.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.data_validations.append(choice)


def write(workbook, categories, places):
    """Add the sheet with the longer lists."""
    sheet = workbook.create_sheet(SHEET)
    lists = _lists(categories, places)
    for place in range(1, len(lists) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, TITLES[key]) for key in lists]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for number in range(max(map(len, lists.values()))):
        sheet.append([_text(sheet, words[number]) if number < len(words) else None for words in lists.values()])


def _lists(categories, places):
    return {"category": tuple(categories), "unit": measure_units.UNITS, "county": tuple(places)}


def _choice(column, formula):
    choice = DataValidation("list", formula1=formula, allow_blank=True, errorStyle="warning")
    choice.error, choice.errorTitle, choice.showErrorMessage = f"请填：{column.note}", column.header, True
    return choice


def _text(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
