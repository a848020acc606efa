"""Orders with four lines each, what became of them, and the papers that prove it; keys are numbers from one on.

Of twenty orders one is only placed, one accepted and not paid, one paid and not sent, one cancelled, all others done.
"""

from oscar.core.loading import get_model

from procurement.models import Acceptance, AcceptanceLine, PurchaseOrder, Shipment, ShipmentLine

from . import rows

Order = get_model("order", "Order")
Line = get_model("order", "Line")
Source = get_model("payment", "Source")
SourceType = get_model("payment", "SourceType")
Transaction = get_model("payment", "Transaction")

LINES, FATES = 4, 20
PLACED, UNPAID, UNSENT, CANCELLED = range(4)
# Entries of the lines of twenty orders: what is done has one at each stage, a cancelled one its reversal.
ENTRIES = (FATES - 4) * 4 + 1 + 2 + 2 + 2
IS_PAID = f"(fate > {CANCELLED} OR fate = {UNSENT})"
IS_ACCEPTED = f"(fate > {CANCELLED} OR fate = {UNPAID})"
STATUS = f"""CASE WHEN fate IN ({PLACED}, {UNSENT}) THEN 'PLACED' WHEN fate = {CANCELLED} THEN 'CANCELLED'
             ELSE 'ACCEPTED' END"""


def number_of(entries):
    """Return how many orders have so many entries, about."""
    return max(1, entries * FATES // (ENTRIES * LINES))


def stage_lines(first, last, *, orders, suppliers, products, units, days):
    """Put the lines of some orders into a temporary table, with all that their entries copy."""
    # Every sixth buyer is the public, which has no row.
    buyers = units + max(1, units // 5)
    kinds = max(1, products // suppliers)
    rows.run("DROP TABLE IF EXISTS scale_line")
    rows.run(
        f"""CREATE TEMPORARY TABLE scale_line AS
        {rows.NUMBERS.format(first=first, last=last)},
        bought AS (
            SELECT i, (i * 7919) % {buyers} AS buyer, (i * 10007) % {suppliers} AS seller,
                   CAST(i AS bigint) * {days} / {orders} AS day, i % {FATES} AS fate FROM n
        ),
        four(j) AS (SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)
        SELECT i AS order_id, (i - 1) * {LINES} + j + 1 AS line_id, fate, 1 + (i * 17 + j * 7) % 20 AS quantity,
               CASE WHEN unit IS NULL THEN 'PUBLIC' WHEN i % 3 = 0 THEN 'DIRECT' ELSE 'GROUP' END AS channel,
               CASE WHEN unit IS NULL THEN 'PERSONAL' WHEN i % 4 = 0 THEN 'CANTEEN' WHEN i % 4 = 1 THEN 'WELFARE'
                    ELSE 'UNION' END AS fund_source,
               placed, paid, accepted, unit, COALESCE(unit_code, '') AS unit_code,
               COALESCE(unit_name, '社会公众') AS unit_name, COALESCE(unit_path, '') AS unit_path,
               COALESCE(unit_kind, '') AS unit_kind, scale_goods.*
        FROM bought CROSS JOIN four
        JOIN scale_day ON scale_day.place = bought.day
        JOIN scale_goods ON scale_goods.place = seller + {suppliers} * ((i * 31 + j) % {kinds})
        LEFT JOIN scale_unit ON scale_unit.place = bought.buyer"""
    )
    rows.run("DROP TABLE IF EXISTS scale_order")
    rows.run(
        """CREATE TEMPORARY TABLE scale_order AS
        SELECT order_id, fate, channel, fund_source, placed, paid, accepted, unit, supplier,
               SUM(fen * quantity) AS total
        FROM scale_line GROUP BY order_id, fate, channel, fund_source, placed, paid, accepted, unit, supplier"""
    )


def write():
    """Write the orders of the temporary tables, with shipments, acceptances and payments."""
    total = rows.yuan("total")
    number = "'SCALE' || order_id"
    facts = {"id": "order_id", "number": number, "total_incl_tax": total, "total_excl_tax": total}
    rows.insert(Order, {**facts, "status": STATUS, "date_placed": rows.noon("placed")}, "scale_order")
    paid_at = f"CASE WHEN {IS_PAID} THEN {rows.noon('paid')} END"
    shipped_at = f"CASE WHEN {IS_ACCEPTED} THEN {rows.noon('paid')} END"
    own = {"id": "order_id", "order_id": "order_id", "supplier_id": "supplier", "unit_id": "unit", "status": STATUS}
    own |= {"fund_source": "fund_source", "channel": "channel", "access_token": number, "is_demo": "TRUE"}
    times = {"placed_at": rows.noon("placed"), "paid_at": paid_at, "shipped_at": shipped_at}
    rows.insert(PurchaseOrder, {**own, **times}, "scale_order")
    _lines()
    _papers(total)


def _lines():
    price, whole = rows.yuan("fen"), rows.yuan("fen * quantity")
    facts = {"id": "line_id", "order_id": "order_id", "partner_id": "supplier", "partner_name": "supplier_name"}
    facts |= {"product_id": "product", "title": "title", "quantity": "quantity", "num_allocated": "0"}
    facts |= dict.fromkeys(("unit_price_incl_tax", "unit_price_excl_tax"), price)
    names = ("line_price_incl_tax", "line_price_excl_tax")
    facts |= dict.fromkeys([*names, *(name.replace("price_", "price_before_discounts_") for name in names)], whole)
    rows.insert(Line, facts, "scale_line")


def _papers(total):
    accepted, paid = f"scale_order WHERE {IS_ACCEPTED}", f"scale_order WHERE {IS_PAID}"
    sent = {"id": "order_id", "purchase_order_id": "order_id", "position": "1", "shipped_at": rows.noon("paid")}
    rows.insert(Shipment, sent, accepted)
    signed = {"id": "order_id", "purchase_order_id": "order_id", "shipment_id": "order_id"}
    rows.insert(Acceptance, {**signed, "at": rows.noon("accepted")}, accepted)
    line = {"id": "line_id", "line_id": "line_id"}
    lines = f"scale_line WHERE {IS_ACCEPTED}"
    rows.insert(ShipmentLine, {**line, "shipment_id": "order_id", "quantity": "quantity"}, lines)
    packs = {"acceptance_id": "order_id", "ordered": "quantity", "accepted": "quantity"}
    rows.insert(AcceptanceLine, {**line, **packs}, lines)
    source_type, _ = SourceType.objects.get_or_create(name="规模测试")
    money = {"amount_allocated": total, "amount_debited": total, "source_type_id": f"{source_type.pk}"}
    rows.insert(Source, {"id": "order_id", "order_id": "order_id", **money}, paid)
    debit = {"txn_type": f"'{Transaction.DEBIT}'", "amount": total, "reference": "'SCALE-' || order_id"}
    debit |= {"id": "order_id", "source_id": "order_id", "date_created": rows.noon("paid")}
    rows.insert(Transaction, debit, paid)
