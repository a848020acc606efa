from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue_import", "0004_mappings_synonyms_warnings"),
    ]

    operations = [
        migrations.AddField(
            model_name="catalogueimport",
            name="preview",
            field=models.JSONField(default=list),
        ),
    ]
