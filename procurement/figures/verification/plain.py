"""Order lines and orders to which nothing unusual happened, compared with the ledger set by set.

Both functions return the keys of all others: those with claims, replacements or part payments, for which the rules are
more than a comparison, and those that do not agree. They are looked at one by one.
"""

from django.db import connection
from oscar.core.loading import get_model

from ...models import AcceptanceLine, ClaimLine, LedgerEntry, PurchaseOrder, Shipment, ShipmentLine, Stage
from .suspects import fen

ENTRIES = LedgerEntry._meta.db_table
TABLES = {
    "lines": get_model("order", "Line")._meta.db_table,
    "orders": get_model("order", "Order")._meta.db_table,
    "sources": get_model("payment", "Source")._meta.db_table,
    "transactions": get_model("payment", "Transaction")._meta.db_table,
    "purchase_orders": PurchaseOrder._meta.db_table,
    "shipments": Shipment._meta.db_table,
    "sent_lines": ShipmentLine._meta.db_table,
    "signed_lines": AcceptanceLine._meta.db_table,
    "claimed_lines": ClaimLine._meta.db_table,
    "signed": AcceptanceLine.acceptance.field.related_model._meta.db_table,
}
NAMES = {stage: stage.lower() for stage in Stage}
AT = "SUM(CASE WHEN stage = '{}' THEN {} ELSE 0 END) AS {}"
PACKS = ", ".join(AT.format(stage, "quantity", name) for stage, name in NAMES.items())
TAXES = ", ".join(AT.format(stage, fen("tax_amount"), f"{name}_tax") for stage, name in NAMES.items())
KNOWN = ", ".join(f"COALESCE({name}, 0) AS {name}" for one in NAMES.values() for name in (one, f"{one}_tax"))
MEASURED = f"""
    SELECT line_id AS of_line, {PACKS}, {TAXES}, {fen("MAX(tax_rate)")} AS percent,
           SUM(CASE WHEN stage = 'ORDERED' AND quantity > 0 THEN quantity ELSE 0 END) AS placed,
           SUM(CASE WHEN stage = 'ACCEPTED' AND quantity > 0 THEN quantity ELSE 0 END) AS put_on
    FROM {ENTRIES} WHERE line_id IS NOT NULL GROUP BY line_id"""
SENT = """
    SELECT line_id AS of_sent, SUM(quantity) AS sent,
           SUM(CASE WHEN signed.id IS NULL THEN quantity ELSE 0 END) AS unsigned, MAX(claim_id) AS replacing
    FROM {sent_lines} AS goods JOIN {shipments} AS shipment ON shipment.id = goods.shipment_id
    LEFT JOIN {signed} AS signed ON signed.shipment_id = shipment.id GROUP BY line_id"""
SIGNED = """
    SELECT line_id AS of_signed, SUM(accepted) AS signed, SUM(short + damaged) AS refused
    FROM {signed_lines} GROUP BY line_id"""
LINES = f"""
    SELECT line.id,
           line.quantity AS wanted, purchase.status AS state, {fen("line.unit_price_incl_tax")} AS price,
           {fen("line.line_price_incl_tax")} AS total, replacing, refused, percent,
           COALESCE(sent, 0) AS sent, COALESCE(unsigned, 0) AS unsigned, COALESCE(signed, 0) AS signed,
           COALESCE(placed, 0) AS placed, COALESCE(put_on, 0) AS put_on,
           {KNOWN}
    FROM {{lines}} AS line
    JOIN {{purchase_orders}} AS purchase ON purchase.order_id = line.order_id
    LEFT JOIN ({MEASURED}) AS measured ON of_line = line.id
    LEFT JOIN ({SENT}) AS sent ON of_sent = line.id
    LEFT JOIN ({SIGNED}) AS signed ON of_signed = line.id"""


def _tax(stage):
    """Return the condition that the tax of the packs at a stage is what is contained in their price, half-up."""
    contained = f"({stage} * price * 2 * percent + 100 + percent) / (2 * (100 + percent))"
    return f"{stage}_tax = CAST(FLOOR({contained}) AS bigint)" if _is_postgresql() else f"{stage}_tax = {contained}"


