"""Invoices of online orders: issued by the supplier, accepted or returned by the unit."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .group_orders import new_token
from .proofs import ProofFingerprint
from .purchase_orders import PurchaseOrder
from .units import Unit


class InvoiceQuerySet(models.QuerySet):
    def standing(self):
        """Those that count: not returned and not withdrawn."""
        return self.filter(status__in=(Invoice.Status.ISSUED, Invoice.Status.ACCEPTED))

    def waiting(self):
        """Those that the unit has to look at."""
        return self.filter(status=Invoice.Status.ISSUED)


class Invoice(models.Model):
    """One invoice for one order or several of one unit; several may stand for one order.

    ``total`` is CNY with tax, negative on a red-letter invoice, which names the one it undoes (``red_of``). ``content``
    is what was read from the XML of a 数电票, or empty when the number was typed. The fingerprint is unique in the
    county, with those of offline purchases; it goes when the invoice is returned or withdrawn.
    """

    class Status(models.TextChoices):
        ISSUED = "ISSUED", "待单位确认"
        ACCEPTED = "ACCEPTED", "已接收"
        RETURNED = "RETURNED", "已退回"
        WITHDRAWN = "WITHDRAWN", "已撤回"

    supplier = models.ForeignKey("partner.Partner", models.PROTECT, related_name="invoices")
    # Empty for a shopper's order; then its InvoiceRequest says who the buyer is.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="invoices")
    number = models.CharField("发票号码", max_length=40, db_index=True)
    issued_on = models.DateField("开票日期", null=True)
    seller_name = models.CharField("销售方", max_length=128)
    seller_code = models.CharField("销售方税号", max_length=20, blank=True)
    buyer_name = models.CharField("购买方", max_length=128)
    buyer_code = models.CharField("购买方税号", max_length=20, blank=True)
    total = models.DecimalField("价税合计", max_digits=14, decimal_places=2)
    tax = models.DecimalField("税额", max_digits=14, decimal_places=2)
    content = models.JSONField("发票内容", default=dict)
    red_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="reds")
    fingerprint = models.OneToOneField(ProofFingerprint, models.SET_NULL, null=True, related_name="invoice")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.ISSUED, db_index=True)
    reason = models.CharField("退回原因", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("处理时间", null=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发票"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gt=0, red_of=None) | Q(total__lt=0, red_of__isnull=False),
                name="invoice_red_names_blue",
            )
        ]

    def __str__(self):
        return self.number

    @property
    def is_red(self):
        return self.total < 0

    @property
    def is_issued(self):
        return self.status == self.Status.ISSUED

    @property
    def is_accepted(self):
        return self.status == self.Status.ACCEPTED

    @property
    def is_standing(self):
        return self.is_issued or self.is_accepted

    @property
    def state_label(self):
        """What its badge says: a shopper has nothing to confirm."""
        return "已开给顾客" if self.unit_id is None and self.is_issued else self.get_status_display()

    @property
    def tone(self):
        """The tone of its badge."""
        tones = {self.Status.ISSUED: "warn", self.Status.ACCEPTED: "good", self.Status.RETURNED: "bad"}
        return tones.get(self.status, "quiet")


class InvoicePart(models.Model):
    """What an invoice says of one order, in CNY with tax; negative on a red-letter invoice."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="parts")
    purchase_order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="invoice_parts")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "发票明细"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("invoice", "purchase_order", name="invoice_part_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="invoice_part_not_zero"),
        ]

    def __str__(self):
        return f"{self.purchase_order_id} {self.amount}"


class InvoiceFile(models.Model):
    """A private file of an invoice: its XML, its visible copy as PDF or OFD, or a picture encoded anew."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="files")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    name = models.CharField("存放", max_length=120)
    title = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节")
    digest = models.CharField("摘要", max_length=64, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "发票文件"
        ordering = ["pk"]

    def __str__(self):
        return self.title


class InvoicingParty(models.Model):
    """Somebody else who invoices for a supplier (代开、委托开票), as the office agreed."""

    supplier = models.ForeignKey("partner.Partner", models.CASCADE, related_name="invoicing_parties")
    name = models.CharField("名称", max_length=128)
    credit_code = models.CharField("统一社会信用代码", max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "约定的开票方"
        ordering = ["supplier", "name"]
        constraints = [models.UniqueConstraint("supplier", "name", name="invoicing_party_once")]

    def __str__(self):
        return self.name
