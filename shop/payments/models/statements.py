"""Statements of banks that were uploaded, their lines, and what became of each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shop.produce.money import ZERO


class StatementLayout(models.Model):
    """Which column of a header is which, as somebody said once for an account; ``keys`` is ``{column index: key}``."""

    account = models.CharField("账号", max_length=40)
    signature = models.CharField(max_length=64)
    keys = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "流水列对应"
        constraints = [models.UniqueConstraint("account", "signature", name="statement_layout_once")]

    def __str__(self):
        return f"{self.account} {self.signature[:8]}"


class PayerAlias(models.Model):
    """A name under which a unit pays into an account, as somebody said once; several units may share a payer."""

    account = models.CharField("账号", max_length=40)
    name = models.CharField("付款人", max_length=200)
    unit = models.ForeignKey("procurement.Unit", models.CASCADE, related_name="payer_aliases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "付款人别名"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint("account", "name", "unit", name="payer_alias_once")]

    def __str__(self):
        return f"{self.name} → {self.unit}"


class Statement(models.Model):
    """One uploaded file about one account (its digits); ``rows`` is kept until somebody says which column is which."""

    account = models.CharField("账号", max_length=40, db_index=True)
    name = models.CharField("文件名", max_length=200)
    rows = models.JSONField(default=list)
    is_mapped = models.BooleanField("已识别列", default=True)
    read = models.PositiveIntegerField("行数", default=0)
    known = models.PositiveIntegerField("以前导入过的行数", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "银行流水"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.name


class StatementLineQuerySet(models.QuerySet):
    def waiting(self):
        """Money that came in and whose whole fate is not decided."""
        return self.filter(status__in=(StatementLine.Status.WAITING, StatementLine.Status.PARTLY))


class StatementLine(models.Model):
    """One line of an account, once however often it is uploaded (``fingerprint``).

    ``amount`` is CNY, negative when money left the account. What is left of it is ``amount`` less its parts and less
    what was sent back to its payer.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", "待处理"
        PARTLY = "PARTLY", "余款待处理"
        BOOKED = "BOOKED", "已入账"
        RETURNED = "RETURNED", "已退还付款人"
        SET_ASIDE = "SET_ASIDE", "与订单无关"
        OUTGOING = "OUTGOING", "支出"
        UNREADABLE = "UNREADABLE", "读不懂"

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    account = models.CharField("账号", max_length=40)
    row = models.PositiveIntegerField("行")
    booked_on = models.DateField("日期", null=True)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    payer_name = models.CharField("对方户名", max_length=200, blank=True)
    payer_account = models.CharField("对方账号", max_length=200, blank=True)
    note = models.CharField("摘要附言", max_length=1000, blank=True)
    serial = models.CharField("流水号", max_length=200, blank=True)
    raw = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, unique=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.WAITING, db_index=True)
    returned_amount = models.DecimalField("已退还", max_digits=14, decimal_places=2, default=ZERO)
    returned_reference = models.CharField("退还流水号", max_length=60, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("处理时间", null=True)

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "流水明细"
        ordering = ["booked_on", "pk"]
        indexes = [models.Index(fields=["account", "status"], name="line_account_status_idx")]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_amount__gte=0) & (Q(returned_amount=0) | Q(returned_amount__lte=F("amount"))),
                name="line_returned_fits",
            )
        ]

    def __str__(self):
        return f"{self.booked_on} {self.amount} {self.payer_name}"

    @property
    def reference(self):
        """What it is known by in an order's books: the bank's serial number, or our own."""
        return self.serial[:60] or f"LS{self.pk:08d}"

    @property
    def rest(self):
        """What of it no order has, in CNY; load its parts first."""
        return self.amount - sum((part.amount for part in self.parts.all()), ZERO) - self.returned_amount

    @property
    def is_open(self):
        """Whether somebody has to decide about money that came in."""
        return self.status in (self.Status.WAITING, self.Status.PARTLY)

    @property
    def is_outgoing(self):
        return self.status == self.Status.OUTGOING

    @property
    def is_set_aside(self):
        return self.status == self.Status.SET_ASIDE

    @property
    def is_unreadable(self):
        return self.status == self.Status.UNREADABLE

    @property
    def tone(self):
        """The tone of its badge."""
        tones = {self.Status.BOOKED: "good", self.Status.WAITING: "warn", self.Status.PARTLY: "warn"}
        return tones.get(self.status, "bad" if self.is_unreadable else "quiet")


class LinePart(models.Model):
    """What one order got of a line, in CNY, negative for a refund; ``transaction`` is Oscar's row of that money.

    ``is_known`` when somebody had written the money down by hand before the statement came.
    """

    line = models.ForeignKey(StatementLine, models.PROTECT, related_name="parts")
    purchase_order = models.ForeignKey("procurement.PurchaseOrder", models.PROTECT, related_name="line_parts")
    transaction = models.OneToOneField("payment.Transaction", models.PROTECT, related_name="line_part")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    is_known = models.BooleanField("早已登记", default=False)
    how = models.CharField("依据", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "流水入账"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="line_part_not_zero")]

    def __str__(self):
        return f"{self.purchase_order_id} {self.amount}"
