"""Rows that the code relies on: the country of every address, and the county office's group."""

from django.db import migrations

OFFICE_GROUP = "县协作办"


def create(apps, schema_editor):
    apps.get_model("address", "Country").objects.get_or_create(
        iso_3166_1_a2="CN",
        defaults={
            "iso_3166_1_a3": "CHN",
            "iso_3166_1_numeric": "156",
            "printable_name": "中国",
            "name": "中华人民共和国",
            "is_shipping_country": True,
        },
    )
    apps.get_model("auth", "Group").objects.get_or_create(name=OFFICE_GROUP)


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0002_immutable_ledger"),
        ("address", "0006_auto_20181115_1953"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
