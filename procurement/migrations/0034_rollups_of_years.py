"""Sums of whole years by way, by unit and by goods, so that the page of a year reads a twelfth of the rows."""

from django.db import migrations, models

ROLLUPS = "procurement_rollup"
YEARS = {"WAY": "WAY_YEAR", "UNIT": "UNIT_YEAR", "GOODS": "GOODS_YEAR"}
CHOICES = [
    ("WAY", "单位性质 × 地区 × 渠道 × 费用来源"),
    ("UNIT", "单位 × 地区"),
    ("GOODS", "产地 × 分类 × 供应商"),
    ("UNIT_WAY", "单位 × 地区 × 渠道 × 费用来源"),
    ("GOODS_WAY", "产地 × 分类 × 供应商 × 渠道 × 费用来源"),
    ("UNIT_GOODS", "单位 × 产地 × 分类 × 供应商"),
    ("WAY_YEAR", "单位性质 × 地区 × 渠道 × 费用来源，按年"),
    ("UNIT_YEAR", "单位 × 地区，按年"),
    ("GOODS_YEAR", "产地 × 分类 × 供应商，按年"),
]
KEYS = """
    stage unit_id unit_path unit_kind region_code county_code category supplier_code channel fund_source is_demo
""".split()
SUMS = ["entries", "amount_fen", "tax_fen", "weight_cg"]


def sum_months(apps, schema_editor):
    """Fill the sums of years from those of months that are there."""
    keys, year = ", ".join(KEYS), "substr(period, 1, 4)"
    sums = ", ".join(f"SUM({name})" for name in SUMS)
    for monthly, yearly in YEARS.items():
        schema_editor.execute(
            f"""INSERT INTO {ROLLUPS} (cut, period, lane, newest, {keys}, {", ".join(SUMS)})
                SELECT '{yearly}', {year}, 0, MAX(newest), {keys}, {sums}
                FROM {ROLLUPS} WHERE cut = '{monthly}' GROUP BY {year}, {keys}"""
        )


def remove_years(apps, schema_editor):
    schema_editor.execute(f"DELETE FROM {ROLLUPS} WHERE cut IN ({', '.join(repr(cut) for cut in YEARS.values())})")


class Migration(migrations.Migration):
    dependencies = [("procurement", "0033_suppliers")]

    operations = [
        migrations.AlterField("rollup", "cut", models.CharField(choices=CHOICES, max_length=10)),
        migrations.RunPython(sum_months, remove_years),
    ]
