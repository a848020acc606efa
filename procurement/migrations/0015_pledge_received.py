from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0014_issued_papers")]
    operations = [
        migrations.AddField("pledge", "received", models.PositiveIntegerField("实得", null=True, blank=True)),
    ]
