"""The products of a group order."""

from django.db import models
from django.db.models import Q, Sum

from .group_orders import GroupOrder


class GroupOrderItemQuerySet(models.QuerySet):
    def with_pledged(self):
        """Annotate ``pledged``: packs wished for by participants who have not withdrawn (None when nobody did)."""
        return self.annotate(
            pledged=Sum("pledges__quantity", filter=Q(pledges__participant__withdrawn_at=None), default=0)
        )


class TrimRule(models.TextChoices):
    """How packs are shared out when fewer are bought than were wished for."""

    PROPORTIONAL = "PROPORTIONAL", "按比例"
    EQUAL = "EQUAL", "平均"
    FIRST_COME = "FIRST_COME", "先到先得"
    BY_HAND = "BY_HAND", "逐人调整"


class GroupOrderItem(models.Model):
    """One product in a group order.

    ``min_quantity`` is what the unit wants at least to go ahead (0: the product's own minimum only); waived, it buys
    fewer all the same. ``top_up`` are packs the unit adds itself to reach a minimum or a multiple. At closing
    ``quantity``, ``unit_price`` and a snapshot of the offer (``offers.Offer.as_row``) are frozen; a dropped item is
    not ordered. ``trim_rule`` says how the packs were shared out if there were too few; ``note`` is what the handler
    tells the participants about the decision.
    """

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="items")
    product = models.ForeignKey("catalogue.Product", models.PROTECT, related_name="+")
    min_quantity = models.PositiveIntegerField("最少数量", default=0)
    top_up = models.PositiveIntegerField("单位补足", default=0)
    quantity = models.PositiveIntegerField("数量", null=True, blank=True)
    unit_price = models.DecimalField("单价", max_digits=12, decimal_places=2, null=True, blank=True)
    is_dropped = models.BooleanField("不采购", default=False)
    is_minimum_waived = models.BooleanField("照常采购", default=False)
    trim_rule = models.CharField("裁减办法", max_length=20, choices=TrimRule.choices, blank=True)
    note = models.CharField("告诉参加人", max_length=100, blank=True)
    snapshot = models.JSONField("截止时的商品", null=True, blank=True)

    objects = GroupOrderItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征集商品"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["group_order", "product"], name="group_order_item_once")]

    def __str__(self):
        return self.product.title

    @property
    def amount(self):
        """The frozen amount in CNY, or None before closing."""
        return None if self.unit_price is None else self.unit_price * self.quantity
