"""Refuse UPDATE and DELETE of unit records in the database itself."""

from django.db import migrations

from shop.produce.migration_sql import per_vendor

TABLE = "procurement_unitrecord"
SQLITE = [
    f"""CREATE TRIGGER unit_record_no_{verb.lower()} BEFORE {verb} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'unit records are never changed or deleted'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION refuse_unit_record_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'unit records are never changed or deleted'; END $$""",
    f"""CREATE TRIGGER unit_record_immutable BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_unit_record_change()""",
]
DROP_SQLITE = [f"DROP TRIGGER unit_record_no_{verb}" for verb in ("update", "delete")]
DROP_POSTGRESQL = [f"DROP TRIGGER unit_record_immutable ON {TABLE}", "DROP FUNCTION refuse_unit_record_change"]


class Migration(migrations.Migration):
    dependencies = [("procurement", "0007_units_people_and_applications")]
    operations = [migrations.RunPython(per_vendor(SQLITE, POSTGRESQL), per_vendor(DROP_SQLITE, DROP_POSTGRESQL))]
