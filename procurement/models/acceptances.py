"""What an acceptor signed for, line by line, with photos of what was wrong."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .group_orders import new_token
from .purchase_orders import PurchaseOrder
from .shipments import Shipment


class Acceptance(models.Model):
    """The signed receipt of one shipment: who signed, and when. Never changed after."""

    purchase_order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="acceptances")
    shipment = models.OneToOneField(Shipment, models.PROTECT, related_name="acceptance")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("验收时间")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "验收单"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.purchase_order} 验收单"


class AcceptanceLine(models.Model):
    """What became of one line of a shipment: packs accepted, short and damaged; together they are the packs sent."""

    acceptance = models.ForeignKey(Acceptance, models.PROTECT, related_name="lines")
    line = models.ForeignKey("order.Line", models.PROTECT, related_name="acceptance_lines")
    ordered = models.PositiveIntegerField("应收")
    accepted = models.PositiveIntegerField("实收")
    short = models.PositiveIntegerField("短少", default=0)
    damaged = models.PositiveIntegerField("破损", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "验收明细"
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "line"], name="acceptance_line_once"),
            models.CheckConstraint(
                condition=Q(ordered=F("accepted") + F("short") + F("damaged")), name="acceptance_line_adds_up"
            ),
        ]

    def __str__(self):
        return f"{self.line} {self.accepted}/{self.ordered}"

    @property
    def refused(self):
        """Packs short or damaged."""
        return self.short + self.damaged


class Photo(models.Model):
    """A picture that proves what arrived, of an acceptance or of one step of a claim.

    Encoded anew before it was stored privately; ``token`` makes the address, which still asks who is looking.
    """

    purchase_order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="photos")
    acceptance = models.ForeignKey(Acceptance, models.PROTECT, null=True, related_name="photos")
    claim_move = models.ForeignKey("procurement.ClaimMove", models.PROTECT, null=True, related_name="photos")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    name = models.CharField("文件", max_length=120)
    digest = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "照片"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acceptance=None) ^ Q(claim_move=None), name="photo_of_acceptance_or_claim_move"
            )
        ]

    def __str__(self):
        return self.name
