"""The worksheet with every ledger entry behind the figures, one row each, streamed from the database."""

from dataclasses import dataclass

from django.db.models.functions import Coalesce

from ...models import CHANNEL_LABELS, FundSource, Stage, UnitKind
from .sheets import COUNT, DAY, MONEY, Formula, Sheet, letter


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field it shows, the width, and how a value is written."""

    heading: str
    source: str
    width: int
    style: str = "text"
    number_format: str | None = None
    labels: dict | None = None


# What is printed comes first; what is there to filter by stands to its right.
COLUMNS = [
    Column("编号", "pk", 8, "centre"),
    Column("发生日期", "occurred_on", 12, "centre", DAY),
    Column("采购单位", "unit_name", 26),
    Column("协作地区", "region_name", 10, "centre"),
    Column("商品", "product_title", 28),
    Column("供应商", "supplier_name", 24),
    Column("数量", "quantity", 8, "number", COUNT),
    Column("单位", "measure_unit", 6, "centre"),
    Column("单价（元）", "unit_price", 11, "number", MONEY),
    Column("金额（元）", "amount", 14, "number", MONEY),
    Column("订单号或登记号", "source_number", 19, "centre"),
    Column("银行流水号", "transaction__reference", 18, "centre"),
    Column("冲销编号", "reversal_of", 9, "centre"),
    Column("原因", "reason", 18),
    Column("口径", "stage", 9, "centre", labels=dict(Stage.choices)),
    Column("单位编码", "unit_code", 10, "centre"),
    Column("单位性质", "unit_kind", 10, "centre", labels=dict(UnitKind.choices)),
    Column("产地", "county_name", 10, "centre"),
    Column("分类", "category", 18),
    Column("渠道", "channel", 10, "centre", labels=CHANNEL_LABELS),
    Column("费用来源", "fund_source", 10, "centre", labels=dict(FundSource.choices)),
    Column("其中税额（元）", "tax_amount", 14, "number", MONEY),
]
SOURCE_NUMBER = Coalesce("purchase_order__order__number", "offline_line__purchase__number")
PRINTED = 14
CHUNK = 2000
SUMMED = ("金额（元）", "其中税额（元）")


def write(book, selection, *, tell=None):
    """Add the sheet 台账 with all entries of a selection, oldest first.

    :param tell: called with the number of entries written so far, after each chunk of them.
    """
    sheet = Sheet(book, "台账", [column.width for column in COLUMNS], heading_rows=1)
    sheet.add([column.heading for column in COLUMNS], "head", height=24)
    styles, formats = [column.style for column in COLUMNS], [column.number_format for column in COLUMNS]
    rows = selection.entries().annotate(source_number=SOURCE_NUMBER).order_by("occurred_on", "pk")
    rows = rows.values_list(*[column.source for column in COLUMNS])
    for number, row in enumerate(rows.iterator(chunk_size=CHUNK)):
        if tell and number % CHUNK == 0:
            tell(number)
        sheet.add([_value(column, value) for column, value in zip(COLUMNS, row, strict=True)], styles, formats)
    last = sheet.at
    sheet.sheet.print_area = f"A1:{letter(PRINTED)}{last + 1}"
    if last > 1:
        sheet.sheet.auto_filter.ref = f"A1:{letter(len(COLUMNS))}{last}"
        sheet.add([_sum(position, column, last) for position, column in enumerate(COLUMNS, start=1)], "sum", formats)


def _value(column, value):
    return value if column.labels is None else column.labels.get(value, value)


def _sum(position, column, last):
    if column.heading in SUMMED:
        return Formula(f"=SUM({letter(position)}2:{letter(position)}{last})")
    return "合计" if position == 1 else ""
