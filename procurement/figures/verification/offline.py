"""Each line of an offline purchase beside its entries: all of it at every stage once verified, nothing otherwise.

The database compares; what differs is looked at line by line.
"""

from django.db import connection
from django.db.models import F, Q, Sum

from shop.produce.money import ZERO, to_fen

from ...models import LedgerEntry, OfflineLine, OfflinePurchase, Stage
from ...models.quantities import plain
from . import suspects
from .plain import AT, ENTRIES
from .suspects import fen

MEASURES = {"packs": "quantity", "sum": fen("amount"), "tax": fen("tax_amount")}
SUMS = ", ".join(
    AT.format(stage, measure, f"{stage.lower()}_{name}") for stage in Stage for name, measure in MEASURES.items()
)
# Packs have three decimals, which SQLite keeps as floats.
AGREES = " AND ".join(
    f"ABS(COALESCE({stage.lower()}_packs, 0) - packs) < 0.0004"
    f" AND COALESCE({stage.lower()}_sum, 0) = whole AND COALESCE({stage.lower()}_tax, 0) = tax"
    for stage in Stage
)
OTHERS = f"""
    SELECT id FROM (
        SELECT line.id, measured.*,
               CASE WHEN status = '{OfflinePurchase.Status.VERIFIED}' THEN quantity ELSE 0 END AS packs,
               CASE WHEN status = '{OfflinePurchase.Status.VERIFIED}' THEN {fen("amount")} ELSE 0 END AS whole,
               CASE WHEN status = '{OfflinePurchase.Status.VERIFIED}' THEN {fen("tax_amount")} ELSE 0 END AS tax
        FROM {OfflineLine._meta.db_table} AS line
        JOIN {OfflinePurchase._meta.db_table} AS purchase ON purchase.id = line.purchase_id
        LEFT JOIN (SELECT offline_line_id AS of_line, {SUMS} FROM {ENTRIES}
                   WHERE offline_line_id IS NOT NULL GROUP BY offline_line_id) AS measured ON of_line = line.id
    ) AS facts WHERE NOT COALESCE({AGREES}, FALSE) ORDER BY id"""

WRONG = [
    (~Q(offline_proof__purchase=F("offline_line__purchase")), "所附凭证属于另一笔线下采购"),
    (~Q(unit=F("offline_line__purchase__unit")), "采购单位与登记不同"),
    (~Q(is_demo=F("offline_line__purchase__is_demo")), "演示标记与登记不同"),
    (
        ~Q(reversal_of=None) & ~(Q(reversal_of__offline_line=F("offline_line")) & Q(reversal_of__stage=F("stage"))),
        "冲销了另一种商品或另一口径的记录",
    ),
]


def differences():
    rows = LedgerEntry.objects.exclude(offline_line=None).order_by("pk")
    for wrong, sentence in WRONG:
        for pk, number in rows.filter(wrong).values_list("pk", "offline_line__purchase__number").iterator():
            yield f"台账 {pk}（线下采购 {number}）：{sentence}。"
    for row in suspects.rows(_lines(), _other_lines()):
        for difference in _line_differences(row):
            yield f"线下采购 {row['number']}“{row['product_name']}”：{difference}"


def _other_lines():
    """Return the keys of the lines that do not agree with their entries, in order."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return [pk for (pk,) in cursor]


def _lines():
    sums = {}
    for stage in Stage:
        wanted = Q(ledger_entries__stage=stage)
        sums[f"{stage}_packs"] = Sum("ledger_entries__quantity", filter=wanted, default=0)
        sums[f"{stage}_sum"] = Sum("ledger_entries__amount", filter=wanted, default=ZERO)
        sums[f"{stage}_tax"] = Sum("ledger_entries__tax_amount", filter=wanted, default=ZERO)
    facts = {"number": F("purchase__number"), "status": F("purchase__status")}
    own = ("pk", "product_name", "quantity", "amount", "tax_amount")
    return OfflineLine.objects.order_by("pk").values(*own, **facts).annotate(**sums)


def _line_differences(row):
    is_counted = row["status"] == OfflinePurchase.Status.VERIFIED
    expected = [plain(row["quantity"]), row["amount"], row["tax_amount"]] if is_counted else [0, ZERO, ZERO]
    for stage in Stage:
        packs, amount, tax = row[f"{stage}_packs"], to_fen(row[f"{stage}_sum"]), to_fen(row[f"{stage}_tax"])
        if [plain(packs), amount, tax] != expected:
            state = OfflinePurchase.Status(row["status"]).label
            yield (
                f"登记为“{state}”，{stage.label}应为 {expected[0]}、{expected[1]} 元、税额 {expected[2]} 元，"
                f"台账为 {packs}、{amount} 元、税额 {tax} 元。"
            )
