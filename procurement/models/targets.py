"""Amounts that units pledge and the office sets under a plan; nothing once said is ever rewritten."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .plans import Plan
from .units import Unit

QUARTERS = {0: "全年", 1: "第一季度", 2: "第二季度", 3: "第三季度", 4: "第四季度"}


class TargetBasis(models.TextChoices):
    PLEDGED = "PLEDGED", "自愿认领"
    OFFICE = "OFFICE", "协作办录入"


class TargetQuerySet(models.QuerySet):
    def visible(self):
        """Targets of this site: demo targets only on a demo site."""
        return self if settings.DEMO else self.exclude(is_demo=True)

    def words(self):
        """With what a page says about them."""
        return self.select_related("plan", "unit", "region", "set_by").order_by("pk")

    def newest(self, on=None):
        """Return ``{key: target}`` of what was last said for each, as far as it is in force on a day (None: ever).

        What was withdrawn is among them. One query.
        """
        rows = self.words()
        if on is not None:
            rows = rows.filter(Q(effective_on=None) | Q(effective_on__lte=on))
        return {row.key: row for row in rows}

    def in_force(self, on):
        """Return the targets that hold on a day, without those withdrawn."""
        return [row for row in self.newest(on).values() if row.amount is not None]

    def update(self, **changes):
        raise TypeError("目标记录只增不改。")

    def delete(self):
        raise TypeError("目标记录只增不删。")


class Target(models.Model):
    """An amount in CNY under a plan: of a unit, of a region, of a unit in a region, or of the county (neither).

    For the whole plan (``quarter`` 0) or one of its quarters. A row is what somebody said at one moment, to hold from
    ``effective_on`` (None: from the plan's beginning); ``amount`` None takes it back. What was said last holds, and
    nothing is changed or deleted: database triggers refuse both. A unit's own pledge and the office's amount stand
    beside each other.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="targets")
    region = models.ForeignKey("produce.Region", models.PROTECT, null=True, blank=True, related_name="targets")
    quarter = models.PositiveSmallIntegerField("季度", default=0, choices=QUARTERS.items())
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2, null=True, validators=[MinValueValidator(0)])
    basis = models.CharField("依据", max_length=10, choices=TargetBasis.choices, default=TargetBasis.PLEDGED)
    reference = models.CharField("依据文件", max_length=80, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField("录入时间")
    is_demo = models.BooleanField("演示", default=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        indexes = [models.Index(fields=["plan", "unit"], name="target_of_plan_and_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="target_positive"),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="target_of_a_quarter"),
        ]

    def __str__(self):
        return f"{self.of_whom} {self.amount}"

    @property
    def key(self):
        """What it is a target for; one of two rows with the same key holds."""
        return self.plan_id, self.unit_id, self.region_id, self.quarter, self.basis

    @property
    def of_whom(self):
        """The unit, region or both that it is for; ``全县`` when neither."""
        names = [place.name for place in (self.unit, self.region) if place]
        return " · ".join(names) or "全县"

    @property
    def is_pledged(self):
        return self.basis == TargetBasis.PLEDGED

    @property
    def is_withdrawn(self):
        return self.amount is None

    @property
    def scope_words(self):
        """What of a unit's purchases it is for, e.g. ``秭归县，第三季度``."""
        return f"{self.region.name if self.region else '不分地区'}，{self.get_quarter_display()}"


class ReserveBasis(models.Model):
    """A unit's own reckoning for a plan: a budget times a percentage, in CNY; no target, and nobody else's business."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reserve_bases")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="reserve_bases")
    budget_amount = models.DecimalField("预算", max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    percent = models.DecimalField(
        "比例", max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = verbose_name_plural = "预留测算"
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit"], name="reserve_basis_once"),
            models.CheckConstraint(
                condition=Q(budget_amount__gt=0, percent__gt=0, percent__lte=100), name="reserve_basis_positive"
            ),
        ]

    def __str__(self):
        return f"{self.budget_amount} × {self.percent}%"
