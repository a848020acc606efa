"""What was done to a unit and its people; rows are only ever added."""

from django.conf import settings
from django.db import models

from .units import Unit


class RecordQuerySet(models.QuerySet):
    def update(self, **changes):
        raise TypeError("办理记录只增不改。")

    def delete(self):
        raise TypeError("办理记录只增不删。")


class UnitRecordQuerySet(RecordQuerySet):
    def about_people(self):
        """Records of invitations, roles, joining and leaving."""
        return self.filter(what__in=UnitRecord.ABOUT_PEOPLE)


class UnitRecord(models.Model):
    """One thing done: who (``by``, None for the system), when, what, to whom; ``words`` keep names as they were.

    ``roles`` and ``department`` are those that ``person`` held before, so that a removal can be undone. Database
    triggers refuse UPDATE and DELETE.
    """

    class What(models.TextChoices):
        CREATED = "CREATED", "建立单位"
        CHANGED = "CHANGED", "修改单位"
        MOVED = "MOVED", "调整主管单位"
        CONTACT = "CONTACT", "修改联系人"
        TITLE = "TITLE", "修改开票信息"
        ADDRESS = "ADDRESS", "修改收货地址"
        INVITED = "INVITED", "发出邀请"
        REVOKED = "REVOKED", "撤销邀请"
        JOINED = "JOINED", "加入"
        ROLES = "ROLES", "调整角色"
        REMOVED = "REMOVED", "移出"
        RESTORED = "RESTORED", "撤销移出"

    ABOUT_PEOPLE = (What.INVITED, What.REVOKED, What.JOINED, What.ROLES, What.REMOVED, What.RESTORED)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="records")
    what = models.CharField("事项", max_length=10, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    words = models.CharField("内容", max_length=300, blank=True)
    roles = models.JSONField(default=list)
    department = models.CharField(max_length=40, blank=True)

    objects = UnitRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位办理记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["unit", "-at", "-id"], name="unit_record_newest")]

    def __str__(self):
        return f"{self.get_what_display()} {self.words}"
