"""A person's data to take away: one ZIP with the same tables as JSON for programs and as a workbook for people."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Font

from procurement.workbooks.writing import put_text

JSON_NAME, WORKBOOK_NAME, NOTHING = "个人数据.json", "个人数据.xlsx", "没有记录"
WIDTH = 22


def write(tables):
    """Return the bytes of the ZIP of what ``holdings.of`` returns."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(JSON_NAME, json.dumps(tables, ensure_ascii=False, indent=2))
        archive.writestr(WORKBOOK_NAME, _workbook(tables))
    return out.getvalue()


def _workbook(tables):
    made = Workbook()
    made.remove(made.active)
    for title, rows in tables.items():
        sheet = made.create_sheet(title)
        _put(sheet, 1, list(rows[0]) if rows else [NOTHING])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = WIDTH
        for place, row in enumerate(rows, start=2):
            _put(sheet, place, row.values())
        sheet.freeze_panes = "A2"
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _put(sheet, place, values):
    for column, value in enumerate(values, start=1):
        put_text(sheet.cell(place, column), "" if value is None else str(value))
