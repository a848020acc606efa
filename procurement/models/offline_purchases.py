"""What units bought outside the site: registered with an invoice or receipt, verified, counted."""

from decimal import ROUND_HALF_UP

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Round

from shop.produce.money import FEN, ZERO, to_fen

from .group_orders import new_token
from .proofs import ProofFingerprint, ProofKind
from .purchase_orders import Channel
from .quantities import QuantityField
from .units import FundSource, Unit


class OfflineChannel(models.TextChoices):
    """Where it was bought. The 832 platform stands by itself: what is bought there counts there as well."""

    FAIR = "FAIR", "展销会"
    COUNTER = "COUNTER", "专柜"
    PLATFORM_832 = "PLATFORM_832", "832平台"
    OFFLINE_DIRECT = "OFFLINE_DIRECT", "线下直接采购"
    WHOLESALE = "WHOLESALE", "批发"


GRAMS = {"g": 1, "斤": 500, "kg": 1000, "吨": 1_000_000}
CHANNEL_LABELS = dict(Channel.choices) | dict(OfflineChannel.choices)


class OfflinePurchaseQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(status=OfflinePurchase.Status.VERIFIED)

    def waiting(self):
        """Registrations that the office has to look at."""
        return self.filter(status=OfflinePurchase.Status.SUBMITTED)

    def with_total(self):
        """Annotate ``total``: what the lines cost in CNY with tax."""
        return self.annotate(total=Sum("lines__amount"))


