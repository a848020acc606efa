"""One attempt to pay for orders with a provider (Stripe)."""

import secrets

from django.db import models
from django.db.models import Q


def new_key():
    """Return a key that makes repeated calls to a provider one call, and a payment's address unguessable."""
    return secrets.token_urlsafe(24)


class OnlinePaymentQuerySet(models.QuerySet):
    def open(self):
        """Payments that nobody knows the end of yet."""
        return self.filter(status=OnlinePayment.Status.OPEN)

    def of(self, purchase_orders):
        return self.filter(parts__purchase_order__in=purchase_orders).distinct()


class OnlinePayment(models.Model):
    """What a shopper pays at once for the orders of one purchase: one page of the provider, one sum in CNY.

    Written before the provider is asked, so a crash between its answer and ours loses nothing: asking again with the
    same ``key`` returns the same page. ``intent`` is the provider's number of the money itself. ``paid_at`` is when we
    learnt of it.
    """

    class Status(models.TextChoices):
        OPEN = "OPEN", "等待付款"
        PAID = "PAID", "已付款"
        FAILED = "FAILED", "没有付成"
        EXPIRED = "EXPIRED", "已过期"
        DISPUTED = "DISPUTED", "金额不符，待核对"

    gateway = models.CharField("支付渠道", max_length=20)
    key = models.CharField(max_length=40, unique=True, default=new_key)
    amount = models.DecimalField("金额", max_digits=12, decimal_places=2)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN, db_index=True)
    session = models.CharField("渠道单号", max_length=100, blank=True)
    intent = models.CharField("渠道流水号", max_length=100, blank=True)
    method = models.CharField("付款方式", max_length=20, blank=True)
    page_url = models.URLField(max_length=1000, blank=True)
    created_at = models.DateTimeField("创建时间")
    expires_at = models.DateTimeField("有效期至")
    checked_at = models.DateTimeField("上次核对", null=True)
    paid_at = models.DateTimeField("付款时间", null=True)
    remark = models.CharField("备注", max_length=200, blank=True)

    objects = OnlinePaymentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "在线付款"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint("gateway", "session", condition=~Q(session=""), name="online_payment_session"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="online_payment_positive"),
        ]

    def __str__(self):
        return f"{self.amount} 元 {self.get_status_display()}"

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def is_paid(self):
        return self.status == self.Status.PAID

    @property
    def is_disputed(self):
        return self.status == self.Status.DISPUTED


class OnlinePaymentPart(models.Model):
    """What one order gets of an online payment, in CNY."""

    payment = models.ForeignKey(OnlinePayment, models.PROTECT, related_name="parts")
    purchase_order = models.ForeignKey("procurement.PurchaseOrder", models.PROTECT, related_name="payment_parts")
    amount = models.DecimalField("金额", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "在线付款明细"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("payment", "purchase_order", name="one_part_an_order"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_part_positive"),
        ]

    def __str__(self):
        return f"{self.purchase_order_id} {self.amount}"
