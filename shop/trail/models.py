"""What was done on the site."""

from django.conf import settings
from django.db import models


class EventQuerySet(models.QuerySet):
    def update(self, **changes):
        raise TypeError("审计记录只增不改。")


class Event(models.Model):
    """One act: who, when, from where, on what, old → new.

    ``number`` counts without a gap, so a removed row shows; ``digest`` is keyed, and over the digest of the row before.
    Names are copied, as people and things change. Database triggers refuse UPDATE, and DELETE before six months.
    """

    class Kind(models.TextChoices):
        LOGIN = "LOGIN", "登录"
        FAILED = "FAILED", "登录失败"
        LOGOUT = "LOGOUT", "退出"
        ACT = "ACT", "操作"
        DENIED = "DENIED", "拒绝"
        READ = "READ", "查看个人信息"
        PURGE = "PURGE", "清理"

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField("时间")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False)
    who = models.CharField("人员", max_length=60, blank=True)
    address = models.CharField("地址", max_length=45, blank=True)
    agent = models.CharField("浏览器", max_length=80, blank=True)
    page = models.CharField("页面", max_length=80, blank=True)
    thing = models.CharField("对象", max_length=200, blank=True)
    status = models.PositiveSmallIntegerField("结果", default=0)
    changes = models.JSONField("改动", default=list)
    digest = models.CharField("摘要", max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["by", "-number"], name="trail_by_person"),
            models.Index(fields=["kind", "-number"], name="trail_by_kind"),
            models.Index(fields=["at"], name="trail_at"),
        ]

    def __str__(self):
        return f"{self.number} {self.get_kind_display()}"
