"""One collection by one unit, and what its people wish for."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum

from .units import FundSource, Unit


def new_token():
    """Return a key for a link that cannot be guessed (16 bytes of randomness)."""
    return secrets.token_urlsafe(16)


class GroupOrderQuerySet(models.QuerySet):
    def of(self, user):
        """Group orders of the units in which a person holds any role."""
        return self.filter(unit__memberships__user=user).distinct()


class GroupOrder(models.Model):
    """A unit collects wishes for products of several suppliers, then has them approved and placed."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "草稿"
        OPEN = "OPEN", "征集中"
        CLOSED = "CLOSED", "已截止"
        SUBMITTED = "SUBMITTED", "待审批"
        RETURNED = "RETURNED", "已退回"
        APPROVED = "APPROVED", "已批准"
        PLACED = "PLACED", "已下单"
        PARTLY_RECEIVED = "PARTLY_RECEIVED", "部分到货"
        RECEIVED = "RECEIVED", "已到货"
        SETTLED = "SETTLED", "已结清"
        CANCELLED = "CANCELLED", "已取消"

    number = models.CharField("单号", max_length=20, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="group_orders")
    title = models.CharField("标题", max_length=60)
    note = models.TextField("说明", max_length=500, blank=True)
    fund_source = models.CharField("费用来源", max_length=20, choices=FundSource.choices)
    deadline_at = models.DateTimeField("截止时间")
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.DRAFT, db_index=True)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    join_token = models.CharField(max_length=32, unique=True, default=new_token)
    delivery_street = models.CharField("收货地址", max_length=120)
    delivery_contact = models.CharField("收货联系人", max_length=40)
    delivery_mobile = models.CharField("联系电话", max_length=20)
    created_at = models.DateTimeField("创建时间")
    closed_at = models.DateTimeField("截止于", null=True, blank=True)
    is_demo = models.BooleanField("演示", default=False)

    objects = GroupOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "集中采购单"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def is_closed(self):
        """Closed and in the handler's hands: before submission, or sent back."""
        return self.status in (self.Status.CLOSED, self.Status.RETURNED)

    @property
    def is_submitted(self):
        return self.status == self.Status.SUBMITTED

    @property
    def is_returned(self):
        return self.status == self.Status.RETURNED

    @property
    def is_approved(self):
        return self.status == self.Status.APPROVED

    @property
    def is_placed(self):
        return self.status in (
            self.Status.PLACED,
            self.Status.PARTLY_RECEIVED,
            self.Status.RECEIVED,
            self.Status.SETTLED,
        )

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    def is_collecting(self, at):
        """Tell whether a pledge is taken at this moment."""
        return self.is_open and at < self.deadline_at


class GroupOrderItemQuerySet(models.QuerySet):
    def with_pledged(self):
        """Annotate ``pledged``: packs wished for by participants who have not withdrawn (None when nobody did)."""
        return self.annotate(
            pledged=Sum("pledges__quantity", filter=Q(pledges__participant__withdrawn_at=None), default=0)
        )


class GroupOrderItem(models.Model):
    """One product in a group order.

    ``min_quantity`` is what the unit wants at least to go ahead (0: the product's own minimum only).
    ``top_up`` are packs the unit adds itself to reach a minimum or a multiple. At closing ``quantity`` and
    ``unit_price`` are frozen; a dropped item is not ordered.
    """

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="items")
    product = models.ForeignKey("catalogue.Product", models.PROTECT, related_name="+")
    min_quantity = models.PositiveIntegerField("最少数量", default=0)
    top_up = models.PositiveIntegerField("单位补足", default=0)
    quantity = models.PositiveIntegerField("数量", null=True, blank=True)
    unit_price = models.DecimalField("单价", max_digits=12, decimal_places=2, null=True, blank=True)
    is_dropped = models.BooleanField("不采购", default=False)

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


class Participant(models.Model):
    """One person in a group order; no account needed. The token is their own link to change or withdraw."""

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=40)
    department = models.CharField("部门", max_length=40, blank=True)
    mobile = models.CharField("手机号", max_length=11)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    joined_at = models.DateTimeField("参加时间")
    withdrawn_at = models.DateTimeField("退出时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参加人"
        ordering = ["joined_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["group_order", "mobile"], name="participant_once")]

    def __str__(self):
        return self.name


class Pledge(models.Model):
    """How many packs of one item one participant wishes."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="pledges")
    item = models.ForeignKey(GroupOrderItem, models.CASCADE, related_name="pledges")
    quantity = models.PositiveIntegerField("数量")

    class Meta:
        verbose_name = verbose_name_plural = "认购"
        constraints = [
            models.UniqueConstraint(fields=["participant", "item"], name="pledge_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="pledge_positive"),
        ]

    def __str__(self):
        return f"{self.item} × {self.quantity}"


class GroupOrderMove(models.Model):
    """One step of a group order: who, when, from, to, why."""

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="moves")
    old = models.CharField(max_length=20, choices=GroupOrder.Status.choices)
    new = models.CharField(max_length=20, choices=GroupOrder.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"
