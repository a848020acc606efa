"""Who is named for a group order, and who tried to get into it."""

from django.db import models

from .group_orders import GroupOrder


class ListedPerson(models.Model):
    """Somebody who may join a group order for named people; known by name and the last four digits of a mobile.

    ``mobile`` is the whole number if the unit gave it. Names carry no spaces.
    """

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="listed")
    name = models.CharField("姓名", max_length=40)
    department = models.CharField("部门", max_length=40, blank=True)
    mobile = models.CharField("手机号", max_length=11, blank=True)
    last_four = models.CharField("手机尾号", max_length=4)

    class Meta:
        verbose_name = verbose_name_plural = "名单"
        ordering = ["department", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["group_order", "name", "last_four"], name="listed_person_once")]

    def __str__(self):
        return self.name


class JoinAttempt(models.Model):
    """One try to get in by a code or a name. ``client`` is a keyed digest of the address it came from."""

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="attempts")
    client = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "参加尝试"
        indexes = [models.Index(fields=["group_order", "at"], name="join_attempt_of_group_order")]

    def __str__(self):
        return f"{self.group_order_id} {self.at:%Y-%m-%d %H:%M}"