class OfflinePurchase(models.Model):
    """One purchase of one unit outside the site, proved by one invoice or receipt.

    What is registered is a claim; only VERIFIED ones are in the ledger, with all four stages at once. Once verified its
    rows never change: a correction withdraws it and registers another that says which one it ``corrects``.
    """

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "待补凭证"
        SUBMITTED = "SUBMITTED", "待核实"
        RETURNED = "RETURNED", "已退回"
        VERIFIED = "VERIFIED", "已核实"
        WITHDRAWN = "WITHDRAWN", "已撤回"

    number = models.CharField("登记号", max_length=30, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offline_purchases")
    fund_source = models.CharField("费用来源", max_length=20, choices=FundSource.choices)
    channel = models.CharField("渠道", max_length=20, choices=OfflineChannel.choices)
    purchased_on = models.DateField("购买日期")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT, db_index=True)
    reasons = models.JSONField("需人工核实的原因", default=list)
    note = models.CharField("备注", max_length=200, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField("登记时间")
    submitted_at = models.DateTimeField("提交时间", null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField("核实时间", null=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    is_demo = models.BooleanField("演示", default=False)

    objects = OfflinePurchaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "线下采购"
        ordering = ["-purchased_on", "-pk"]
        indexes = [
            models.Index(fields=["unit", "status"], name="offline_unit_status_idx"),
            models.Index(fields=["status", "submitted_at"], name="offline_queue_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="VERIFIED") | Q(verified_at__isnull=False), name="offline_verified_has_time"
            )
        ]

    def __str__(self):
        return self.number

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
    def is_verified(self):
        return self.status == self.Status.VERIFIED

    @property
    def is_withdrawn(self):
        return self.status == self.Status.WITHDRAWN

    @property
    def is_editable(self):
        """Whether its facts may change: it never was in the ledger, and nobody is looking at it now."""
        return self.is_draft or self.is_returned

    @property
    def is_verified_by_rule(self):
        return self.is_verified and self.verified_by_id is None

    @property
    def amount(self):
        """What all lines cost, CNY with tax; load the lines first."""
        return sum((line.amount for line in self.lines.all()), ZERO)

    @property
    def tone(self):
        """The tone of its badge."""
        tones = {"VERIFIED": "good", "RETURNED": "bad", "WITHDRAWN": "quiet"}
        return tones.get(self.status, "warn")


class OfflineLine(models.Model):
    """One kind of goods, with its amounts as on the proof: without tax, tax, and both, in CNY to the fen.

    ``product`` and ``supplier`` are set where the catalogue knows them; names are kept as they were written.
    ``households`` is what the registrar says about 带动农户, shown and never added up.
    """

    purchase = models.ForeignKey(OfflinePurchase, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField("行")
    product_name = models.CharField("产品名称", max_length=255)
    product = models.ForeignKey("catalogue.Product", models.PROTECT, null=True, related_name="+")
    category = models.CharField("类别", max_length=200, blank=True)
    region = models.ForeignKey("produce.Region", models.PROTECT, related_name="+")
    county = models.ForeignKey("produce.Region", models.PROTECT, related_name="+")
    supplier_name = models.CharField("供应商", max_length=128)
    supplier = models.ForeignKey("partner.Partner", models.PROTECT, null=True, related_name="offline_lines")
    spec = models.CharField("规格", max_length=60, blank=True)
    quantity = QuantityField("数量")
    measure_unit = models.CharField("单位", max_length=10)
    unit_price = models.DecimalField("单价", max_digits=18, decimal_places=6, null=True)
    untaxed_amount = models.DecimalField("不含税金额", max_digits=14, decimal_places=2)
    tax_amount = models.DecimalField("税额", max_digits=14, decimal_places=2)
    amount = models.DecimalField("价税合计", max_digits=14, decimal_places=2)
    households = models.PositiveIntegerField("带动农户数", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "线下采购明细"
        ordering = ["purchase", "position"]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "position"], name="offline_line_position_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, untaxed_amount__gt=0, tax_amount__gte=0), name="offline_line_positive"
            ),
            models.CheckConstraint(
                condition=Q(amount=Round(F("untaxed_amount") + F("tax_amount"), precision=2)),
                name="offline_line_adds_up",
            ),
        ]

    def __str__(self):
        return f"{self.product_name} {self.amount}"

    @property
    def average_price(self):
        """CNY with tax for one of the measure unit, to the fen."""
        return to_fen(self.amount / self.quantity)

    @property
    def tax_rate(self):
        """The rate that the amounts show, a fraction such as 0.09; they are rounded, so it is rounded too."""
        return (self.tax_amount / self.untaxed_amount).quantize(FEN, rounding=ROUND_HALF_UP)

    @property
    def net_weight_g(self):
        """Grams of all of it as far as known: sold by weight, or so many packs of a product of the catalogue."""
        if grams := GRAMS.get(self.measure_unit):
            return self.quantity * grams
        dossier = getattr(self.product, "dossier", None)
        if dossier is None or dossier.net_weight_g is None or dossier.unit != self.measure_unit:
            return None
        return self.quantity * dossier.net_weight_g


class OfflineProof(models.Model):
    """The invoice or receipt of one offline purchase; ``amount`` is its total in CNY, which may cover other goods too.

    ``invoice`` is what was read from the XML of a 数电票, as ``procurement.proofs.einvoice`` knows it, or empty.
    """

    purchase = models.OneToOneField(OfflinePurchase, models.CASCADE, related_name="proof")
    kind = models.CharField("凭证种类", max_length=10, choices=ProofKind.choices)
    number = models.CharField("凭证号", max_length=40)
    issued_on = models.DateField("开票日期", null=True)
    seller_name = models.CharField("销售方", max_length=128)
    seller_code = models.CharField("销售方税号", max_length=20, blank=True)
    buyer_name = models.CharField("购买方", max_length=128, blank=True)
    amount = models.DecimalField("价税合计", max_digits=14, decimal_places=2)
    invoice = models.JSONField("发票内容", default=dict)
    fingerprint = models.OneToOneField(ProofFingerprint, models.SET_NULL, null=True, related_name="offline_proof")

    class Meta:
        verbose_name = verbose_name_plural = "线下采购凭证"

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"


class OfflineFile(models.Model):
    """A private file of a proof: a picture encoded anew, or an invoice's PDF, OFD or XML as it came.

    Files that came with a workbook belong to its import until it is applied.
    """

    proof = models.ForeignKey(OfflineProof, models.CASCADE, null=True, related_name="files")
    offline_import = models.ForeignKey("procurement.OfflineImport", models.SET_NULL, null=True, related_name="files")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    name = models.CharField("存放", max_length=120)
    title = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节")
    digest = models.CharField("摘要", max_length=64, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "凭证文件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proof__isnull=False) | Q(offline_import__isnull=False), name="offline_file_belongs"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_picture(self):
        """Whether it may be shown in a page: only what this site encoded itself."""
        return self.content_type == "image/jpeg"


class OfflineMove(models.Model):
    """One step of a registration: who (None is the rule), when, from, to, why."""

    purchase = models.ForeignKey(OfflinePurchase, models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10, choices=OfflinePurchase.Status.choices, blank=True)
    new = models.CharField(max_length=10, choices=OfflinePurchase.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "线下采购记录"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"
