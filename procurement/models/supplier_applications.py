"""People who ask to sell here for a company or cooperative."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.produce import credit_codes
from shop.produce.models import Region


class SupplierApplication(models.Model):
    """What an applicant says about a supplier; its licences lie beside it. Only the applicant and the office see it."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "未提交"
        SUBMITTED = "SUBMITTED", "待审核"
        RETURNED = "RETURNED", "已退回"
        APPROVED = "APPROVED", "已通过"

    EDITABLE = (Status.DRAFT, Status.RETURNED)

    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="supplier_applications")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT, db_index=True)
    name = models.CharField("供应商名称", max_length=80)
    credit_code = models.CharField("统一社会信用代码", max_length=18, validators=[credit_codes.validate])
    entity_type = models.CharField("主体类型", max_length=20)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在地")
    address = models.CharField("地址", max_length=120)
    contact_name = models.CharField("联系人", max_length=40)
    contact_phone = models.CharField("联系电话", max_length=20)
    contact_email = models.EmailField("邮箱", blank=True)
    main_products = models.CharField("主营产品", max_length=200)
    bank_name = models.CharField("开户行", max_length=80)
    account_name = models.CharField("户名", max_length=128)
    bank_account = models.CharField("银行账号", max_length=40)
    created_at = models.DateTimeField("填写时间")
    submitted_at = models.DateTimeField("提交时间", null=True)
    supplier = models.ForeignKey("partner.Partner", models.PROTECT, null=True, related_name="applications")

    class Meta:
        verbose_name = verbose_name_plural = "供货商申请"
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=Q(status="SUBMITTED"), name="supplier_application_waits_once"
            ),
            # Whoever clicks twice, or has two windows open, has one application.
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(status__in=("DRAFT", "SUBMITTED", "RETURNED")),
                name="supplier_application_open_once",
            ),
            models.CheckConstraint(
                condition=Q(status="APPROVED", supplier__isnull=False) | ~Q(status="APPROVED"),
                name="supplier_application_approved_has_supplier",
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT") | Q(submitted_at__isnull=False), name="supplier_application_submitted_when"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_editable(self):
        return self.status in self.EDITABLE

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_submitted(self):
        return self.status == self.Status.SUBMITTED

    @property
    def is_returned(self):
        return self.status == self.Status.RETURNED

    @property
    def is_approved(self):
        return self.status == self.Status.APPROVED

    @property
    def tone(self):
        """The tone of its badge."""
        tones = {self.Status.SUBMITTED: "warn", self.Status.RETURNED: "bad", self.Status.APPROVED: "good"}
        return tones.get(self.status, "")


class SupplierApplicationMove(models.Model):
    """One step of an application: who, when, from, to, why."""

    application = models.ForeignKey(SupplierApplication, models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10, choices=SupplierApplication.Status.choices, blank=True)
    new = models.CharField(max_length=10, choices=SupplierApplication.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "供货商申请办理记录"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"
