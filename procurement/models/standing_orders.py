"""Group orders that come again each month, and the drafts that were made of them."""

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from .group_orders import GroupOrder
from .units import Unit

LONGEST_COLLECTING = 30


class StandingOrder(models.Model):
    """A group order that is drafted anew each month from ``source``, for ``handler``, on ``day`` or the month's last.

    ``collect_days`` after the draft its deadline comes. Nothing is made for days before ``starts_on``.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="standing_orders")
    title = models.CharField("名称", max_length=50)
    source = models.ForeignKey(GroupOrder, models.PROTECT, related_name="+", verbose_name="照着哪一张")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    day = models.PositiveSmallIntegerField("每月几号")
    collect_days = models.PositiveSmallIntegerField("征集几天")
    starts_on = models.DateField("从哪天起")
    paused_at = models.DateTimeField("暂停时间", null=True, blank=True)
    created_at = models.DateTimeField("设置时间")
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "定期采购"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=31), name="standing_order_day"),
            models.CheckConstraint(
                condition=Q(collect_days__gte=1, collect_days__lte=LONGEST_COLLECTING), name="standing_order_days"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_paused(self):
        return self.paused_at is not None

    def due_on(self, year, month):
        """Return the day of a month on which it is drafted; the 31st of a short month is its last day."""
        return date(year, month, min(self.day, monthrange(year, month)[1]))


class StandingDraft(models.Model):
    """What came of a standing order in one month: a draft, or why there was none.

    ``month_on`` is the first of the month; ``words`` name what was left out, or the reason.
    """

    standing_order = models.ForeignKey(StandingOrder, models.CASCADE, related_name="drafts")
    month_on = models.DateField("月份")
    group_order = models.OneToOneField(
        GroupOrder, models.PROTECT, null=True, blank=True, related_name="standing_draft", verbose_name="草稿"
    )
    words = models.CharField("说明", max_length=500, blank=True)
    made_at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = verbose_name_plural = "定期采购的草稿"
        ordering = ["-month_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["standing_order", "month_on"], name="standing_draft_once_a_month")
        ]

    def __str__(self):
        return f"{self.standing_order} {self.month_on:%Y-%m}"

    @property
    def is_skipped(self):
        return self.group_order_id is None
