"""The ledger: one immutable fact a row."""

import hashlib
import json

from django.db import models
from django.db.models import BooleanField, F, Func, Q, Sum
from django.utils import timezone

from shop.produce.money import ZERO, to_fen

from .quantities import QuantityField, plain
from .stages import Stage
from .units import FundSource, Unit, UnitKind


class IsAdjustment(Func):
    """Whether an entry puts a closed month right, in words that let SQLite use the index of those entries only.

    The upper end is after any month. Without it SQLite takes the index of months instead, once ``ANALYZE`` told it how
    large that is: of an index without rows it keeps no figures.
    """

    template = "(%(expressions)s > '' AND %(expressions)s < '9')"
    output_field = BooleanField()

    def __init__(self):
        super().__init__(F("corrects_period"))


class LedgerEntryQuerySet(models.QuerySet):
    def at_stage(self, stage):
        return self.filter(stage=stage)

    def net_quantities(self):
        """Return ``{line_id: packs}``, positive less negative entries."""
        return dict(self.order_by().values_list("line").annotate(Sum("quantity")).values_list("line", "quantity__sum"))

    def total(self):
        """Return the net amount in CNY, to the fen: SQLite sums decimals as floats."""
        return to_fen(self.aggregate(total=Sum("amount", default=ZERO))["total"])

    def update(self, **changes):
        raise TypeError("台账只增不改。")

    def delete(self):
        raise TypeError("台账只增不删。")


