"""A buyer's claim for packs that were short, damaged, bad or sent back, and each act on it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .acceptances import Acceptance
from .purchase_orders import PurchaseOrder


class ClaimQuerySet(models.QuerySet):
    def of_supplier(self, partner):
        return self.filter(purchase_order__supplier=partner)

    def to_answer(self):
        """Claims that wait for the supplier."""
        return self.filter(status=Claim.Status.OPEN)

    def for_buyer(self, at):
        """Claims on which the buyer may act: rejected, or unanswered past the deadline."""
        overdue = Q(status=Claim.Status.OPEN, answer_by__lt=at)
        return self.filter(overdue | Q(status=Claim.Status.REJECTED))

    def disputed(self):
        return self.filter(status=Claim.Status.DISPUTED)

    def under_way(self):
        """Claims neither decided nor, when packs are sent anew, signed for."""
        return self.filter(status__in=[*Claim.UNDECIDED, Claim.Status.RESHIPPED])


class Claim(models.Model):
    """Packs of one acceptance for which the buyer asks for goods or money.

    What was short or damaged at the door came off the order when it was signed for; what is found later, or sent back,
    comes off when the supplier agrees or the office decides so. ``answer_by`` is the deadline of the side whose turn it
    is: the supplier's while open, the buyer's after a rejection.
    """

    class Kind(models.TextChoices):
        ARRIVAL = "ARRIVAL", "到货短少或破损"
        QUALITY = "QUALITY", "验收后发现问题"
        RETURN = "RETURN", "申请退货"

    class Status(models.TextChoices):
        OPEN = "OPEN", "待供应商答复"
        REJECTED = "REJECTED", "供应商不同意"
        DISPUTED = "DISPUTED", "待协作办裁定"
        RESHIPPED = "RESHIPPED", "补发在途"
        REPLACED = "REPLACED", "补发已签收"
        REFUNDED = "REFUNDED", "已同意扣款"
        DISMISSED = "DISMISSED", "协作办不予支持"
        WITHDRAWN = "WITHDRAWN", "买方已撤回"

    UNDECIDED = (Status.OPEN, Status.REJECTED, Status.DISPUTED)
    # The packs of these stay with the buyer and are to be paid for.
    UNFOUNDED = (Status.DISMISSED, Status.WITHDRAWN)

    purchase_order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="claims")
    acceptance = models.ForeignKey(Acceptance, models.PROTECT, related_name="claims")
    position = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN, db_index=True)
    opened_at = models.DateTimeField("提出时间")
    answer_by = models.DateTimeField("答复期限")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "售后"
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["status", "answer_by"])]
        constraints = [models.UniqueConstraint(fields=["purchase_order", "position"], name="claim_position_once")]

    def __str__(self):
        return f"{self.purchase_order} {self.title}"

    @property
    def title(self):
        return f"售后 {self.position}"

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def is_rejected(self):
        return self.status == self.Status.REJECTED

    @property
    def is_disputed(self):
        return self.status == self.Status.DISPUTED

    @property
    def is_reshipped(self):
        return self.status == self.Status.RESHIPPED

    @property
    def is_undecided(self):
        return self.status in self.UNDECIDED

    @property
    def is_unfounded(self):
        return self.status in self.UNFOUNDED

    @property
    def is_over(self):
        return not (self.is_undecided or self.is_reshipped)

    @property
    def is_answerable(self):
        """Whether the supplier may still offer goods or money."""
        return self.is_open or self.is_rejected

    @property
    def is_return(self):
        return self.kind == self.Kind.RETURN

    @property
    def is_counted_off(self):
        """Whether its packs came off the order when the goods were signed for."""
        return self.kind == self.Kind.ARRIVAL

    @property
    def packs(self):
        return sum(row.packs for row in self.lines.all())

    @property
    def amount(self):
        """What its packs cost, in CNY."""
        return sum(row.packs * row.line.unit_price_incl_tax for row in self.lines.all())

    def is_late(self, at):
        """Tell whether the side whose turn it is let its deadline pass."""
        return self.is_answerable and at > self.answer_by


class ClaimLine(models.Model):
    """Packs of one order line that are claimed; ``short`` of them never arrived."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="lines")
    line = models.ForeignKey("order.Line", models.PROTECT, related_name="claim_lines")
    packs = models.PositiveIntegerField("件数")
    short = models.PositiveIntegerField("其中短少", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "售后明细"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "line"], name="claim_line_once"),
            models.CheckConstraint(condition=Q(packs__gte=1, short__lte=F("packs")), name="claim_line_positive"),
        ]

    def __str__(self):
        return f"{self.line} × {self.packs}"

    @property
    def damaged(self):
        return self.packs - self.short


class ClaimMove(models.Model):
    """One act on a claim: who, when, from, to, in which words."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="moves")
    old = models.CharField(max_length=10, choices=Claim.Status.choices, blank=True)
    new = models.CharField(max_length=10, choices=Claim.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    words = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "售后记录"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"
