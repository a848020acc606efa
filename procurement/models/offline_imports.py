"""Workbooks of offline purchases that units and the office upload."""

from django.conf import settings
from django.db import models

from .units import Unit


class OfflineImport(models.Model):
    """An uploaded workbook between its review and its application; without a unit it is the office's.

    ``rows`` is ``[[number, {key: text}], …]`` as read from the sheet, ``columns`` ``{key: letter}``: what would be
    registered is worked out anew each time it is looked at, so the review never shows an old state.
    """

    class Status(models.TextChoices):
        REVIEW = "REVIEW", "待确认"
        APPLIED = "APPLIED", "已登记"
        CANCELLED = "CANCELLED", "已放弃"

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="offline_imports")
    name = models.CharField("文件名", max_length=200)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.REVIEW)
    columns = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField("登记时间", null=True)
    created = models.PositiveIntegerField("登记笔数", default=0)
    unchanged = models.PositiveIntegerField("已有笔数", default=0)
    rejected = models.PositiveIntegerField("有问题的笔数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "线下采购导入"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.name

    @property
    def is_in_review(self):
        return self.status == self.Status.REVIEW

    @property
    def is_applied(self):
        return self.status == self.Status.APPLIED

    @property
    def result(self):
        """What came of it, in words; empty until it is applied."""
        counts = f"登记 {self.created} 笔，已有 {self.unchanged} 笔，有问题 {self.rejected} 笔"
        return counts if self.is_applied else ""

    @property
    def tone(self):
        """The tone of its badge."""
        return {self.Status.REVIEW: "warn", self.Status.APPLIED: "good"}.get(self.status, "")
