"""Another account for a supplier to be paid through, which a second person has to confirm."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class BankChange(models.Model):
    """The account that one of a supplier's owners asked for; it counts once somebody else confirmed it."""

    class Status(models.TextChoices):
        WAITING = "WAITING", "等第二人确认"
        CONFIRMED = "CONFIRMED", "已生效"
        DECLINED = "DECLINED", "未同意"
        WITHDRAWN = "WITHDRAWN", "已撤回"

    supplier = models.ForeignKey("partner.Partner", models.CASCADE, related_name="bank_changes")
    account_name = models.CharField("户名", max_length=128)
    bank_name = models.CharField("开户行", max_length=80)
    bank_account = models.CharField("银行账号", max_length=40)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("办理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "收款账户变更"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["supplier"], condition=Q(status="WAITING"), name="bank_change_waits_once"),
            models.CheckConstraint(
                condition=~Q(status__in=("CONFIRMED", "DECLINED"))
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="bank_change_by_two_people",
            ),
        ]

    def __str__(self):
        return f"{self.supplier} {self.bank_account}"

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING
