"""Rules on pledges that the database keeps, and a trail of changes that nobody edits.

Apart from the rows that the migration before filled: PostgreSQL does not alter a table with rows in flight.
"""

from django.db import migrations, models
from django.db.models import F, Q

from shop.produce.migration_sql import per_vendor

TABLE = "procurement_pledgechange"
SQLITE = [
    f"""CREATE TRIGGER pledge_change_no_{verb.lower()} BEFORE {verb} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'pledge changes are never changed or deleted'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION refuse_pledge_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'pledge changes are never changed or deleted'; END $$""",
    f"""CREATE TRIGGER pledge_change_immutable BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_pledge_change()""",
]
DROP_SQLITE = [f"DROP TRIGGER pledge_change_no_{verb}" for verb in ("update", "delete")]
DROP_POSTGRESQL = [f"DROP TRIGGER pledge_change_immutable ON {TABLE}", "DROP FUNCTION refuse_pledge_change"]


class Migration(migrations.Migration):
    dependencies = [("procurement", "0009_conditional_pledges")]
    operations = [
        migrations.AlterField("pledge", "pledged_at", models.DateTimeField("认购时间")),
        migrations.AddConstraint(
            "pledge",
            models.CheckConstraint(
                condition=Q(most__gte=1) & Q(most__gte=F("quantity")), name="pledge_wants_something"
            ),
        ),
        migrations.AddConstraint(
            "pledge",
            models.CheckConstraint(
                condition=Q(allotted=None) | Q(allotted__lte=F("most")), name="pledge_gets_no_more_than_asked"
            ),
        ),
        migrations.RunPython(per_vendor(SQLITE, POSTGRESQL), per_vendor(DROP_SQLITE, DROP_POSTGRESQL)),
    ]
