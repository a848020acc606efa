"""What participants wish for, what they get of it, and every change of mind."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..collection.wishes import from_row
from .group_order_items import GroupOrderItem
from .participants import Participant


class Pledge(models.Model):
    """How many packs of one item one participant wishes.

    ``quantity`` packs at any price and, through its steps, more once the price falls: ``most`` in all at the lowest
    price they named. ``allotted`` is what they get, known from closing on; ``received`` what they got of it, once goods
    that arrived short were shared out (``redistribution``). ``pledged_at`` is when they last asked for
    more: their place in the queue.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="pledges")
    item = models.ForeignKey(GroupOrderItem, models.CASCADE, related_name="pledges")
    quantity = models.PositiveIntegerField("数量")
    most = models.PositiveIntegerField("最多")
    allotted = models.PositiveIntegerField("分得", null=True, blank=True)
    received = models.PositiveIntegerField("实得", null=True, blank=True)
    pledged_at = models.DateTimeField("认购时间")

    class Meta:
        verbose_name = verbose_name_plural = "认购"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "item"], name="pledge_once"),
            models.CheckConstraint(
                condition=Q(most__gte=1) & Q(most__gte=F("quantity")), name="pledge_wants_something"
            ),
            models.CheckConstraint(
                condition=Q(allotted=None) | Q(allotted__lte=F("most")), name="pledge_gets_no_more_than_asked"
            ),
        ]

    def __str__(self):
        return f"{self.item} × {self.quantity}"


class PledgeStep(models.Model):
    """How many packs more a participant takes once a pack costs ``price`` or less."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="steps")
    price = models.DecimalField("降到", max_digits=12, decimal_places=2)
    more = models.PositiveIntegerField("多要")

    class Meta:
        verbose_name = verbose_name_plural = "降价多要"
        ordering = ["-price"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "price"], name="pledge_step_once"),
            models.CheckConstraint(condition=Q(price__gt=0, more__gte=1), name="pledge_step_positive"),
        ]

    def __str__(self):
        return f"{self.price} +{self.more}"


class PledgeChange(models.Model):
    """One change of one pledge: who asked for what before and after. Never changed or deleted.

    ``old`` and ``new`` are wishes as ``wishes.Wish.as_row`` writes them. Without ``by`` it was done through the
    personal link by somebody not logged in.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="changes")
    item = models.ForeignKey(GroupOrderItem, models.CASCADE, related_name="+")
    old = models.JSONField()
    new = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "认购变动"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.participant} {self.item}：{self.words}"

    @property
    def words(self):
        """What was asked for before and after, e.g. ``2 箱 → 5 箱``."""
        unit = self.item.product.dossier.unit
        return " → ".join(from_row(row).words(unit) for row in (self.old, self.new))
