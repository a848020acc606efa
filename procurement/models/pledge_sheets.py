"""Collection sheets that a handler filled in and uploaded."""

from django.conf import settings
from django.db import models

from .group_orders import GroupOrder
from .participants import Participant


class PledgeSheet(models.Model):
    """An uploaded collection sheet between its review and its application.

    ``rows`` and ``letters`` are what was read (``pledge_workbook.read.Found``), ``seen`` is the newest change of a
    pledge that the sheet knew when it was downloaded. What would change is worked out anew each time it is looked at.
    ``refusals`` ``{row number: [column key, sentence]}`` is why the group order would not take a row when it was last
    tried. Rows hold mobile numbers, so they are forgotten once the sheet is decided.
    """

    class Status(models.TextChoices):
        REVIEW = "REVIEW", "待确认"
        APPLIED = "APPLIED", "已写入"
        CANCELLED = "CANCELLED", "已放弃"

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="pledge_sheets")
    name = models.CharField("文件名", max_length=200)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.REVIEW)
    seen = models.PositiveBigIntegerField(default=0)
    sheet = models.CharField("工作表", max_length=200)
    letters = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    refusals = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    joined = models.ManyToManyField(Participant, verbose_name="新参加", related_name="+")
    changed = models.PositiveIntegerField("有改动", default=0)
    unchanged = models.PositiveIntegerField("无改动", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "上传的征集表"
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
    def tone(self):
        """The tone of its badge."""
        return {self.Status.REVIEW: "warn", self.Status.APPLIED: "good"}.get(self.status, "")
