"""The figures of a selection as an .xlsx workbook: by unit, by region, by month, and every entry behind them."""

from io import BytesIO

from openpyxl import Workbook

from ..statistics import overview
from ..statistics.snapshot import one_moment
from ..statistics.targets import NONE_SET
from . import entries, words
from .money import YUAN
from .sheets import MONEY, PERCENT, Formula, Sheet, letter

HEADING_ROWS = 6
SIGNATURES = "填表人：　　　　　　　　审核人：　　　　　　　　单位负责人：　　　　　　　　填报日期：　　年　　月　　日"


def write(selection, *, at, scale=YUAN):
    """Return the workbook as bytes; see ``save``."""
    content = BytesIO()
    save(content, selection, at=at, scale=scale)
    return content.getvalue()


def save(file, selection, *, at, scale=YUAN, tell=None):
    """Write the workbook into a file. Totals are formulas over the cells that they add up.

    :param at: when it is made.
    :param scale: 元 or 万元; the entries themselves are always in 元.
    :param tell: called with the number of entries written so far, now and then.
    """
    book = Workbook(write_only=True)
    with one_moment():
        found = overview.read(selection)
        _write_summary(book, found, at, scale)
        _write_regions(book, found, at, scale)
        _write_months(book, found, at, scale)
        entries.write(book, selection, tell=tell)
    book.save(file)


def _write_summary(book, found, at, scale):
    regions = [row.name for row in found.regions]
    sheet = Sheet(book, "汇总", [6, 11, 32, 16, *[14] * len(regions), 15, 15, 11, 12], heading_rows=HEADING_ROWS)
    _write_heading(sheet, found, words.title(found.selection), at, scale)
    sheet.add(
        ["序号", "单位编码", "采购单位", "主管单位", *regions, "合计", "目标", "完成率", "目标依据"], "head", height=24
    )
    first, last = 5, 4 + len(regions)
    total, target = letter(last + 1), letter(last + 2)
    for number, (row, comparison) in enumerate(found.targeted(), start=1):
        at_row = sheet.at + 1
        sums = Formula(f"=SUM({letter(first)}{at_row}:{letter(last)}{at_row})")
        aimed = scale.value(comparison.target.amount) if comparison and comparison.target else None
        reached = Formula(f'=IF({target}{at_row}="","{NONE_SET}",{total}{at_row}/{target}{at_row})')
        values = [number, row.code, row.name, row.supervisor, *_amounts(row, scale), sums, aimed]
        values += [reached if row.unit else "—", comparison.basis if comparison else ""]
        _add_figures(sheet, values, ["centre", "centre", "text", "text"], len(regions) + 2)
    _write_sums(sheet, ["", "", "合计", ""], first, last + 1, found.target, scale)
    sheet.span(SIGNATURES, "note", height=34)


def _write_regions(book, found, at, scale):
    sheet = Sheet(book, "分地区", [24, 20, 14, 20, 14, 14], heading_rows=HEADING_ROWS)
    _write_heading(sheet, found, f"{words.title(found.selection)}（分地区）", at, scale)
    sheet.add(["协作地区", "采购额", "占比", "目标", "完成率", "目标依据"], "head", height=24)
    last = HEADING_ROWS + len(found.regions) + 1
    for row, comparison, _ in found.regions_targeted():
        _write_region(sheet, [row.name, row.total.amount], comparison, last, scale)
    total = Formula(f"=SUM(B{HEADING_ROWS + 1}:B{last - 1})") if found.regions else 0
    _write_region(sheet, ["合计", total], found.target, last, scale, styles=("sum_text", "sum"))
    sheet.span(SIGNATURES, "note", height=34)


def _write_region(sheet, values, comparison, last, scale, styles=("centre", "number")):
    at_row = sheet.at + 1
    text, number = styles
    name, amount = values
    amount = amount if isinstance(amount, Formula) else scale.value(amount)
    part = Formula(f'=IF(B{last}>0,B{at_row}/B{last},"—")')
    aimed = scale.value(comparison.target.amount) if comparison.target else None
    reached = Formula(f'=IF(D{at_row}="","{NONE_SET}",B{at_row}/D{at_row})')
    sheet.add(
        [name, amount, part, aimed, reached, comparison.basis],
        [text, number, number, number, number, text],
        [None, MONEY, PERCENT, MONEY, PERCENT, None],
    )


def _write_months(book, found, at, scale):
    regions = [row.name for row in found.regions]
    sheet = Sheet(book, "分月", [16, *[18] * len(regions), 20], heading_rows=HEADING_ROWS)
    _write_heading(sheet, found, f"{words.title(found.selection)}（分月）", at, scale)
    sheet.add(["月份", *regions, "合计"], "head", height=24)
    for row in found.months:
        at_row = sheet.at + 1
        sums = Formula(f"=SUM(B{at_row}:{letter(1 + len(regions))}{at_row})")
        _add_figures(sheet, [row.name, *_amounts(row, scale), sums], ["centre"], len(regions) + 1)
    _write_sums(sheet, ["合计"], 2, 2 + len(regions))
    sheet.span(SIGNATURES, "note", height=34)


def _write_heading(sheet, found, title, at, scale):
    selection = found.selection
    sheet.span(title, "title", height=34)
    sheet.span(f"依据：{words.plan(selection)}", "note")
    scope, aims = words.scope(selection), "" if selection.is_whole_plan else f"目标为{found.targets.period_words}金额。"
    sheet.span(f"统计口径：{words.stage(selection)}", "note")
    sheet.span(
        f"期间：{words.period(selection)}{f'　范围：{scope}' if scope else ''}　{words.PARENTS_APART}{aims}", "note"
    )
    mark = f"【{words.DEMO_MARK}】　" if found.includes_demo else ""
    sheet.span(f"{mark}制表时间：{words.made_at(at)}　单位：{scale.label}", "right")


def _add_figures(sheet, values, styles, money):
    """Add a row: texts, then so many amounts, then a percentage and a text if any are left."""
    rest = len(values) - len(styles) - money
    formats = [None] * len(styles) + [MONEY] * money + [PERCENT, None][:rest]
    sheet.add(values, [*styles, *["number"] * money, *["number", "centre"][:rest]], formats)


def _write_sums(sheet, texts, first, last, comparison=None, scale=YUAN):
    """Add the bottom row: the sum of each column of amounts, with the county's target where the table has targets."""
    top, bottom = HEADING_ROWS + 1, sheet.at
    sums = [Formula(f"=SUM({letter(column)}{top}:{letter(column)}{bottom})") for column in range(first, last + 1)]
    if bottom < top:
        sums = [0] * len(sums)
    values, styles, formats = texts + sums, ["sum_text"] * len(texts) + ["sum"] * len(sums), [None] * len(texts)
    formats += [MONEY] * len(sums)
    if comparison:
        aimed = scale.value(comparison.target.amount) if comparison.target else None
        row, total, target = sheet.at + 1, letter(last), letter(last + 1)
        values += [aimed, Formula(f'=IF({target}{row}="","{NONE_SET}",{total}{row}/{target}{row})'), comparison.basis]
        styles, formats = styles + ["sum", "sum", "sum_text"], formats + [MONEY, PERCENT, None]
    sheet.add(values, styles, formats, height=22)


def _amounts(row, scale):
    return [scale.value(part.amount) for part in row.regions]
