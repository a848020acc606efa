"""Money sent back through the provider that it came from."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .online import OnlinePayment, new_key


class OnlineRefund(models.Model):
    """One refund of one order, in CNY: asked for here, or seen at the provider (``by`` nobody).

    Written before the provider is asked; asking again with the same ``key`` sends nothing twice.
    """

    class Status(models.TextChoices):
        PENDING = "PENDING", "退款中"
        DONE = "DONE", "已退款"
        FAILED = "FAILED", "没有退成"

    payment = models.ForeignKey(OnlinePayment, models.PROTECT, related_name="refunds")
    purchase_order = models.ForeignKey("procurement.PurchaseOrder", models.PROTECT, related_name="online_refunds")
    key = models.CharField(max_length=40, unique=True, default=new_key)
    amount = models.DecimalField("金额", max_digits=12, decimal_places=2)
    reason = models.CharField("原因", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("申请时间")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.PENDING, db_index=True)
    reference = models.CharField("渠道退款号", max_length=100, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "在线退款"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint("reference", condition=~Q(reference=""), name="online_refund_reference"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="online_refund_positive"),
        ]

    def __str__(self):
        return f"退 {self.amount} 元 {self.get_status_display()}"

    @property
    def is_pending(self):
        return self.status == self.Status.PENDING

    @property
    def is_failed(self):
        return self.status == self.Status.FAILED
