"""One supplier's part of a purchase: ordered, shipped, accepted, paid."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .group_orders import GroupOrder, new_token
from .units import FundSource, Unit


class Channel(models.TextChoices):
    GROUP = "GROUP", "集中采购"
    PUBLIC = "PUBLIC", "公众零售"


class PurchaseOrderQuerySet(models.QuerySet):
    def of_supplier(self, partner):
        return self.filter(supplier=partner)


class PurchaseOrder(models.Model):
    """The procurement side of one Oscar order, which holds the lines; always exactly one supplier.

    Without a unit the buyer is the public (社会公众). Paying is independent of shipping and accepting.
    """

    class Status(models.TextChoices):
        PLACED = "PLACED", "待发货"
        SHIPPED = "SHIPPED", "已发货"
        ACCEPTED = "ACCEPTED", "已验收"
        CANCELLED = "CANCELLED", "已取消"

    order = models.OneToOneField("order.Order", models.PROTECT, related_name="purchase_order")
    supplier = models.ForeignKey("partner.Partner", models.PROTECT, related_name="purchase_orders")
    group_order = models.ForeignKey(GroupOrder, models.PROTECT, null=True, blank=True, related_name="purchase_orders")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="purchase_orders")
    fund_source = models.CharField("费用来源", max_length=20, choices=FundSource.choices)
    channel = models.CharField("渠道", max_length=20, choices=Channel.choices)
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.PLACED, db_index=True)
    access_token = models.CharField(max_length=32, unique=True, default=new_token)
    placed_at = models.DateTimeField("下单时间")
    shipped_at = models.DateTimeField("发货时间", null=True, blank=True)
    carrier = models.CharField("承运", max_length=40, blank=True)
    waybill = models.CharField("运单号", max_length=60, blank=True)
    paid_at = models.DateTimeField("付清时间", null=True, blank=True)
    is_demo = models.BooleanField("演示", default=False)

    objects = PurchaseOrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "采购订单"
        ordering = ["-placed_at", "-pk"]
        indexes = [models.Index(fields=["supplier", "status"]), models.Index(fields=["unit", "placed_at"])]

    def __str__(self):
        return self.number

    @property
    def number(self):
        return self.order.number

    @property
    def is_waiting_for_shipment(self):
        return self.status == self.Status.PLACED

    @property
    def is_shipped(self):
        return self.status == self.Status.SHIPPED

    @property
    def is_accepted(self):
        return self.status == self.Status.ACCEPTED

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_paid(self):
        return self.paid_at is not None

    @property
    def is_public(self):
        return self.unit_id is None


class PurchaseOrderMove(models.Model):
    """One step of a purchase order: who, when, from, to, why."""

    purchase_order = models.ForeignKey(PurchaseOrder, models.CASCADE, related_name="moves")
    old = models.CharField(max_length=20, choices=PurchaseOrder.Status.choices, blank=True)
    new = models.CharField(max_length=20, choices=PurchaseOrder.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "订单记录"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"


class Acceptance(models.Model):
    """The signed receipt of a purchase order's goods. One an order, as a supplier ships an order whole."""

    purchase_order = models.OneToOneField(PurchaseOrder, models.PROTECT, related_name="acceptance")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("验收时间")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "验收单"

    def __str__(self):
        return f"{self.purchase_order} 验收单"


class AcceptanceLine(models.Model):
    """What became of one order line: packs accepted, short and damaged; together they are the line's packs."""

    acceptance = models.ForeignKey(Acceptance, models.PROTECT, related_name="lines")
    line = models.OneToOneField("order.Line", models.PROTECT, related_name="acceptance_line")
    ordered = models.PositiveIntegerField("应收")
    accepted = models.PositiveIntegerField("实收")
    short = models.PositiveIntegerField("短少", default=0)
    damaged = models.PositiveIntegerField("破损", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "验收明细"
        constraints = [
            models.CheckConstraint(
                condition=Q(ordered=F("accepted") + F("short") + F("damaged")), name="acceptance_line_adds_up"
            )
        ]

    def __str__(self):
        return f"{self.line} {self.accepted}/{self.ordered}"
