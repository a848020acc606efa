"""Why a supplier's goods are off sale, and what was done to a supplier; records are only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .unit_records import RecordQuerySet


class SupplierPause(models.Model):
    """One reason for which a supplier may not sell; it may again when every one of them has ended."""

    class Cause(models.TextChoices):
        OFFICE = "OFFICE", "县协作办暂停"
        LICENCE = "LICENCE", "证照到期"

    supplier = models.ForeignKey("partner.Partner", models.PROTECT, related_name="pauses")
    cause = models.CharField("缘由", max_length=10, choices=Cause.choices)
    reason = models.CharField("原因", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("暂停时间")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("恢复时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "暂停供货"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "cause"], condition=Q(ended_at=None), name="supplier_paused_once_for_each_cause"
            )
        ]

    def __str__(self):
        return f"{self.supplier} {self.get_cause_display()}"


class SupplierRecord(models.Model):
    """One thing done: who (``by``, None for the system), when, what; ``words`` keep names as they were.

    Database triggers refuse UPDATE and DELETE.
    """

    class What(models.TextChoices):
        CREATED = "CREATED", "入驻"
        PAUSED = "PAUSED", "暂停供货"
        RESUMED = "RESUMED", "恢复供货"
        LICENCE = "LICENCE", "证照"
        INVITED = "INVITED", "发出邀请"
        REVOKED = "REVOKED", "撤销邀请"
        JOINED = "JOINED", "加入"
        ROLE = "ROLE", "调整角色"
        REMOVED = "REMOVED", "移出"
        ACCOUNT = "ACCOUNT", "收款账户"

    supplier = models.ForeignKey("partner.Partner", models.PROTECT, related_name="records")
    what = models.CharField("事项", max_length=10, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")
    words = models.CharField("内容", max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "供应商办理记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["supplier", "-at", "-id"], name="supplier_record_newest")]

    def __str__(self):
        return f"{self.get_what_display()} {self.words}"
