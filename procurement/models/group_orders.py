"""One collection by one unit: where it stands and how it got there."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from .collection_rules import CollectionRules
from .units import FundSource, Unit


def new_token():
    """Return a key for a link that cannot be guessed (16 bytes of randomness)."""
    return secrets.token_urlsafe(16)


class GroupOrderQuerySet(models.QuerySet):
    def of(self, user):
        """Group orders of the units in which a person holds any role."""
        return self.filter(unit__memberships__user=user).distinct()

    def with_joined(self):
        """Annotate ``joined``: how many people take part who have not withdrawn."""
        return self.annotate(joined=Count("participants", filter=Q(participants__withdrawn_at=None)))

    def about(self, words):
        """Group orders with every word in their title or number."""
        rows = self
        for word in words.split():
            rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
        return rows


class GroupOrder(CollectionRules):
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

    class Kind(models.TextChoices):
        COLLECTION = "COLLECTION", "集中采购"
        DIRECT = "DIRECT", "直接采购"

    number = models.CharField("单号", max_length=20, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="group_orders")
    title = models.CharField("标题", max_length=60)
    note = models.TextField("说明", max_length=500, blank=True)
    fund_source = models.CharField("费用来源", max_length=20, choices=FundSource.choices)
    deadline_at = models.DateTimeField("截止时间")
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.DRAFT, db_index=True)
    kind = models.CharField("方式", max_length=10, choices=Kind.choices, default=Kind.COLLECTION)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    join_token = models.CharField(max_length=32, unique=True, default=new_token)
    delivery_street = models.CharField("收货地址", max_length=120)
    delivery_contact = models.CharField("收货联系人", max_length=40)
    delivery_mobile = models.CharField("联系电话", max_length=20)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    created_at = models.DateTimeField("创建时间")
    closed_at = models.DateTimeField("截止于", null=True, blank=True)
    is_demo = models.BooleanField("演示", default=False)

    objects = GroupOrderQuerySet.as_manager()

    class Meta(CollectionRules.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "集中采购单"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def is_direct(self):
        """Ordered by the unit from a basket, without a collection."""
        return self.kind == self.Kind.DIRECT

    @property
    def status_label(self):
        """The state in words; a direct order was never open, so it is not closed but to be submitted."""
        return "待提交" if self.is_direct and self.status == self.Status.CLOSED else self.get_status_display()

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
    def is_received(self):
        return self.status == self.Status.RECEIVED

    @property
    def is_settled(self):
        return self.status == self.Status.SETTLED

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def has_papers(self):
        """Once closed it has a requisition, lists and a settlement."""
        return self.closed_at is not None and not self.is_open

    @property
    def is_before_approval(self):
        """Quantities may still change."""
        return self.is_draft or self.is_open or self.is_closed

    @property
    def is_before_placing(self):
        """Still on the way to its purchase orders."""
        return self.is_before_approval or self.is_submitted or self.is_approved

    @property
    def is_cancellable(self):
        """Nothing is placed or waiting for an approver."""
        return self.is_before_approval or self.is_approved

    def is_collecting(self, at):
        """Tell whether a pledge is taken at this moment."""
        return self.is_open and at < self.deadline_at


class GroupOrderMove(models.Model):
    """One step of a group order: who, when, from, to, why.

    A remark is shown to participants if ``is_told``; it then names nobody.
    """

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="moves")
    old = models.CharField(max_length=20, choices=GroupOrder.Status.choices)
    new = models.CharField(max_length=20, choices=GroupOrder.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    is_told = models.BooleanField("告诉参加人", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"

    @property
    def is_remark(self):
        """Something done without leaving the state, such as a longer deadline."""
        return self.old == self.new

    @property
    def is_approval_step(self):
        """One of several approvals, after which it still waits for the next."""
        return self.is_remark and self.new == GroupOrder.Status.SUBMITTED