def _is_plain():
    """Return what holds for a line that agrees and to which nothing unusual happened."""
    least = "LEAST" if _is_postgresql() else "MIN"
    return " AND ".join(
        [
            "total = price * wanted",
            "placed = wanted",
            "put_on = signed",
            "replacing IS NULL",
            "COALESCE(refused, 0) = 0",
            """ordered = CASE WHEN state = 'CANCELLED' THEN 0
               WHEN state IN ('PENDING_PAYMENT', 'PLACED', 'PARTLY_SHIPPED')
               THEN accepted + unsigned + wanted - sent ELSE accepted + unsigned END""",
            f"completed = {least}(paid, accepted)",
            "sent <= wanted",
            "(state NOT IN ('PENDING_PAYMENT', 'PLACED', 'CANCELLED') OR (sent = 0 AND accepted = 0))",
            "(state <> 'ACCEPTED' OR unsigned = 0)",
            *map(_tax, NAMES.values()),
        ]
    )


def other_lines():
    """Return the keys of order lines that are not plain, in order."""
    claimed = "SELECT 1 FROM {claimed_lines} AS claimed WHERE claimed.line_id = facts.id"
    return _keys(f"SELECT id FROM ({LINES}) AS facts WHERE NOT COALESCE({_is_plain()}, FALSE) OR EXISTS ({claimed})")


def other_orders():
    """Return the keys of purchase orders that are neither paid exactly nor wholly unpaid, or do not agree, in order."""
    freight = fen("placed.shipping_incl_tax")
    facts = f"""
        SELECT purchase.id, purchase.paid_at, purchase.status = placed.status AS is_one_state,
               {fen("placed.total_incl_tax")} AS total,
               COALESCE(lines_total, 0) + {freight} AS lines_total,
               COALESCE(due, 0) + CASE WHEN due > 0 THEN {freight} ELSE 0 END AS due,
               COALESCE(paid, 0) + CASE WHEN paid > 0 THEN {freight} ELSE 0 END AS paid,
               COALESCE(paid_entries, 0) AS paid_entries,
               COALESCE(debited, 0) AS debited, COALESCE(refunded, 0) AS refunded,
               COALESCE(money_in, 0) AS money_in, COALESCE(money_back, 0) AS money_back
        FROM {{purchase_orders}} AS purchase JOIN {{orders}} AS placed ON placed.id = purchase.order_id
        LEFT JOIN (SELECT order_id AS o, SUM({fen("line_price_incl_tax")}) AS lines_total
                   FROM {{lines}} GROUP BY order_id)
            AS lines ON lines.o = placed.id
        LEFT JOIN (SELECT purchase_order_id AS o,
                          SUM(CASE WHEN stage = 'ORDERED' THEN {fen("amount")} ELSE 0 END) AS due,
                          SUM(CASE WHEN stage = 'PAID' THEN {fen("amount")} ELSE 0 END) AS paid,
                          SUM(CASE WHEN stage = 'PAID' THEN 1 ELSE 0 END) AS paid_entries
                   FROM {ENTRIES} WHERE purchase_order_id IS NOT NULL GROUP BY purchase_order_id)
            AS entries ON entries.o = purchase.id
        LEFT JOIN (SELECT order_id AS o, SUM({fen("amount_debited")}) AS debited,
                          SUM({fen("amount_refunded")}) AS refunded FROM {{sources}} GROUP BY order_id)
            AS sources ON sources.o = placed.id
        LEFT JOIN (SELECT order_id AS o, SUM(CASE WHEN txn_type = 'Debit' THEN {fen("amount")} ELSE 0 END) AS money_in,
                          SUM(CASE WHEN txn_type = 'Refund' THEN {fen("amount")} ELSE 0 END) AS money_back
                   FROM {{transactions}} AS money JOIN {{sources}} AS source ON source.id = money.source_id
                   GROUP BY order_id)
            AS moved ON moved.o = placed.id"""
    is_plain = """is_one_state AND total = lines_total AND debited = money_in AND refunded = money_back AND (
        (paid_at IS NOT NULL AND paid_entries > 0 AND money_in - money_back = due AND due = paid)
        OR (paid_at IS NULL AND paid_entries = 0 AND money_in = 0 AND money_back = 0))"""
    return _keys(f"SELECT id FROM ({facts}) AS facts WHERE NOT COALESCE({is_plain}, FALSE)")


def _keys(query):
    with connection.cursor() as cursor:
        cursor.execute(f"{query} ORDER BY id".format(**TABLES))
        return [pk for (pk,) in cursor]


def _is_postgresql():
    return connection.vendor == "postgresql"