class LedgerEntry(models.Model):
    """Who bought what, from where, for how much, at which stage, on which proof.

    Written only by ``procurement.figures.ledger``; database triggers refuse UPDATE and DELETE. Every dimension is a
    copy taken when the goods were ordered, so later renames and moves do not change the past. Negative entries undo
    (``reversal_of``). ``quantity`` is packs, ``net_weight_g`` grams of all of them, amounts CNY with tax,
    ``occurred_on`` a Shanghai date and ``period`` the month in which it counts (``2026-11``): its own, or the first
    open one when that was closed already. What puts a closed month right names it (``corrects_period``).


    It comes from one of two sources: the line of a purchase order, proved by acceptance and payment, or the line of an
    offline purchase, proved by its verified invoice or receipt. The latter may tell of goods by weight, and of goods
    and suppliers that the catalogue does not know.
    """

    CONTENT = """
        stage occurred_on period unit_code unit_name unit_path unit_kind region_code region_name county_code
        county_name category product_title product_id supplier_code supplier_name channel fund_source
        quantity measure_unit net_weight_g unit_price tax_rate amount tax_amount purchase_order_id line_id
        acceptance_id transaction_id reversal_of_id reason is_demo
    """.split()
    # Part of the content where they are set, so that the digests of entries without them stay what they were.
    LATER_CONTENT = ["offline_line_id", "offline_proof_id", "corrects_period"]

    stage = models.CharField("口径", max_length=10, choices=Stage.choices)
    occurred_on = models.DateField("发生日期")
    recorded_at = models.DateTimeField("记账时间", default=timezone.now)
    period = models.CharField("月份", max_length=7)
    # The closed month that it puts right; empty for all others.
    corrects_period = models.CharField("更正月份", max_length=7, blank=True, default="")
    # Who: empty codes mean the public (社会公众).
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="ledger_entries")
    unit_code = models.CharField("单位编码", max_length=20, blank=True)
    unit_name = models.CharField("采购单位", max_length=80)
    unit_path = models.CharField("主管路径", max_length=200, blank=True)
    unit_kind = models.CharField("单位性质", max_length=20, choices=UnitKind.choices, blank=True)
    # What, and from where.
    region_code = models.CharField("协作地区代码", max_length=6)
    region_name = models.CharField("协作地区", max_length=40)
    county_code = models.CharField("产地代码", max_length=6)
    county_name = models.CharField("产地", max_length=40)
    category = models.CharField("分类", max_length=200)
    product = models.ForeignKey("catalogue.Product", models.PROTECT, null=True, related_name="+")
    product_title = models.CharField("商品", max_length=255)
    supplier = models.ForeignKey("partner.Partner", models.PROTECT, null=True, related_name="+")
    supplier_code = models.CharField("供应商编码", max_length=128, blank=True)
    supplier_name = models.CharField("供应商", max_length=128)
    channel = models.CharField("渠道", max_length=20)
    fund_source = models.CharField("费用来源", max_length=20, choices=FundSource.choices)
    quantity = QuantityField("数量")
    measure_unit = models.CharField("计量单位", max_length=10)
    net_weight_g = models.DecimalField("净重(克)", max_digits=16, decimal_places=2, null=True)
    unit_price = models.DecimalField("单价", max_digits=12, decimal_places=2)
    tax_rate = models.DecimalField("税率", max_digits=4, decimal_places=2)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    tax_amount = models.DecimalField("其中税额", max_digits=14, decimal_places=2)
    # On which proof.
    purchase_order = models.ForeignKey(
        "procurement.PurchaseOrder", models.PROTECT, null=True, related_name="ledger_entries"
    )
    line = models.ForeignKey("order.Line", models.PROTECT, null=True, related_name="ledger_entries")
    offline_line = models.ForeignKey(
        "procurement.OfflineLine", models.PROTECT, null=True, related_name="ledger_entries"
    )
    offline_proof = models.ForeignKey("procurement.OfflineProof", models.PROTECT, null=True, related_name="+")
    acceptance = models.ForeignKey("procurement.Acceptance", models.PROTECT, null=True, related_name="+")
    transaction = models.ForeignKey("payment.Transaction", models.PROTECT, null=True, related_name="+")
    reversal_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversals")
    reason = models.CharField("原因", max_length=200, blank=True)
    is_demo = models.BooleanField("演示", default=False)
    digest = models.CharField("摘要", max_length=64)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        ordering = ["occurred_on", "pk"]
        indexes = [
            # Lists of entries turn their pages along it.
            models.Index(fields=["stage", "period", "occurred_on", "id"], name="ledger_entry_page_idx"),
            models.Index(fields=["stage", "unit", "period"]),
            models.Index(fields=["stage", "supplier_code", "period"], name="ledger_entry_supplier_idx"),
            models.Index(fields=["purchase_order", "stage"]),
            # Few entries put a closed month right, so that finding them costs the same however many others there are.
            models.Index(
                fields=["corrects_period", "stage"],
                condition=Q(corrects_period__gt=""),
                name="ledger_entry_corrects_idx",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(quantity=0), name="ledger_entry_not_empty"),
            models.CheckConstraint(
                condition=Q(corrects_period="") | Q(corrects_period__lt=F("period")),
                name="ledger_entry_corrects_earlier",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, reversal_of=None) | Q(quantity__lt=0, reversal_of__isnull=False),
                name="ledger_entry_negative_reverses",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.ORDERED)
                | Q(stage=Stage.PAID, transaction__isnull=False)
                | Q(stage=Stage.ACCEPTED, acceptance__isnull=False)
                | Q(stage=Stage.COMPLETED, transaction__isnull=False, acceptance__isnull=False)
                | Q(offline_line__isnull=False, offline_proof__isnull=False),
                name="ledger_entry_has_proof",
            ),
            models.CheckConstraint(
                condition=Q(
                    purchase_order__isnull=False,
                    line__isnull=False,
                    product__isnull=False,
                    supplier__isnull=False,
                    offline_line=None,
                    offline_proof=None,
                )
                | Q(
                    offline_line__isnull=False,
                    offline_proof__isnull=False,
                    purchase_order=None,
                    line=None,
                    acceptance=None,
                    transaction=None,
                ),
                name="ledger_entry_has_one_source",
            ),
        ]

    def __str__(self):
        return f"{self.get_stage_display()} {self.unit_name} {self.product_title} {self.amount}"

    @property
    def is_offline(self):
        return self.offline_line_id is not None

    @property
    def is_intact(self):
        """Whether its content is what it was when it was recorded."""
        return self.digest == self.content_digest()

    def of_same_goods(self):
        """Return all entries of the same line, this one included."""
        source = {"offline_line": self.offline_line_id} if self.is_offline else {"line": self.line_id}
        return LedgerEntry.objects.filter(**source)

    def content_digest(self):
        """Return the SHA-256 over the entry's content, as 64 hex digits."""
        values = {name: getattr(self, name) for name in self.CONTENT}
        later = {name: getattr(self, name) for name in self.LATER_CONTENT}
        values |= {name: value for name, value in later.items() if value not in (None, "")}
        values["quantity"] = plain(self.quantity)
        values["net_weight_g"] = None if self.net_weight_g is None else f"{self.net_weight_g:.2f}"
        for name in ("unit_price", "tax_rate", "amount", "tax_amount"):
            values[name] = f"{values[name]:.2f}"
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()
