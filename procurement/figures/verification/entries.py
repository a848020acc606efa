"""Each ledger entry by itself: its digest, its amount, its month.

The database finds those that look wrong in one pass; what is wrong with them is said one by one.
"""

from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce
from oscar.core.loading import get_model

from ...models import LedgerEntry
from .. import digests
from . import suspects

LINES = get_model("order", "Line")._meta.db_table
# SQLite calculates with floats: what is off by less than half a fen is equal.
CLOSE = "0.004"


def differences():
    rows = LedgerEntry.objects.order_by("pk").annotate(
        number=Coalesce("purchase_order__order__number", "offline_line__purchase__number"),
        line_price=F("line__unit_price_incl_tax"),
    )
    for entry in suspects.rows(rows, _suspects()):
        source = "线下采购" if entry.is_offline else "订单"
        for difference in _differences(entry):
            yield f"台账 {entry.pk}（{source} {entry.number}）：{difference}"


def _suspects():
    """Return the keys of entries whose digest, amount or month does not look right."""
    digests.prepare()
    query = f"""
        SELECT id FROM {digests.TABLE}
        LEFT JOIN (SELECT id AS of_line, unit_price_incl_tax AS line_price FROM {LINES}) AS priced ON of_line = line_id
        WHERE digest <> {digests.expression()}
           OR (line_id IS NOT NULL AND (abs(amount - unit_price * quantity) > {CLOSE}
                                        OR abs(unit_price - line_price) > {CLOSE}))
           OR substr(CAST(occurred_on AS text), 1, 7) NOT IN (period, corrects_period)
        ORDER BY id"""
    with connection.cursor() as cursor:
        cursor.execute(query, ())
        return [pk for (pk,) in cursor]


def _differences(entry):
    if not entry.is_offline:
        yield from _price_differences(entry)
    if f"{entry.occurred_on:%Y-%m}" not in (entry.period, entry.corrects_period):
        yield f"月份为 {entry.period}，发生日期为 {entry.occurred_on}。"
    if not entry.is_intact:
        yield "内容与摘要不符，登记之后被改动过。"


def _price_differences(entry):
    expected = entry.unit_price * entry.quantity
    if entry.amount != expected:
        yield f"金额为 {entry.amount} 元，按单价 {entry.unit_price} 元 × {entry.quantity} 应为 {expected} 元。"
    if entry.unit_price != entry.line_price:
        yield f"单价为 {entry.unit_price} 元，订单明细为 {entry.line_price} 元。"
