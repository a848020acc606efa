"""The ledger entries of what was written, sealed by the database in the statement that writes them."""

from procurement.figures import digests
from procurement.models import LedgerEntry, Stage

from . import orders, rows
from .tax import PERCENT, contained

COPIED = """
    unit_code unit_name unit_path unit_kind region_code region_name county_code county_name category supplier_code
    supplier_name channel fund_source
""".split()
STAGES = " UNION ALL ".join(f"SELECT {step} AS step, '{stage}' AS stage" for step, stage in enumerate(Stage))
HAPPENED = f"""(step = 0 OR fate > {orders.CANCELLED} OR (fate = {orders.UNPAID} AND stage = 'ACCEPTED')
                OR (fate = {orders.UNSENT} AND stage = 'PAID'))"""
PLAIN = [field.attname for field in LedgerEntry._meta.concrete_fields if field.attname not in ("id", "digest")]
KEYS = [name for name in PLAIN if name.endswith("_id")]


def write_of_orders():
    """Write the entries of the orders in the temporary tables; those cancelled get their reversals."""
    day = "CASE step WHEN 0 THEN placed WHEN 1 THEN paid ELSE accepted END"
    facts = _goods("quantity") | {"purchase_order_id": "order_id", "line_id": "line_id", "occurred_on": day}
    facts["acceptance_id"] = "CASE WHEN step > 1 THEN order_id END"
    facts["transaction_id"] = "CASE WHEN step IN (1, 3) THEN order_id END"
    _write(facts, f"scale_line CROSS JOIN ({STAGES}) AS stages WHERE {HAPPENED}", "order_id, step, line_id")
    undone = {name: f"entry.{name}" for name in PLAIN}
    undone |= {name: f"-entry.{name}" for name in ("quantity", "net_weight_g", "amount", "tax_amount")}
    undone |= {"reversal_of_id": "entry.id", "reason": "'规模测试取消'", "occurred_on": "paid"}
    undone["period"] = rows.month("paid")
    source = f"""{LedgerEntry._meta.db_table} AS entry JOIN scale_line ON scale_line.line_id = entry.line_id
                 WHERE fate = {orders.CANCELLED}"""
    _write(undone, source, "entry.id")


def write_of_offline():
    """Write the entries of the offline purchases in the temporary table, all four stages on one day."""
    facts = _goods("quantity") | {"occurred_on": "placed"}
    facts |= {"offline_line_id": "purchase_id", "offline_proof_id": "purchase_id"}
    _write(facts, f"scale_offline CROSS JOIN ({STAGES}) AS stages", "purchase_id, step")


def _goods(packs):
    """Return the columns that all entries of so many packs have in common."""
    facts = {name: name for name in COPIED} | {"stage": "stage", "unit_id": "unit", "product_id": "product"}
    facts |= {"product_title": "title", "supplier_id": "supplier", "measure_unit": "'箱'", "is_demo": "TRUE"}
    facts |= {"quantity": rows.number(packs, "numeric(12, 3)"), "unit_price": rows.yuan("fen")}
    facts |= {"net_weight_g": rows.number(f"grams * {packs}", "numeric(16, 2)"), "tax_rate": rows.yuan(f"{PERCENT}")}
    whole = f"fen * {packs}"
    return facts | {"amount": rows.yuan(whole), "tax_amount": rows.yuan(contained(whole))}


def _write(facts, source, order):
    """Insert entries; the inner SELECT names the columns that the digest is taken over."""
    empty = dict.fromkeys(KEYS, "CAST(NULL AS bigint)") | {"corrects_period": "''", "reason": "''"}
    facts = {**empty, "period": rows.month(f"({facts['occurred_on']})"), **facts, "recorded_at": "CURRENT_TIMESTAMP"}
    names = list(facts)
    inner = ", ".join(f"{value} AS {name}" for name, value in facts.items())
    digests.prepare()
    rows.run(
        f"""INSERT INTO {LedgerEntry._meta.db_table} ({", ".join(names)}, digest)
            SELECT {", ".join(names)}, {digests.expression()}
            FROM (SELECT {inner} FROM {source} ORDER BY {order}) AS entry""",
        (),
    )
