"""An invoice that a shopper asks for: to whom it is made out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .purchase_orders import PurchaseOrder


class InvoiceRequest(models.Model):
    """What a public order's invoice is to say of its buyer; may be changed until an invoice is there."""

    class Title(models.TextChoices):
        PERSONAL = "PERSONAL", "个人"
        COMPANY = "COMPANY", "单位"

    purchase_order = models.OneToOneField(PurchaseOrder, models.PROTECT, related_name="invoice_request")
    kind = models.CharField("抬头类型", max_length=10, choices=Title.choices)
    name = models.CharField("抬头", max_length=128)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("申请时间")

    class Meta:
        verbose_name = verbose_name_plural = "开票申请"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="PERSONAL", credit_code="") | (Q(kind="COMPANY") & ~Q(credit_code="")),
                name="invoice_request_company_has_code",
            )
        ]

    def __str__(self):
        return f"{self.purchase_order_id} {self.name}"

    @property
    def is_company(self):
        return self.kind == self.Title.COMPANY
