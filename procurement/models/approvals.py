"""Who agrees to a unit's purchases: the chain a unit sets, who stands in for whom, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shop.produce.money import ZERO

from .group_orders import GroupOrder
from .units import Unit

PERSON = settings.AUTH_USER_MODEL


class ApprovalPolicy(models.Model):
    """What a unit lays down besides its chain. Without a row the county's ceiling holds.

    ``allows_own`` was asked for until handler, approver and acceptor had to be three people; now nobody reads it.
    """

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="approval_policy")
    allows_own = models.BooleanField("允许审批自己经办的采购", default=False)
    gift_ceiling = models.DecimalField("每人每年慰问上限", max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审批规则"

    def __str__(self):
        return f"{self.unit} 审批规则"


class ApprovalStep(models.Model):
    """One step of a unit's chain. It applies from an amount in CNY (0: always).

    Without named persons any approver of the unit decides, with some any one of them.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="approval_steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("名称", max_length=20)
    from_amount = models.DecimalField("起点金额", max_digits=12, decimal_places=2, default=ZERO)
    people = models.ManyToManyField(PERSON, blank=True, related_name="+", verbose_name="审批人")

    class Meta:
        verbose_name = verbose_name_plural = "审批步骤"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(from_amount__gte=0), name="approval_step_from_amount")]

    def __str__(self):
        return self.name


class StandIn(models.Model):
    """Somebody decides for somebody else who is away, from a day to a day, both included."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="stand_ins")
    absent = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name="被代理人")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="stands_in", verbose_name="代理人")
    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")

    class Meta:
        verbose_name = verbose_name_plural = "审批代理"
        ordering = ["-to_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(from_on__lte=F("to_on")), name="stand_in_dates"),
            models.CheckConstraint(condition=~Q(absent=F("person")), name="stand_in_is_another"),
        ]

    def __str__(self):
        return f"{self.person} 代 {self.absent}"

    def holds_on(self, day):
        return self.from_on <= day <= self.to_on


class ApprovalChange(models.Model):
    """One change of a unit's approval settings: who, when, what."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="approval_changes")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "审批设置记录"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.words


class ApprovalRequest(models.Model):
    """One submission of a group order, with the chain as it was then; each submission starts the chain anew.

    ``steps`` is ``[{"name": str, "people": [user pk]}]``; no people: any approver. ``digest`` is of the lines as
    submitted; empty for submissions made before digests were kept.
    """

    group_order = models.ForeignKey(GroupOrder, models.CASCADE, related_name="approval_requests")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True)
    steps = models.JSONField()
    digest = models.CharField(max_length=64, blank=True)
    total_amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "审批申请"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.group_order} 审批"

    @property
    def place(self):
        """How many steps are approved: the index of the step that waits."""
        return sum(decision.is_approval for decision in self.decisions.all())


class ApprovalDecision(models.Model):
    """One act on a submission: who, for whom, at which step, what, in which words, on which digest."""

    class Kind(models.TextChoices):
        APPROVED = "APPROVED", "批准"
        RETURNED = "RETURNED", "退回"
        COMMENTED = "COMMENTED", "意见"
        RECALLED = "RECALLED", "撤回"
        VOIDED = "VOIDED", "作废"

    request = models.ForeignKey(ApprovalRequest, models.CASCADE, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    step_name = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审批记录"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "step"],
                condition=Q(kind__in=["APPROVED", "RETURNED"]),
                name="approval_step_decided_once",
            )
        ]

    def __str__(self):
        return f"{self.step_name} {self.get_kind_display()}"

    @property
    def is_approval(self):
        return self.kind == self.Kind.APPROVED

    @property
    def is_refusal(self):
        return self.kind in (self.Kind.RETURNED, self.Kind.VOIDED)

    @property
    def is_comment(self):
        return self.kind == self.Kind.COMMENTED
