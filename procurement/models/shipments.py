"""What a supplier sends out: a purchase order wholly or in parts, and replacements for what was short or damaged."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .purchase_orders import PurchaseOrder


class ShipmentQuerySet(models.QuerySet):
    def unsigned(self):
        """Shipments on their way: nobody has signed for them."""
        return self.filter(acceptance=None)

    def charged(self):
        """Shipments of what was ordered, without the replacements that come free of charge."""
        return self.filter(claim=None)

    def replacements(self):
        return self.filter(claim__isnull=False)


class Shipment(models.Model):
    """Packs of one purchase order sent together under one waybill; signed for as a whole.

    With a claim it replaces packs that were short or damaged, without charge for sending again.
    """

    purchase_order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="shipments")
    position = models.PositiveSmallIntegerField("批次")
    carrier = models.CharField("承运", max_length=40, blank=True)
    waybill = models.CharField("运单号", max_length=60, blank=True)
    shipped_at = models.DateTimeField("发货时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    claim = models.ForeignKey("procurement.Claim", models.PROTECT, null=True, related_name="replacements")

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发货单"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["purchase_order", "position"], name="shipment_position_once")]

    def __str__(self):
        return f"{self.purchase_order} {self.title}"

    @property
    def is_replacement(self):
        return self.claim_id is not None

    @property
    def is_signed(self):
        return self.receipt is not None

    @property
    def receipt(self):
        """The acceptance that was signed for it, or None."""
        return getattr(self, "acceptance", None)

    @property
    def title(self):
        return f"第 {self.position} 批（补发）" if self.is_replacement else f"第 {self.position} 批"

    @property
    def packs(self):
        """How many packs it holds."""
        return sum(row.quantity for row in self.lines.all())


class ShipmentLine(models.Model):
    """Packs of one order line in a shipment."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="lines")
    line = models.ForeignKey("order.Line", models.PROTECT, related_name="shipment_lines")
    quantity = models.PositiveIntegerField("件数")

    class Meta:
        verbose_name = verbose_name_plural = "发货明细"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "line"], name="shipment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="shipment_line_positive"),
        ]

    def __str__(self):
        return f"{self.line} × {self.quantity}"
