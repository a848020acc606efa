"""What a unit settles before it collects: what for, when the goods are wanted, who may join, how much each."""

from django.db import models
from django.db.models import F, Q


class Purpose(models.TextChoices):
    """What a group order is for."""

    FESTIVAL = "FESTIVAL", "节日慰问"
    CANTEEN = "CANTEEN", "食堂"
    OFFICE = "OFFICE", "办公"
    OTHER = "OTHER", "其他"


class Access(models.TextChoices):
    """Who may join; each needs the link."""

    LINK = "LINK", "有链接的人"
    CODE = "CODE", "有链接并知道口令的人"
    MEMBERS = "MEMBERS", "本单位成员（登录后参加）"
    LIST = "LIST", "名单上的人"


class CollectionRules(models.Model):
    """The rules of a collection, as part of its group order.

    ``budget_amount`` is CNY a person, ``pack_limit`` packs a person; None sets no bound. ``min_quantity`` are packs in
    all without which the unit does not buy (0: none); waived, it buys all the same. ``join_code`` is set while
    ``access`` asks for it.
    """

    purpose = models.CharField("用途", max_length=10, choices=Purpose.choices, default=Purpose.OTHER)
    delivery_from_on = models.DateField("最早送达", null=True, blank=True)
    delivery_to_on = models.DateField("最晚送达", null=True, blank=True)
    budget_amount = models.DecimalField("每人预算", max_digits=10, decimal_places=2, null=True, blank=True)
    pack_limit = models.PositiveIntegerField("每人限量", null=True, blank=True)
    min_quantity = models.PositiveIntegerField("总量下限", default=0)
    is_minimum_waived = models.BooleanField("照常采购", default=False)
    access = models.CharField("谁可以参加", max_length=10, choices=Access.choices, default=Access.LINK)
    join_code = models.CharField("口令", max_length=6, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(delivery_from_on=None)
                | Q(delivery_to_on=None)
                | Q(delivery_from_on__lte=F("delivery_to_on")),
                name="%(class)s_delivery_in_order",
            ),
            models.CheckConstraint(
                condition=Q(budget_amount=None) | Q(budget_amount__gt=0), name="%(class)s_budget_positive"
            ),
            models.CheckConstraint(condition=Q(pack_limit=None) | Q(pack_limit__gt=0), name="%(class)s_limit_positive"),
            models.CheckConstraint(condition=~Q(access=Access.CODE) | ~Q(join_code=""), name="%(class)s_has_code"),
        ]

    @property
    def needs_code(self):
        return self.access == Access.CODE

    @property
    def is_for_members(self):
        return self.access == Access.MEMBERS

    @property
    def is_for_list(self):
        return self.access == Access.LIST

    @property
    def spoken_code(self):
        """The code as one reads it aloud, e.g. ``382 917``."""
        return f"{self.join_code[:3]} {self.join_code[3:]}" if self.join_code else ""

    @property
    def delivery_words(self):
        """When the goods are wanted, e.g. ``2026-12-01 至 2026-12-05``; empty when the unit did not say."""
        first, last = self.delivery_from_on, self.delivery_to_on
        if first and last:
            return f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
        if first:
            return f"{first:%Y-%m-%d} 起"
        return f"{last:%Y-%m-%d} 之前" if last else ""

    @property
    def limit_words(self):
        """How much each may take, e.g. ``每人预算 300.00 元，每人最多 3 件``; empty without bounds."""
        budget = [f"每人预算 {self.budget_amount:.2f} 元"] if self.budget_amount else []
        return "，".join([*budget, *([f"每人最多 {self.pack_limit} 件"] if self.pack_limit else [])])
