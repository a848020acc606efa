"""Sums of ledger entries, kept beside them so that a page costs the same however many entries there are."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from .stages import Stage
from .units import Unit, UnitKind


class Cut(models.TextChoices):
    """Which dimensions a row keeps apart; ``procurement.figures.rollups.cuts`` says which."""

    WAY = "WAY", "单位性质 × 地区 × 渠道 × 费用来源"
    UNIT = "UNIT", "单位 × 地区"
    GOODS = "GOODS", "产地 × 分类 × 供应商"
    UNIT_WAY = "UNIT_WAY", "单位 × 地区 × 渠道 × 费用来源"
    GOODS_WAY = "GOODS_WAY", "产地 × 分类 × 供应商 × 渠道 × 费用来源"
    UNIT_GOODS = "UNIT_GOODS", "单位 × 产地 × 分类 × 供应商"
    WAY_YEAR = "WAY_YEAR", "单位性质 × 地区 × 渠道 × 费用来源，按年"
    UNIT_YEAR = "UNIT_YEAR", "单位 × 地区，按年"
    GOODS_YEAR = "GOODS_YEAR", "产地 × 分类 × 供应商，按年"


class Rollup(models.Model):
    """What all entries of a month (or a year, ``2026``) and stage that share the dimensions of a cut add up to.

    Written only by ``procurement.figures.rollups``, in the transaction of the entries. Dimensions have the names and
    values that they have in ``LedgerEntry``; those that the cut does not keep are empty. Sums are whole numbers (fen,
    hundredths of a gram), which both databases add exactly. Transactions at the same time write into ``lane``s of
    their own, so that none waits for another; whoever reads adds the lanes up. ``newest`` is the newest entry counted:
    whoever needs a name takes it from there.
    """

    KEY = """
        cut stage period unit_id unit_path unit_kind region_code county_code category supplier_code channel fund_source
        is_demo lane
    """.split()
    SUMS = ["entries", "amount_fen", "tax_fen", "weight_cg"]

    cut = models.CharField(max_length=10, choices=Cut.choices)
    stage = models.CharField("口径", max_length=10, choices=Stage.choices)
    period = models.CharField("月份", max_length=7)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    unit_path = models.CharField("主管路径", max_length=200, blank=True)
    unit_kind = models.CharField("单位性质", max_length=20, choices=UnitKind.choices, blank=True)
    region_code = models.CharField("协作地区代码", max_length=6, blank=True)
    county_code = models.CharField("产地代码", max_length=6, blank=True)
    category = models.CharField("分类", max_length=200, blank=True)
    supplier_code = models.CharField("供应商编码", max_length=160, blank=True)
    channel = models.CharField("渠道", max_length=20, blank=True)
    fund_source = models.CharField("费用来源", max_length=20, blank=True)
    is_demo = models.BooleanField("演示")
    lane = models.PositiveSmallIntegerField("写入道")
    entries = models.PositiveIntegerField("条数")
    amount_fen = models.BigIntegerField("金额(分)")
    tax_fen = models.BigIntegerField("其中税额(分)")
    weight_cg = models.BigIntegerField("净重(百分之一克)")
    newest = models.BigIntegerField("最新一条台账")

    class Meta:
        verbose_name = verbose_name_plural = "台账汇总"
        constraints = [
            # Of the public (no unit) there is one row too, which a plain unique constraint would not see to.
            models.UniqueConstraint(
                "cut",
                "stage",
                "period",
                Coalesce("unit", 0),
                "unit_path",
                "unit_kind",
                "region_code",
                "county_code",
                "category",
                "supplier_code",
                "channel",
                "fund_source",
                "is_demo",
                "lane",
                name="rollup_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["unit", "cut", "stage", "period"], condition=Q(unit__isnull=False), name="rollup_of_unit_idx"
            )
        ]

    def __str__(self):
        return f"{self.cut} {self.stage} {self.period} {self.amount_fen}"
