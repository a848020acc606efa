"""Papers that were printed or downloaded, to be checked later by anybody who holds one."""

from django.conf import settings
from django.db import models

from .group_orders import GroupOrder, new_token


class IssuedPaper(models.Model):
    """One paper as it was issued: the token stands in its QR code, the digest is of all that it says."""

    token = models.CharField(max_length=32, unique=True, default=new_token)
    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="issued_papers")
    kind = models.CharField("种类", max_length=20)
    subject = models.CharField("订单号", max_length=32, blank=True)
    title = models.CharField("名称", max_length=40)
    digest = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("出具时间")

    class Meta:
        verbose_name = verbose_name_plural = "单据"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["group_order", "kind", "subject", "digest"], name="issued_paper_once")
        ]

    def __str__(self):
        return f"{self.title} {self.subject}"
