"""A year's plan and the amounts that units and regions set themselves under it."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from .ledger import Stage
from .units import Unit


class Plan(models.Model):
    """A year's plan: its document, the task it serves, and the stage its headline counts."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    title = models.CharField("名称", max_length=100)
    document_number = models.CharField("文号", max_length=40, blank=True)
    task_number = models.CharField("任务", max_length=20, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    counting_stage = models.CharField("统计口径", max_length=10, choices=Stage.choices, default=Stage.COMPLETED)
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "年度方案"
        ordering = ["-year"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="plan_dates_rise")]

    def __str__(self):
        return self.title


class TargetBasis(models.TextChoices):
    PLEDGED = "PLEDGED", "自愿认领"
    OFFICE = "OFFICE", "协作办录入"


class Target(models.Model):
    """An amount in CNY under a plan: of a unit, of a region, of a unit in a region, or of the county (neither)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="targets")
    region = models.ForeignKey("produce.Region", models.PROTECT, null=True, blank=True, related_name="targets")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    basis = models.CharField("依据", max_length=10, choices=TargetBasis.choices, default=TargetBasis.PLEDGED)
    reference = models.CharField("依据文件", max_length=80, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField("录入时间")
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "region"], name="target_of_unit_and_region_once"),
            models.UniqueConstraint(fields=["plan", "unit"], condition=Q(region=None), name="target_of_unit_once"),
            models.UniqueConstraint(fields=["plan", "region"], condition=Q(unit=None), name="target_of_region_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(unit=None, region=None), name="target_of_county_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="target_positive"),
        ]

    def __str__(self):
        return f"{self.unit or self.region or '全县'} {self.amount}"
