"""Refuse UPDATE and DELETE of ledger entries in the database itself."""

from django.db import migrations

from shop.produce.migration_sql import per_vendor

TABLE = "procurement_ledgerentry"
SQLITE = [
    f"""CREATE TRIGGER ledger_entry_no_{verb.lower()} BEFORE {verb} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed or deleted'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'ledger entries are never changed or deleted'; END $$""",
    f"""CREATE TRIGGER ledger_entry_immutable BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change()""",
]
DROP_SQLITE = [f"DROP TRIGGER ledger_entry_no_{verb}" for verb in ("update", "delete")]
DROP_POSTGRESQL = [f"DROP TRIGGER ledger_entry_immutable ON {TABLE}", "DROP FUNCTION refuse_ledger_change"]


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial")]
    operations = [migrations.RunPython(per_vendor(SQLITE, POSTGRESQL), per_vendor(DROP_SQLITE, DROP_POSTGRESQL))]
