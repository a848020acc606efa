from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("user", "0003_three_administrators")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="注销时间"),
        )
    ]
