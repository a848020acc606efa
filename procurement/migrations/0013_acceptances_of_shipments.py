"""From here on every acceptance is of a shipment.

Apart from the rows that the migration before filled: PostgreSQL does not alter a table with rows in flight.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0012_shipments_of_before")]
    operations = [
        migrations.AlterField(
            "acceptance",
            "shipment",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="acceptance", to="procurement.shipment"
            ),
        ),
    ]
