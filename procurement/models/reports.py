"""Custom tables kept under a name, reports that come by themselves, and files made in the background."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .units import Unit


class SavedTable(models.Model):
    """A custom table under a name, of the county office (no unit) or of one unit: what its address says."""

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="saved_tables")
    name = models.CharField("名称", max_length=40)
    parameters = models.JSONField("条件")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "自定义表"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="saved_table_of_unit_once"),
            models.UniqueConstraint(fields=["name"], condition=Q(unit=None), name="saved_table_of_office_once"),
        ]

    def __str__(self):
        return self.name


class ReportForm(models.TextChoices):
    XLSX = "XLSX", "采购统计表（Excel）"
    DOCX = "DOCX", "采购情况通报（Word）"

    @property
    def extension(self):
        return self.value.lower()


class ReportSubscription(models.Model):
    """A report that one person gets after every month, quarter or year, at the office's desk or a unit's."""

    class Frequency(models.TextChoices):
        MONTHLY = "MONTHLY", "每月"
        QUARTERLY = "QUARTERLY", "每季度"
        YEARLY = "YEARLY", "每年"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_subscriptions")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    frequency = models.CharField("周期", max_length=10, choices=Frequency.choices, default=Frequency.MONTHLY)
    form = models.CharField("报表", max_length=4, choices=ReportForm.choices, default=ReportForm.DOCX)
    created_at = models.DateTimeField("订阅时间")

    class Meta:
        verbose_name = verbose_name_plural = "定期报表"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "frequency", "form"], name="report_subscription_once"),
            models.UniqueConstraint(
                fields=["user", "frequency", "form"], condition=Q(unit=None), name="report_subscription_office_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_frequency_display()}{self.get_form_display()}"


class ReportFile(models.Model):
    """One file made in the background for one person; ``once`` names what is made only once, such as a month's report.

    ``parameters`` are those of the address of the figures, ``scale`` 元 or 万元, ``done`` of ``total`` entries written.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", "等待生成"
        WRITING = "WRITING", "正在生成"
        DONE = "DONE", "已生成"
        FAILED = "FAILED", "没有生成"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_files")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    form = models.CharField("报表", max_length=4, choices=ReportForm.choices)
    parameters = models.JSONField("条件")
    scale = models.CharField("单位", max_length=4, default="yuan")
    once = models.CharField(max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField("已写条数", default=0)
    total = models.PositiveIntegerField("总条数", default=0)
    name = models.CharField("文件名", max_length=255, blank=True)
    file = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField("提出时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报表文件"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["once"], condition=~Q(once=""), name="report_file_once")]

    def __str__(self):
        return self.name or self.get_form_display()

    @property
    def is_done(self):
        return self.state == self.State.DONE

    @property
    def is_failed(self):
        return self.state == self.State.FAILED

    @property
    def is_under_way(self):
        return self.state in (self.State.WAITING, self.State.WRITING)

    @property
    def tone(self):
        return {self.State.DONE: "good", self.State.FAILED: "bad"}.get(self.state, "warn")
