"""Invoices and receipts prove one purchase each: a fingerprint keeps them from being used twice."""

from django.conf import settings
from django.db import models


class ProofKind(models.TextChoices):
    INVOICE = "INVOICE", "发票"
    RECEIPT = "RECEIPT", "收据"


class ProofFingerprint(models.Model):
    """What an invoice or receipt is known by in the whole county; whatever it proves points here one-to-one.

    ``key`` is unique: an invoice's number, or a receipt's number with its amount in CNY, as ``procurement.proofs``
    writes it. The row goes when the proof is withdrawn, and so lets it be registered anew.
    """

    key = models.CharField("指纹", max_length=80, unique=True)
    kind = models.CharField("凭证种类", max_length=10, choices=ProofKind.choices)
    number = models.CharField("凭证号", max_length=40)
    amount = models.DecimalField("价税合计", max_digits=14, decimal_places=2)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "凭证指纹"

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"
