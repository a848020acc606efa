"""Who takes part in a group order."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .group_orders import GroupOrder, new_token
from .listed_people import ListedPerson


class Participant(models.Model):
    """One person in a group order; no account needed. The token is their own link to change or withdraw.

    ``listed`` is whom the unit named, if only named people may join.
    """

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=40)
    department = models.CharField("部门", max_length=40, blank=True)
    mobile = models.CharField("手机号", max_length=11)
    listed = models.ForeignKey(ListedPerson, models.SET_NULL, null=True, blank=True, related_name="participants")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    joined_at = models.DateTimeField("参加时间")
    withdrawn_at = models.DateTimeField("退出时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参加人"
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group_order", "mobile"], name="participant_once"),
            models.UniqueConstraint(
                fields=["listed"], condition=Q(withdrawn_at=None, listed__isnull=False), name="listed_person_joins_once"
            ),
        ]

    def __str__(self):
        return self.name
