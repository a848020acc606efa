"""Verified offline purchases of one line each."""

from procurement.models import OfflineLine, OfflineProof, OfflinePurchase, ProofKind

from . import rows
from .tax import contained


def stage_lines(first, last, *, purchases, suppliers, products, units, days):
    """Put some purchases into a temporary table, named like the lines of orders."""
    rows.run("DROP TABLE IF EXISTS scale_offline")
    rows.run(
        f"""CREATE TEMPORARY TABLE scale_offline AS
        {rows.NUMBERS.format(first=first, last=last)}
        SELECT i AS purchase_id, 5 + i % 90 AS quantity,
               CASE i % 4 WHEN 0 THEN 'FAIR' WHEN 1 THEN 'COUNTER' WHEN 2 THEN 'PLATFORM_832' ELSE 'WHOLESALE' END
               AS channel,
               CASE WHEN i % 2 = 0 THEN 'CANTEEN' ELSE 'UNION' END AS fund_source, placed, scale_unit.unit,
               unit_code, unit_name, unit_path, unit_kind, scale_goods.*
        FROM n
        JOIN scale_day ON scale_day.place = CAST(i AS bigint) * {days} / {purchases}
        JOIN scale_goods ON scale_goods.place = (i * 10007) % {products}
        JOIN scale_unit ON scale_unit.place = (i * 7919) % {units}"""
    )


def write():
    """Write the purchases of the temporary table, each with its proof."""
    tax, whole = contained("fen * quantity"), "fen * quantity"
    number = "'SCALE-XX' || purchase_id"
    facts = {"id": "purchase_id", "number": number, "unit_id": "unit", "fund_source": "fund_source"}
    facts |= {"channel": "channel", "purchased_on": "placed", "status": "'VERIFIED'", "is_demo": "TRUE"}
    times = dict.fromkeys(("registered_at", "submitted_at", "verified_at"), rows.noon("placed"))
    rows.insert(OfflinePurchase, {**facts, **times}, "scale_offline")
    line = {"id": "purchase_id", "purchase_id": "purchase_id", "position": "1", "product_name": "title"}
    line |= {"product_id": "product", "category": "category", "region_id": "region", "county_id": "county"}
    line |= {"supplier_name": "supplier_name", "supplier_id": "supplier", "quantity": "quantity"}
    line |= {"measure_unit": "'箱'", "unit_price": rows.yuan("fen"), "tax_amount": rows.yuan(tax)}
    amounts = {"untaxed_amount": rows.yuan(f"{whole} - {tax}"), "amount": rows.yuan(whole)}
    rows.insert(OfflineLine, {**line, **amounts}, "scale_offline")
    proof = {"id": "purchase_id", "purchase_id": "purchase_id", "kind": f"'{ProofKind.RECEIPT}'", "number": number}
    proof |= {"issued_on": "placed", "seller_name": "supplier_name", "buyer_name": "unit_name"}
    rows.insert(OfflineProof, {**proof, "amount": rows.yuan(whole)}, "scale_offline")
