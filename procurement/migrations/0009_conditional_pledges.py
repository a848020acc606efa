"""Pledges with steps, what each gets, the trail of their changes, and the frozen offer of each item."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """Bring the pledges of before up to date: no steps, and at closing everybody got what they asked for."""
    Pledge = apps.get_model("procurement", "Pledge")
    Participant = apps.get_model("procurement", "Participant")
    joined_at = Participant.objects.filter(pk=models.OuterRef("participant")).values("joined_at")
    Pledge.objects.update(most=F("quantity"), pledged_at=models.Subquery(joined_at))
    closed = Pledge.objects.filter(participant__withdrawn_at=None).exclude(item__quantity=None)
    closed.filter(item__is_dropped=False).update(allotted=F("quantity"))
    closed.filter(item__is_dropped=True).update(allotted=0)


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0008_immutable_unit_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="pledge", name="pledge_positive"),
        migrations.AlterModelOptions(
            name="pledge",
            options={"ordering": ["pk"], "verbose_name": "认购", "verbose_name_plural": "认购"},
        ),
        migrations.AddField("pledge", "most", models.PositiveIntegerField("最多", default=0), preserve_default=False),
        migrations.AddField("pledge", "allotted", models.PositiveIntegerField("分得", null=True, blank=True)),
        migrations.AddField("pledge", "pledged_at", models.DateTimeField("认购时间", null=True)),
        migrations.AddField("grouporderitem", "is_minimum_waived", models.BooleanField("照常采购", default=False)),
        migrations.AddField(
            "grouporderitem",
            "trim_rule",
            models.CharField(
                "裁减办法",
                max_length=20,
                blank=True,
                choices=[
                    ("PROPORTIONAL", "按比例"),
                    ("EQUAL", "平均"),
                    ("FIRST_COME", "先到先得"),
                    ("BY_HAND", "逐人调整"),
                ],
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "grouporderitem",
            "note",
            models.CharField("告诉参加人", max_length=100, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField("grouporderitem", "snapshot", models.JSONField("截止时的商品", null=True, blank=True)),
        migrations.CreateModel(
            name="PledgeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("price", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="降到")),
                ("more", models.PositiveIntegerField(verbose_name="多要")),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="procurement.pledge"
                    ),
                ),
            ],
            options={
                "verbose_name": "降价多要",
                "verbose_name_plural": "降价多要",
                "ordering": ["-price"],
                "constraints": [
                    models.UniqueConstraint(fields=("pledge", "price"), name="pledge_step_once"),
                    models.CheckConstraint(condition=models.Q(price__gt=0, more__gte=1), name="pledge_step_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PledgeChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old", models.JSONField()),
                ("new", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="procurement.grouporderitem",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="procurement.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "认购变动",
                "verbose_name_plural": "认购变动",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
