"""What a provider told us, each message once."""

from django.db import models


class GatewayEvent(models.Model):
    """One message of a provider. It is a hint only: what it is about (``subject``) is asked for anew.

    ``handled_at`` is empty until the worker is done with it; ``error`` says why it could not be.
    """

    gateway = models.CharField("支付渠道", max_length=20)
    event = models.CharField("消息号", max_length=100)
    kind = models.CharField("种类", max_length=80)
    subject = models.CharField("对象", max_length=100, blank=True)
    received_at = models.DateTimeField("收到时间")
    handled_at = models.DateTimeField("处理时间", null=True, db_index=True)
    error = models.CharField("错误", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "支付消息"
        ordering = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint("gateway", "event", name="each_event_once")]

    def __str__(self):
        return f"{self.kind} {self.subject}"
