"""Nobody changes an event, and nobody removes one before six months are over."""

from django.db import migrations

from shop.produce.migration_sql import per_vendor

WORDS = "the trail only grows"
SQLITE = [
    f"CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail_event BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    "CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail_event WHEN OLD.at > datetime('now', '-183 days') "
    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION trail_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '183 days' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    "CREATE TRIGGER trail_only_grows BEFORE UPDATE OR DELETE ON trail_event "
    "FOR EACH ROW EXECUTE FUNCTION trail_only_grows()",
]


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_events")]

    operations = [migrations.RunPython(per_vendor(SQLITE, POSTGRESQL), migrations.RunPython.noop)]
