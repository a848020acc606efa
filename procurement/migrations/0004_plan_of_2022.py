"""The founding plan, as its document says it: no amounts, 按照自愿原则 (建政办发〔2022〕72号, task 4)."""

from datetime import date

from django.conf import settings
from django.db import migrations

JIANHU = "320925"
DOCUMENT_NUMBER = "建政办发〔2022〕72号"


def create(apps, schema_editor):
    if settings.COUNTY_CODE != JIANHU:
        return
    apps.get_model("procurement", "Plan").objects.get_or_create(
        year=2022,
        defaults={
            "title": "2022年建湖县东西部协作工作方案",
            "document_number": DOCUMENT_NUMBER,
            "task_number": "4",
            "starts_on": date(2022, 1, 1),
            "ends_on": date(2022, 12, 31),
        },
    )


def remove(apps, schema_editor):
    plans = apps.get_model("procurement", "Plan").objects
    plans.filter(year=2022, document_number=DOCUMENT_NUMBER, targets=None).delete()


class Migration(migrations.Migration):
    dependencies = [("procurement", "0003_country_and_office")]
    operations = [migrations.RunPython(create, remove)]
