"""Refuse one person as two of handler, approver and acceptor of a purchase, in the database itself.

Only what is written from now on is looked at: what was decided or signed before stays as it was.
"""

from django.db import migrations

from shop.produce.migration_sql import per_vendor

APPROVED_OWN = """SELECT 1 FROM procurement_approvalrequest r
    JOIN procurement_grouporder g ON g.id = r.group_order_id
    WHERE r.id = NEW.request_id AND NEW.by_id IN (g.handler_id, r.by_id)"""
SIGNED_OWN = """SELECT 1 FROM procurement_purchaseorder p
    JOIN procurement_grouporder g ON g.id = p.group_order_id
    LEFT JOIN procurement_approvalrequest r ON r.group_order_id = g.id
    LEFT JOIN procurement_approvaldecision d ON d.request_id = r.id AND d.kind = 'APPROVED'
    WHERE p.id = NEW.purchase_order_id AND NEW.by_id IN (g.handler_id, r.by_id, d.by_id)"""
RULES = (
    ("approver_is_another", "procurement_approvaldecision", f"NEW.kind = 'APPROVED' AND EXISTS ({APPROVED_OWN})"),
    ("acceptor_is_another", "procurement_acceptance", f"EXISTS ({SIGNED_OWN})"),
)
WORDS = "handler, approver and acceptor of a purchase are three people"
SQLITE = [
    f"""CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {condition}
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
    for name, table, condition in RULES
]
POSTGRESQL = [
    statement
    for name, table, condition in RULES
    for statement in (
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF {condition} THEN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation'; END IF;
            RETURN NEW; END $$""",
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )
]
DROP_SQLITE = [f"DROP TRIGGER {name}" for name, _, _ in RULES]
DROP_POSTGRESQL = [
    statement for name, table, _ in RULES for statement in (f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}")
]


class Migration(migrations.Migration):
    dependencies = [("procurement", "0029_reviews_and_invoice_requests")]
    operations = [migrations.RunPython(per_vendor(SQLITE, POSTGRESQL), per_vendor(DROP_SQLITE, DROP_POSTGRESQL))]
