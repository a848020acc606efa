"""Lists that somebody uploads, looks over and then applies, whole or not at all."""

from django.conf import settings
from django.db import models


class ReviewedList(models.Model):
    """An uploaded list between its review and its application.

    ``rows`` is ``[[number, {key: text}], …]`` as read from the sheet, ``columns`` ``{key: letter}``: what would change
    is worked out anew each time it is looked at, so the review never shows an old state.
    """

    class Status(models.TextChoices):
        REVIEW = "REVIEW", "待确认"
        APPLIED = "APPLIED", "已导入"
        CANCELLED = "CANCELLED", "已放弃"

    name = models.CharField("文件名", max_length=200)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.REVIEW)
    columns = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    created = models.PositiveIntegerField("新增", default=0)
    updated = models.PositiveIntegerField("有改动", default=0)
    unchanged = models.PositiveIntegerField("无改动", default=0)

    class Meta:
        abstract = True
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
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def result(self):
        """What came of it, in words; empty until it is applied."""
        counts = f"新增 {self.created}，修改 {self.updated}，无改动 {self.unchanged}"
        return counts if self.is_applied else ""

    @property
    def tone(self):
        """The tone of its badge."""
        return {self.Status.REVIEW: "warn", self.Status.APPLIED: "good"}.get(self.status, "")
