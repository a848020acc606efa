"""Rollups of the ledger, closings, and what keeps both from being changed."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from shop.produce.migration_sql import per_vendor, refusing_changes

ENTRIES, ROLLUPS, CLOSINGS = "procurement_ledgerentry", "procurement_rollup", "procurement_closing"
# The numbers of the locks: whoever writes shares the first, a closing takes it alone; lanes count from 0 in the second.
BOOK, LANES, LANE_COUNT = 320925, 320926, 64
CLOSED = "nothing is written into a closed month"
SQLITE = [
    *refusing_changes(ENTRIES, "ledger_entry", "ledger entries are never changed or deleted"),
    *refusing_changes(CLOSINGS, "closing", "closings are never changed or deleted"),
    f"""CREATE TRIGGER ledger_entry_in_open_month BEFORE INSERT ON {ENTRIES}
        WHEN NEW.period <= (SELECT MAX(period) FROM {CLOSINGS})
        BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION refuse_closing_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'closings are never changed or deleted'; END $$""",
    f"""CREATE TRIGGER closing_immutable BEFORE UPDATE OR DELETE ON {CLOSINGS}
        FOR EACH ROW EXECUTE FUNCTION refuse_closing_change()""",
    f"""CREATE FUNCTION ledger_open_for_writing(OUT closed varchar, OUT lane integer) LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock_shared({BOOK}, 0);
            SELECT max(period) INTO closed FROM {CLOSINGS};
            FOR free IN 0..{LANE_COUNT - 1} LOOP
                IF pg_try_advisory_xact_lock({LANES}, free) THEN lane := free; RETURN; END IF;
            END LOOP;
            lane := mod(pg_backend_pid(), {LANE_COUNT});
            PERFORM pg_advisory_xact_lock({LANES}, lane);
        END $$""",
    f"""CREATE FUNCTION ledger_open_for_closing() RETURNS void LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock({BOOK}, 0); END $$""",
    f"""CREATE FUNCTION refuse_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock_shared({BOOK}, 0);
            IF EXISTS (SELECT FROM written WHERE period <= (SELECT max(period) FROM {CLOSINGS})) THEN
                RAISE EXCEPTION '{CLOSED}';
            END IF;
            RETURN NULL;
        END $$""",
    # Of what one statement wrote, so that writing many entries costs one look at the closings.
    f"""CREATE TRIGGER ledger_entry_in_open_month AFTER INSERT ON {ENTRIES} REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_month()""",
    """CREATE FUNCTION close_alone() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN PERFORM ledger_open_for_closing(); RETURN NEW; END $$""",
    f"""CREATE TRIGGER closing_alone BEFORE INSERT ON {CLOSINGS} FOR EACH ROW EXECUTE FUNCTION close_alone()""",
]
DROP_SQLITE = [
    "DROP TRIGGER ledger_entry_in_open_month",
    "DROP TRIGGER closing_no_update",
    "DROP TRIGGER closing_no_delete",
]
DROP_POSTGRESQL = [
    f"DROP TRIGGER ledger_entry_in_open_month ON {ENTRIES}",
    f"DROP TRIGGER closing_alone ON {CLOSINGS}",
    f"DROP TRIGGER closing_immutable ON {CLOSINGS}",
    "DROP FUNCTION close_alone",
    "DROP FUNCTION refuse_closed_month",
    "DROP FUNCTION ledger_open_for_closing",
    "DROP FUNCTION ledger_open_for_writing",
    "DROP FUNCTION refuse_closing_change",
]
UNIT = ["unit_id", "unit_path", "unit_kind", "region_code"]
GOODS = ["region_code", "county_code", "category", "supplier_code"]
WAY = ["unit_kind", "region_code", "channel", "fund_source"]
CUTS = {
    "WAY": WAY,
    "UNIT": UNIT,
    "GOODS": GOODS,
    "UNIT_WAY": UNIT + WAY,
    "GOODS_WAY": [*GOODS, "channel", "fund_source"],
    "UNIT_GOODS": UNIT + GOODS,
}


def sum_entries(apps, schema_editor):
    """Fill the rollups from the entries that are there."""
    for cut, dimensions in CUTS.items():
        columns = ["stage", "period", "is_demo", *dict.fromkeys(dimensions)]
        others = sorted({name for names in CUTS.values() for name in names} - {*dimensions, "unit_id"})
        sums = ", ".join(
            f"SUM(CAST(ROUND({amount} * 100) AS bigint))"
            for amount in ("amount", "tax_amount", "COALESCE(net_weight_g, 0)")
        )
        schema_editor.execute(
            f"""INSERT INTO {ROLLUPS} ({", ".join([*columns, *others])}, cut, lane, entries, amount_fen, tax_fen,
                    weight_cg, newest)
                SELECT {", ".join([*columns, *("''" for _ in others)])}, '{cut}', 0, COUNT(*), {sums}, MAX(id)
                FROM {ENTRIES} GROUP BY {", ".join(columns)}"""
        )


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0032_category_exclude_from_menu_category_long_description"),
        ("order", "0021_billingaddress_code_shippingaddress_code"),
        ("partner", "0007_partneraddress_code"),
        ("payment", "0005_auto_20200801_0817"),
        ("procurement", "0017_collecting_and_standing_orders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=7, unique=True, verbose_name="月份")),
                ("closed_at", models.DateTimeField(verbose_name="封账时间")),
                ("entries", models.PositiveIntegerField(verbose_name="台账条数")),
                ("content", models.JSONField(verbose_name="封账内容")),
                ("entries_digest", models.CharField(max_length=64, verbose_name="台账摘要")),
                ("digest", models.CharField(max_length=64, verbose_name="封账摘要")),
                ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            ],
            options={
                "verbose_name": "封账",
                "verbose_name_plural": "封账",
                "ordering": ["-period"],
            },
        ),
        migrations.CreateModel(
            name="Rollup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cut",
                    models.CharField(
                        choices=[
                            ("WAY", "单位性质 × 地区 × 渠道 × 费用来源"),
                            ("UNIT", "单位 × 地区"),
                            ("GOODS", "产地 × 分类 × 供应商"),
                            ("UNIT_WAY", "单位 × 地区 × 渠道 × 费用来源"),
                            ("GOODS_WAY", "产地 × 分类 × 供应商 × 渠道 × 费用来源"),
                            ("UNIT_GOODS", "单位 × 产地 × 分类 × 供应商"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("ORDERED", "已下单"),
                            ("PAID", "已付款"),
                            ("ACCEPTED", "已验收"),
                            ("COMPLETED", "已完成"),
                        ],
                        max_length=10,
                        verbose_name="口径",
                    ),
                ),
                ("period", models.CharField(max_length=7, verbose_name="月份")),
                ("unit_path", models.CharField(blank=True, max_length=200, verbose_name="主管路径")),
                (
                    "unit_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GOVERNMENT", "机关"),
                            ("INSTITUTION", "事业单位"),
                            ("ENTERPRISE", "企业"),
                            ("TOWN", "镇街区"),
                            ("MASS_ORGANISATION", "群团"),
                            ("SOCIAL_ORGANISATION", "社会组织"),
                        ],
                        max_length=20,
                        verbose_name="单位性质",
                    ),
                ),
                ("region_code", models.CharField(blank=True, max_length=6, verbose_name="协作地区代码")),
                ("county_code", models.CharField(blank=True, max_length=6, verbose_name="产地代码")),
                ("category", models.CharField(blank=True, max_length=200, verbose_name="分类")),
                ("supplier_code", models.CharField(blank=True, max_length=160, verbose_name="供应商编码")),
                ("channel", models.CharField(blank=True, max_length=20, verbose_name="渠道")),
                ("fund_source", models.CharField(blank=True, max_length=20, verbose_name="费用来源")),
                ("is_demo", models.BooleanField(verbose_name="演示")),
                ("lane", models.PositiveSmallIntegerField(verbose_name="写入道")),
                ("entries", models.PositiveIntegerField(verbose_name="条数")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额(分)")),
                ("tax_fen", models.BigIntegerField(verbose_name="其中税额(分)")),
                ("weight_cg", models.BigIntegerField(verbose_name="净重(百分之一克)")),
                ("newest", models.BigIntegerField(verbose_name="最新一条台账")),
            ],
            options={
                "verbose_name": "台账汇总",
                "verbose_name_plural": "台账汇总",
            },
        ),
        migrations.RemoveIndex(
            model_name="ledgerentry",
            name="procurement_stage_fde495_idx",
        ),
        migrations.RemoveIndex(
            model_name="ledgerentry",
            name="procurement_stage_8ede75_idx",
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="corrects_period",
            field=models.CharField(blank=True, default="", max_length=7, verbose_name="更正月份"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["stage", "period", "occurred_on", "id"], name="ledger_entry_page_idx"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["stage", "supplier_code", "period"], name="ledger_entry_supplier_idx"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects_period", ""), ("corrects_period__lt", models.F("period")), _connector="OR"
                ),
                name="ledger_entry_corrects_earlier",
            ),
        ),
        migrations.AddField(
            model_name="closing",
            name="closed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="closing",
            name="previous",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="next", to="procurement.closing"
            ),
        ),
        migrations.AddField(
            model_name="rollup",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procurement.unit",
            ),
        ),
        migrations.AddIndex(
            model_name="rollup",
            index=models.Index(
                condition=models.Q(("unit__isnull", False)),
                fields=["unit", "cut", "stage", "period"],
                name="rollup_of_unit_idx",
            ),
        ),
        migrations.AddConstraint(
            model_name="rollup",
            constraint=models.UniqueConstraint(
                models.F("cut"),
                models.F("stage"),
                models.F("period"),
                django.db.models.functions.comparison.Coalesce("unit", 0),
                models.F("unit_path"),
                models.F("unit_kind"),
                models.F("region_code"),
                models.F("county_code"),
                models.F("category"),
                models.F("supplier_code"),
                models.F("channel"),
                models.F("fund_source"),
                models.F("is_demo"),
                models.F("lane"),
                name="rollup_once",
            ),
        ),
        migrations.RunPython(per_vendor(SQLITE, POSTGRESQL), per_vendor(DROP_SQLITE, DROP_POSTGRESQL)),
        migrations.RunPython(sum_entries, migrations.RunPython.noop),
    ]
