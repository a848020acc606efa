"""Collection sheets as handlers fill them in."""

from io import BytesIO

import openpyxl

from procurement.collection import pledge_sheets, sheet_downloads
from procurement.collection.pledge_workbook import layout


class Filled:
    """A downloaded sheet, opened as Excel would."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(BytesIO(content))
        self.sheet = self.book[layout.SHEET]

    def row_of(self, name):
        rows = range(layout.FIRST_ROW, self.sheet.max_row + 1)
        return next(row for row in rows if self.sheet.cell(row, layout.NAME).value == name)

    def column_of(self, product):
        columns = range(layout.FIRST_ITEM, self.sheet.max_column + 1)
        return next(
            column for column in columns if self.sheet.cell(layout.PRODUCT_ROW, column).value.startswith(product.title)
        )

    def put(self, name, product, packs):
        """Change one cell of somebody in the sheet; return its place, e.g. ``G13``."""
        cell = self.sheet.cell(self.row_of(name), self.column_of(product))
        cell.value = packs
        return cell.coordinate

    def get(self, name, product):
        return self.sheet.cell(self.row_of(name), self.column_of(product)).value

    def add(self, name, mobile, packs, department=""):
        """Fill in the next empty row; ``packs`` by product."""
        row = layout.FIRST_ROW
        while self.sheet.cell(row, layout.NAME).value or self.sheet.cell(row, layout.MOBILE).value:
            row += 1
        facts = ((layout.NAME, name), (layout.DEPARTMENT, department), (layout.MOBILE, mobile))
        for column, value in facts:
            self.sheet.cell(row, column).value = value or None
        for product, wanted in packs.items():
            self.sheet.cell(row, self.column_of(product)).value = wanted
        return row

    def file(self):
        out = BytesIO()
        self.book.save(out)
        out.seek(0)
        return out


def download(group_order, at):
    return Filled(sheet_downloads.download(group_order=group_order, at=at))


def upload(filled, group_order, by, at):
    return pledge_sheets.upload(group_order=group_order, file=filled.file(), name="征集表.xlsx", by=by, at=at)
