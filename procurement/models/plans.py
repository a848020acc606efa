"""A year's plan: its document, its dates, what its headline counts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .stages import Stage


class PlanQuerySet(models.QuerySet):
    def visible(self):
        """Plans of this site: demo plans only on a demo site."""
        return self if settings.DEMO else self.exclude(is_demo=True)

    def current(self, on):
        """Return the plan that runs on a day, else the newest; None when there is none."""
        plans = list(self.visible().order_by("-year"))
        return next((plan for plan in plans if plan.starts_on <= on <= plan.ends_on), plans[0] if plans else None)


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

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度方案"
        ordering = ["-year"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_dates_rise")]

    def __str__(self):
        return self.title

    @property
    def months(self):
        """Its months in order, e.g. ``2026-01``."""
        first = self.starts_on.year * 12 + self.starts_on.month - 1
        last = self.ends_on.year * 12 + self.ends_on.month - 1
        return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)]

    @property
    def quarters(self):
        """``[(number, first month, last month)]`` of its whole quarters, counted from its first month."""
        months = self.months
        return [(place // 3 + 1, *months[place : place + 3][::2]) for place in range(0, len(months) - 2, 3)]

    def within(self, day):
        """Return a day, or the plan's first or last one if it lies outside."""
        return min(max(day, self.starts_on), self.ends_on)


class PlanRecordQuerySet(models.QuerySet):
    def update(self, **changes):
        raise TypeError("方案修改记录只增不改。")

    def delete(self):
        raise TypeError("方案修改记录只增不删。")


class PlanRecord(models.Model):
    """One change of a plan in words; database triggers refuse UPDATE and DELETE."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="records")
    words = models.CharField("内容", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    objects = PlanRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方案修改记录"
        ordering = ["-pk"]

    def __str__(self):
        return self.words
