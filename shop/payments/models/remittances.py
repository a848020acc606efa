"""Bank transfers on their way: one transfer for several orders, and the slips that tell of transfers made."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.models.group_orders import new_token

from .. import references


class RemittanceQuerySet(models.QuerySet):
    def standing(self):
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)


class Remittance(models.Model):
    """One transfer that a unit makes for several orders whose suppliers are paid through one account.

    What it comes to is what its orders still owe, whenever it is looked at. Payee and bank are copied as they were.
    """

    unit = models.ForeignKey("procurement.Unit", models.PROTECT, related_name="remittances")
    orders = models.ManyToManyField("procurement.PurchaseOrder", related_name="remittances")
    payee_name = models.CharField("户名", max_length=128)
    bank_name = models.CharField("开户行", max_length=80, blank=True)
    bank_account = models.CharField("账号", max_length=40)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("制单时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True)

    objects = RemittanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "汇款单"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """What is written into the note of the transfer."""
        return references.write(references.REMITTANCE, self.pk)

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None


class BankSlip(models.Model):
    """A slip of a bank (回单) that a unit uploads to say that it has paid; a claim, until the money is confirmed.

    Private; a picture encoded anew, or a PDF or OFD as it came. The same file, and the same serial number into one
    account, are taken once in the whole county.
    """

    orders = models.ManyToManyField("procurement.PurchaseOrder", related_name="bank_slips")
    remittance = models.ForeignKey(Remittance, models.PROTECT, null=True, related_name="slips")
    account = models.CharField("收款账号", max_length=40)
    amount = models.DecimalField("金额", max_digits=12, decimal_places=2)
    serial = models.CharField("银行流水号", max_length=60, blank=True)
    paid_on = models.DateField("付款日期")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    name = models.CharField("存放", max_length=120)
    title = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节")
    digest = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "银行回单"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint("digest", name="bank_slip_once"),
            models.UniqueConstraint("account", "serial", condition=~Q(serial=""), name="bank_slip_serial_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_slip_positive"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_picture(self):
        """Whether it may be shown in a page: only what this site encoded itself."""
        return self.content_type == "image/jpeg"
