"""Who gets how much of what arrived, when less arrived than was ordered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .group_order_items import GroupOrderItem, TrimRule
from .group_orders import GroupOrder
from .pledges import Pledge


class Redistribution(models.Model):
    """One sharing out of a group order's goods by a rule; a later one replaces it, all are kept."""

    RULES = [(rule.value, rule.label) for rule in TrimRule if rule != TrimRule.BY_HAND]

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="redistributions")
    rule = models.CharField("规则", max_length=20, choices=TrimRule.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("分配时间")

    class Meta:
        verbose_name = verbose_name_plural = "到货分配"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.group_order} {self.get_rule_display()}"


class SharedItem(models.Model):
    """One product shared out: packs accepted by then, of which ``unit_packs`` fell to the unit's own top-up."""

    redistribution = models.ForeignKey(Redistribution, models.CASCADE, related_name="items")
    item = models.ForeignKey(GroupOrderItem, models.CASCADE, related_name="+")
    accepted = models.PositiveIntegerField("实收")
    unit_packs = models.PositiveIntegerField("单位实得", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "分配商品"
        constraints = [models.UniqueConstraint(fields=["redistribution", "item"], name="shared_item_once")]

    def __str__(self):
        return f"{self.item} {self.accepted}"


class PledgeShare(models.Model):
    """What one pledge got: ``wanted`` packs at closing, ``received`` of those that arrived."""

    shared_item = models.ForeignKey(SharedItem, models.CASCADE, related_name="shares")
    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="shares")
    wanted = models.PositiveIntegerField("认购")
    received = models.PositiveIntegerField("实得")

    class Meta:
        verbose_name = verbose_name_plural = "个人实得"
        constraints = [
            models.UniqueConstraint(fields=["shared_item", "pledge"], name="pledge_share_once"),
            models.CheckConstraint(condition=Q(received__lte=F("wanted")), name="pledge_share_within_wish"),
        ]

    def __str__(self):
        return f"{self.pledge}：{self.wanted} → {self.received}"
