"""Units that ask to join."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.produce import credit_codes

from .group_orders import new_token
from .invitations import Invitation
from .units import Unit, UnitKind


class UnitApplication(models.Model):
    """What a unit says about itself on the public page; the token is the applicant's own link to it."""

    class Status(models.TextChoices):
        SUBMITTED = "SUBMITTED", "待审核"
        RETURNED = "RETURNED", "已退回"
        ADMITTED = "ADMITTED", "已通过"

    token = models.CharField(max_length=32, unique=True, default=new_token)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.SUBMITTED, db_index=True)
    name = models.CharField("单位名称", max_length=80)
    short_name = models.CharField("简称", max_length=30)
    credit_code = models.CharField("统一社会信用代码", max_length=18, validators=[credit_codes.validate])
    kind = models.CharField("单位性质", max_length=20, choices=UnitKind.choices)
    supervisor = models.CharField("主管单位", max_length=80, blank=True)
    headcount = models.PositiveIntegerField("在职人数", null=True, blank=True)
    contact_name = models.CharField("联系人", max_length=40)
    contact_phone = models.CharField("联系电话", max_length=20)
    note = models.CharField("说明", max_length=300, blank=True)
    submitted_at = models.DateTimeField("申请时间")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="applications")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "入驻申请"
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=Q(status="SUBMITTED"), name="unit_application_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(status="ADMITTED", unit__isnull=False) | ~Q(status="ADMITTED"),
                name="unit_application_admitted_has_unit",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_submitted(self):
        return self.status == self.Status.SUBMITTED

    @property
    def is_returned(self):
        return self.status == self.Status.RETURNED

    @property
    def is_admitted(self):
        return self.status == self.Status.ADMITTED

    @property
    def tone(self):
        """The tone of its badge."""
        return {self.Status.SUBMITTED: "warn", self.Status.RETURNED: "bad", self.Status.ADMITTED: "good"}[self.status]


class UnitApplicationMove(models.Model):
    """One step of an application: who (None is the applicant), when, from, to, why."""

    application = models.ForeignKey(UnitApplication, models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10, choices=UnitApplication.Status.choices, blank=True)
    new = models.CharField(max_length=10, choices=UnitApplication.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请办理记录"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"
