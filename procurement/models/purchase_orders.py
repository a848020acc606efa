"""One supplier's part of a purchase: ordered, shipped, accepted, paid."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Sum, When
from django.db.models.functions import Coalesce, Round
from oscar.core.loading import get_model

from shop.produce.money import ZERO

from .group_orders import GroupOrder, new_token
from .ledger import LedgerEntry
from .stages import Stage
from .units import FundSource, Unit

Source = get_model("payment", "Source")


class Channel(models.TextChoices):
    GROUP = "GROUP", "集中采购"
    DIRECT = "DIRECT", "直接采购"
    PUBLIC = "PUBLIC", "公众零售"


def _fen(total):
    """Return a sum of money as an expression rounded to the fen: SQLite sums decimals as floats."""
    return Round(Coalesce(Subquery(total), ZERO, output_field=models.DecimalField()), precision=2)


def _with_freight(goods):
    """Return an amount of goods with its freight, which is due only while goods are."""
    more = Round(F(goods) + F("order__shipping_incl_tax"), precision=2)
    return Case(When(**{f"{goods}__gt": 0}, then=more), default=F(goods), output_field=models.DecimalField())


def _replacing():
    lines = apps.get_model("procurement", "ShipmentLine").objects.order_by()
    lines = lines.filter(shipment__purchase_order=OuterRef("pk"), shipment__acceptance=None)
    key = "shipment__purchase_order"
    amount = Sum(F("quantity") * F("line__unit_price_incl_tax"))
    return lines.exclude(shipment__claim=None).values(key).annotate(total=amount).values("total")


def _invoiced():
    standing = apps.get_model("procurement", "Invoice").objects.standing()
    parts = apps.get_model("procurement", "InvoicePart").objects.filter(purchase_order=OuterRef("pk"))
    parts = parts.filter(invoice__in=standing.order_by().values("pk")).order_by()
    return parts.values("purchase_order").annotate(total=Sum("amount")).values("total")


class PurchaseOrderQuerySet(models.QuerySet):
    def of_supplier(self, partner):
        return self.filter(supplier=partner)

    def to_sign(self):
        """Orders with a shipment on its way that nobody has signed for."""
        shipments = apps.get_model("procurement", "Shipment").objects.unsigned()
        return self.filter(pk__in=shipments.values("purchase_order"))

    def coming(self):
        """Orders of which packs are still to come, and none are there to sign for."""
        status = self.model.Status
        on_way = self.filter(status__in=(status.PLACED, status.PARTLY_SHIPPED, status.SHIPPED))
        return on_way.exclude(pk__in=self.model.objects.to_sign().values("pk"))

    def to_settle(self, at):
        """Orders with a claim on which the buyer may act: rejected, or unanswered past its deadline."""
        claims = apps.get_model("procurement", "Claim").objects.for_buyer(at)
        return self.filter(pk__in=claims.values("purchase_order"))

    def to_invoice(self):
        """Accepted orders of units of which less is invoiced than is due by now."""
        rows = self.filter(status=self.model.Status.ACCEPTED).exclude(unit=None).with_due()
        return rows.annotate(invoiced=_fen(_invoiced())).filter(invoiced__lt=F("due"))

    def with_due(self):
        """Annotate ``goods_due``, the net of its ORDERED entries in CNY, and ``due``, which adds freight to it."""
        ordered = LedgerEntry.objects.filter(purchase_order=OuterRef("pk"), stage=Stage.ORDERED).order_by()
        total = ordered.values("purchase_order").annotate(total=Sum("amount")).values("total")
        return self.annotate(goods_due=_fen(total)).annotate(due=_with_freight("goods_due"))

    def with_money(self):
        """Annotate ``due``, ``received`` (the money that came in less refunds) and ``replacing``, all in CNY.

        ``replacing`` is what the replacements on their way cost: due again once they are signed for, so not to refund.
        """
        sources = Source.objects.filter(order=OuterRef("order")).order_by().values("order")
        total = sources.annotate(total=Sum(F("amount_debited") - F("amount_refunded"))).values("total")
        rows = self.with_due().annotate(received=_fen(total), goods_replacing=_fen(_replacing()))
        # Freight falls away with the last goods and is due again with the first of them.
        again = When(goods_due__lte=0, then=_with_freight("goods_replacing"))
        return rows.annotate(replacing=Case(again, default=F("goods_replacing"), output_field=models.DecimalField()))

    def to_refund(self):
        """Orders whose buyer has paid more than is due by now and will be with what is on its way."""
        return self.with_money().filter(received__gt=Round(F("due") + F("replacing"), precision=2))

    def to_pay(self):
        """Orders whose buyer still owes money."""
        return self.with_money().filter(received__lt=F("due"))


class PurchaseOrder(models.Model):
    """The procurement side of one Oscar order, which holds the lines; always exactly one supplier.

    Without a unit the buyer is the public (社会公众). Paying is independent of shipping and accepting, but for what is
    to be paid online at once: it waits for its payment, and only then for the supplier. An order is sent in one or
    several shipments; it is accepted when nothing is left to send and all shipments are signed for. Carrier,
    waybill and time are those of the newest shipment, for lists.
    """

    class Status(models.TextChoices):
        PENDING_PAYMENT = "PENDING_PAYMENT", "待付款"
        PLACED = "PLACED", "待发货"
        PARTLY_SHIPPED = "PARTLY_SHIPPED", "部分发货"
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
    def is_pending_payment(self):
        """To be paid online, its stock held; the supplier has not been told."""
        return self.status == self.Status.PENDING_PAYMENT

    @property
    def is_cancellable(self):
        """Nothing of it is sent."""
        return self.is_pending_payment or self.is_waiting_for_shipment

    @property
    def is_waiting_for_shipment(self):
        return self.status == self.Status.PLACED

    @property
    def is_partly_shipped(self):
        """Some packs are sent, others are left to send or to cancel."""
        return self.status == self.Status.PARTLY_SHIPPED

    @property
    def has_packs_left(self):
        """Whether the supplier still has packs to send."""
        return self.is_waiting_for_shipment or self.is_partly_shipped

    @property
    def is_shipped(self):
        """All packs are sent, some not signed for yet."""
        return self.status == self.Status.SHIPPED

    @property
    def is_accepted(self):
        return self.status == self.Status.ACCEPTED

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_in_delivery(self):
        """Whether the supplier still needs the buyer's full address and phone."""
        if self.has_packs_left or self.is_shipped:
            return True
        on_way = any(not shipment.is_signed for shipment in self.shipments.all())
        return on_way or any(claim.is_answerable for claim in self.claims.all())

    @property
    def acceptance(self):
        """The newest receipt signed, or None."""
        return max(self.acceptances.all(), key=lambda row: (row.at, row.pk), default=None)

    @property
    def goods(self):
        """The order's lines, each with what became of its packs; load ``with_details`` first."""
        return [Goods(line) for line in self.order.lines.all()]

    @property
    def is_paid(self):
        """Whether all that is due was paid, or nothing is owed for goods all refused or taken back.

        False again when replaced packs make more due than was received.
        """
        return self.paid_at is not None

    @property
    def is_to_refund(self):
        """Whether the buyer has paid too much; known ``with_money``."""
        return self._money is not None and self._money > 0

    @property
    def is_partly_paid(self):
        """Whether a part of what is due has come in; known ``with_money``."""
        return not self.is_paid and self._money is not None and self.received > 0

    @property
    def _money(self):
        """What was received beyond what is due or will be, or None when it was not loaded."""
        return self.received - self.due - self.replacing if hasattr(self, "received") else None

    @property
    def is_public(self):
        return self.unit_id is None


@dataclass(frozen=True)
class Goods:
    """One order line and what became of its packs: sent as ordered, and accepted, short or damaged of all sent."""

    line: object

    @property
    def sent(self):
        rows = self.line.shipment_lines.all()
        return sum(row.quantity for row in rows if not row.shipment.is_replacement)

    @property
    def left(self):
        """Packs not sent."""
        return self.line.quantity - self.sent

    @property
    def to_pack(self):
        """What goes into the next box: what is left, or all of it when the slip is printed again."""
        return self.left or self.line.quantity

    @property
    def accepted(self):
        return sum(row.accepted for row in self.line.acceptance_lines.all())

    @property
    def short(self):
        return sum(row.short for row in self.line.acceptance_lines.all())

    @property
    def damaged(self):
        return sum(row.damaged for row in self.line.acceptance_lines.all())


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

    @property
    def is_remark(self):
        """Whether something was done within a state, such as a payment."""
        return self.old == self.new
