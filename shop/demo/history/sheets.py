"""A handler sends the collection sheet round: one comes back and is written, another waits with a mistake."""

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from procurement.collection import pledge_sheets, sheet_downloads
from procurement.collection.pledge_workbook import layout

WRITTEN = (
    ("演示护士01", "护理部", 1),
    ("演示护士02", "护理部", 2),
    ("演示护士03", "护理部", 1),
    ("演示医师01", "内科", 2),
)
WAITING = (("演示药师01", "药剂科", 2), ("演示药师02", "药剂科", "两箱"), ("演示技师01", "医技科", 1))


def live(group_order, at):
    """Play the way of two sheets; a life for the timeline."""
    at = yield at + timedelta(hours=26)
    sheet = _upload(group_order, "征集表 护理部.xlsx", WRITTEN, 0, at)
    pledge_sheets.apply(sheet=sheet, by=group_order.handler, at=at + timedelta(minutes=3))
    at = yield at + timedelta(hours=22)
    _upload(group_order, "征集表 药剂科.xlsx", WAITING, len(WRITTEN), at)


def _upload(group_order, name, people, first, at):
    content = sheet_downloads.download(group_order=group_order, at=at)
    file = _filled(content, people, f"1008{group_order.unit_id % 10000:04d}", first)
    return pledge_sheets.upload(group_order=group_order, file=file, name=name, by=group_order.handler, at=at)


def _filled(content, people, prefix, first):
    """Fill in people below those who are there, as somebody does in Excel."""
    book = load_workbook(BytesIO(content))
    sheet = book[layout.SHEET]
    row = layout.FIRST_ROW
    while sheet.cell(row, layout.NAME).value:
        row += 1
    for place, (name, department, packs) in enumerate(people):
        cells = {
            layout.NAME: name,
            layout.DEPARTMENT: department,
            layout.MOBILE: f"{prefix}{first + place:03d}",
            layout.FIRST_ITEM + place % 2: packs,
        }
        for column, value in cells.items():
            sheet.cell(row + place, column).value = value
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out
