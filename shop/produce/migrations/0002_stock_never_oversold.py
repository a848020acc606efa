"""Reserved stock never exceeds stock, checked by the database under Oscar's own table."""

from django.db import migrations

from shop.produce.migration_sql import per_vendor

TABLE = "partner_stockrecord"
OVERSOLD = "COALESCE({row}num_allocated, 0) < 0 OR COALESCE({row}num_allocated, 0) > COALESCE({row}num_in_stock, 0)"
SQLITE = [
    f"""CREATE TRIGGER stock_not_oversold_{verb.lower()} BEFORE {verb} ON {TABLE}
        WHEN {OVERSOLD.format(row="NEW.")}
        BEGIN SELECT RAISE(ABORT, 'more stock reserved than there is'); END"""
    for verb in ("INSERT", "UPDATE")
]
POSTGRESQL = [f"ALTER TABLE {TABLE} ADD CONSTRAINT stock_not_oversold CHECK (NOT ({OVERSOLD.format(row='')}))"]
DROP_SQLITE = [f"DROP TRIGGER stock_not_oversold_{verb}" for verb in ("insert", "update")]
DROP_POSTGRESQL = [f"ALTER TABLE {TABLE} DROP CONSTRAINT stock_not_oversold"]


class Migration(migrations.Migration):
    dependencies = [("produce", "0001_initial"), ("partner", "0007_partneraddress_code")]
    operations = [migrations.RunPython(per_vendor(SQLITE, POSTGRESQL), per_vendor(DROP_SQLITE, DROP_POSTGRESQL))]
