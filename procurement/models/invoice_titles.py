"""To whom an invoice is made out: the unit, or its trade union, which is another legal person."""

from django.db import models
from django.db.models import Q

from shop.produce import credit_codes

from .units import Unit

UNION_PREFIX = "81"


class InvoiceTitle(models.Model):
    """The buyer's block of an invoice (购买方信息).

    A union's credit code starts with 81. It is not unique: small units may share one joint union (联合工会).
    """

    class Buyer(models.TextChoices):
        UNIT = "UNIT", "单位"
        UNION = "UNION", "工会"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="invoice_titles")
    buyer = models.CharField("购买方", max_length=10, choices=Buyer.choices)
    name = models.CharField("名称", max_length=80)
    credit_code = models.CharField("统一社会信用代码", max_length=18, validators=[credit_codes.validate])
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    bank_name = models.CharField("开户行", max_length=80, blank=True)
    bank_account = models.CharField("账号", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "开票信息"
        ordering = ["unit", "-buyer"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "buyer"], name="invoice_title_once"),
            models.CheckConstraint(
                condition=~Q(buyer="UNION") | Q(credit_code__startswith=UNION_PREFIX),
                name="invoice_title_of_union_81",
            ),
        ]

    def __str__(self):
        return self.name
