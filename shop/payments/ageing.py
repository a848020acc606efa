"""Who owes what for how long: by counterpart and by how late it is, on a page and as a workbook."""

from dataclasses import dataclass, field

from django.utils.timezone import localdate

from procurement.workbooks.columns import Column, Layout
from procurement.workbooks.writing import as_bytes, sheet
from shop.produce.money import ZERO

BUCKETS = ("未验收", "未到期", "逾期 1–30 天", "逾期 31–60 天", "逾期 61–90 天", "逾期 90 天以上")
LAYOUT = Layout(
    columns=(
        Column("order", "订单号", 22),
        Column("unit", "采购单位", 28),
        Column("supplier", "供应商", 30),
        Column("placed_on", "下单日期", 12),
        Column("status", "状态", 10),
        Column("terms", "账期", 20),
        Column("due_on", "到期日", 12),
        Column("bucket", "账龄", 14),
        Column("days_late", "逾期天数", 10),
        Column("owed", "未付金额（元）", 16),
    ),
    max_rows=0,
    no_header="",
    no_rows="",
)


@dataclass
class Counterpart:
    """What one unit owes, or what one supplier is owed, in CNY by bucket."""

    name: str
    amounts: list = field(default_factory=lambda: [ZERO] * len(BUCKETS))

    @property
    def total(self):
        return sum(self.amounts, ZERO)


def bucket(row):
    """Return the index of the bucket of a ``terms.Due``."""
    if row.due_on is None:
        return 0
    if not row.is_late:
        return 1
    return min(2 + (row.days_late - 1) // 30, len(BUCKETS) - 1)


def by_counterpart(rows, name):
    """Return the sums of ``terms.Due`` rows by a name, the largest first, and the sum of all.

    :param name: returns the counterpart's name of an order.
    """
    found, whole = {}, Counterpart("合计")
    for row in rows:
        one = found.setdefault(name(row.order), Counterpart(name(row.order)))
        one.amounts[bucket(row)] += row.owed
        whole.amounts[bucket(row)] += row.owed
    return sorted(found.values(), key=lambda one: -one.total), whole


def workbook(rows):
    """Return the bytes of a workbook with a line for each ``terms.Due``."""
    return as_bytes(sheet("账龄", LAYOUT, [_cells(row) for row in rows]))


def _cells(row):
    order = row.order
    return (
        order.number,
        order.unit.name,
        order.supplier.name,
        localdate(order.placed_at),
        order.get_status_display(),
        row.words,
        row.due_on,
        BUCKETS[bucket(row)],
        row.days_late if row.is_late else None,
        row.owed,
    )
