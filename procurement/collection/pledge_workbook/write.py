"""Write a collection sheet: to fill in by hand and upload, or to print."""

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection

from shop.user.models import mask_mobile

from ...workbooks import writing
from ...workbooks.writing import put_text
from . import formulas, layout, setup

MONEY = "#,##0.00"
HEAD, SUMS = PatternFill("solid", fgColor="E6F0EA"), PatternFill("solid", fgColor="F6F3EA")
CONDITIONAL = PatternFill("solid", fgColor="FFF1D6")
SMALL, STRONG = Font(name="宋体", size=9), Font(name="宋体", bold=True)
CENTRE = Alignment("center", "center", wrap_text=True)
LABELS = {
    layout.CODE_ROW: "货号",
    layout.PRODUCT_ROW: "商品",
    layout.PRICES_ROW: "价格（元）",
    layout.MINIMUM_ROW: "起订",
    layout.PACKS_ROW: "合计数量",
    layout.PRICE_ROW: "目前单价",
    layout.AMOUNT_ROW: "金额（元）",
    layout.NEXT_ROW: "下一步",
}
KEPT = "有降价条件：{}。格子不改，条件就保留；改了数字，按新数字算，条件取消。"


@dataclass(frozen=True)
class Item:
    """One product: ``rungs`` ``[(minimum, price)]`` from the listed price down, ``facts`` are its spec and supplier."""

    pk: int
    code: str
    title: str
    facts: tuple
    unit: str
    rungs: list
    minimum: int
    multiple: int


@dataclass(frozen=True)
class Person:
    """One participant with their wishes ``{item_pk: Wish}``."""

    pk: int
    name: str
    department: str
    mobile: str
    wishes: dict


def as_bytes(*, number, seen, title, notes, items, people):
    """Return the workbook of a group order.

    :param seen: see ``layout.mark``.
    :param notes: sentences under the title.
    """
    sheet = Workbook().active
    sheet.title = layout.SHEET
    last = layout.FIRST_ITEM + len(items) - 1
    last_row = layout.FIRST_ROW + len(people) + layout.SPARE_ROWS - 1
    _write_head(sheet, number, seen, title, notes, last)
    for column, item in enumerate(items, start=layout.FIRST_ITEM):
        _write_item(sheet, column, item)
    for row, person in enumerate(people, start=layout.FIRST_ROW):
        _write_person(sheet, row, person, items)
    for row in range(layout.FIRST_ROW, last_row + 1):
        _write_sums(sheet, row, last)
    setup.set_up(sheet, last, last_row)
    return writing.as_bytes(sheet)


def _write_head(sheet, number, seen, title, notes, last):
    put_text(sheet.cell(layout.TITLE_ROW, layout.NAME), f"{title} · {layout.SHEET}")
    sheet.cell(layout.TITLE_ROW, layout.NAME).font = Font(name="黑体", bold=True, size=16)
    put_text(sheet.cell(layout.NOTE_ROW, layout.NAME), "　".join(notes))
    sheet.cell(layout.NOTE_ROW, layout.NAME).font = SMALL
    put_text(sheet.cell(layout.KEY_ROW, layout.KEY), layout.mark(number, seen))
    for row, label in LABELS.items():
        cell = sheet.cell(row, layout.AMOUNT, label)
        cell.font, cell.alignment = STRONG, Alignment("right", "center")
    for column, header in layout.HEADERS.items():
        _head(sheet, layout.HEAD_ROW, column, header)
    sheet.cell(layout.PACKS_ROW, layout.PACKS, formulas.sum_of_row(layout.PACKS_ROW, last))
    total = sheet.cell(layout.AMOUNT_ROW, layout.PACKS, formulas.sum_of_row(layout.AMOUNT_ROW, last))
    total.number_format = MONEY


def _write_item(sheet, column, item):
    sheet.cell(layout.KEY_ROW, column, item.pk)
    rows = {
        layout.CODE_ROW: item.code,
        layout.PRODUCT_ROW: "\n".join([item.title, *filter(None, item.facts)]),
        layout.PRICES_ROW: "\n".join(_prices(item)),
        layout.MINIMUM_ROW: _minimum(item),
    }
    for row, text in rows.items():
        cell = sheet.cell(row, column)
        put_text(cell, text)
        cell.font, cell.alignment, cell.fill = SMALL, CENTRE, HEAD
    sums = {
        layout.PACKS_ROW: (formulas.packs_of_item(column), "0"),
        layout.PRICE_ROW: (formulas.price(column, item.rungs), MONEY),
        layout.AMOUNT_ROW: (formulas.amount_of_item(column), MONEY),
        layout.NEXT_ROW: (formulas.next_step(column, item.rungs, item.minimum, item.unit), "General"),
    }
    for row, (formula, number_format) in sums.items():
        cell = sheet.cell(row, column, formula)
        cell.number_format, cell.fill, cell.alignment = number_format, SUMS, CENTRE
        cell.font = SMALL if row == layout.NEXT_ROW else STRONG
    _head(sheet, layout.HEAD_ROW, column, f"数量（{item.unit}）")


def _write_person(sheet, row, person, items):
    sheet.cell(row, layout.KEY, person.pk)
    texts = {
        layout.NAME: person.name,
        layout.DEPARTMENT: person.department,
        layout.MOBILE: mask_mobile(person.mobile),
    }
    for column, text in texts.items():
        cell = sheet.cell(row, column)
        put_text(cell, text)
        cell.protection, cell.alignment = Protection(locked=True), Alignment(vertical="center")
    for column, item in enumerate(items, start=layout.FIRST_ITEM):
        if wish := person.wishes.get(item.pk):
            _write_wish(sheet.cell(row, column), wish, item)


def _write_wish(cell, wish, item):
    cell.value = wish.quantity
    setup.open_for_packs(cell)
    if wish.steps:
        cell.fill = CONDITIONAL
        cell.comment = Comment(KEPT.format(wish.words(item.unit)), layout.SHEET, width=260, height=110)


def _write_sums(sheet, row, last):
    packs = sheet.cell(row, layout.PACKS, formulas.packs_of_person(row, last))
    amount = sheet.cell(row, layout.AMOUNT, formulas.amount_of_person(row, last))
    amount.number_format = MONEY
    for cell in (packs, amount):
        cell.fill = SUMS


def _head(sheet, row, column, text):
    cell = sheet.cell(row, column)
    put_text(cell, text)
    cell.font, cell.fill, cell.alignment = STRONG, HEAD, CENTRE


def _prices(item):
    (_, listed), *lower = item.rungs
    return [f"{listed:.2f}", *(f"满 {minimum} {item.unit} {price:.2f}" for minimum, price in lower)]


def _minimum(item):
    least = f"满 {item.minimum} {item.unit}才采购" if item.minimum > 1 else "不限"
    return f"{least}，{item.multiple} 的倍数" if item.multiple > 1 else least
