"""What waits for the county office before shoppers see it, and every price there ever was."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

# What the office sent back is spoken of for so long.
UNSOLVED = timedelta(days=30)


class ListingRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=ListingRequest.State.WAITING)

    def of(self, supplier):
        return self.filter(product__stockrecords__partner=supplier)

    def unsolved(self, at):
        """Those sent back within a month after which the supplier has not asked for the same again."""
        returned = self.filter(state=ListingRequest.State.RETURNED, decided_at__gt=at - UNSOLVED)
        same = ListingRequest.objects.filter(product=OuterRef("product"), kind=OuterRef("kind"))
        return returned.exclude(Exists(same.filter(asked_at__gt=OuterRef("asked_at"))))

    def with_facts(self):
        """Load what a list shows, in a constant number of queries."""
        people = self.select_related("asked_by", "decided_by", "product__dossier__county")
        return people.prefetch_related(
            "product__images", "product__price_tiers", "product__stockrecords__partner", "product__categories"
        )


class ListingRequest(models.Model):
    """A first publication, or a price rise, that a supplier asked for and the county office decides.

    A product is listed once a request of kind ``FIRST`` was approved; from then on its supplier takes it off and puts
    it back freely. A price rise keeps the wanted price and tiers ``[[minimum quantity, "price"], …]``; until it is
    approved the old ones stay live. ``import_number`` names the import that asked; imports lie in a layer above.
    """

    class Kind(models.TextChoices):
        FIRST = "FIRST", "首次上架"
        PRICE = "PRICE", "涨价"

    class State(models.TextChoices):
        WAITING = "WAITING", "待审核"
        APPROVED = "APPROVED", "已通过"
        RETURNED = "RETURNED", "已退回"
        WITHDRAWN = "WITHDRAWN", "已撤回"

    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="listing_requests")
    kind = models.CharField("事项", max_length=5, choices=Kind.choices)
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.WAITING)
    old_price = models.DecimalField("原价", max_digits=12, decimal_places=2, null=True)
    new_price = models.DecimalField("新价", max_digits=12, decimal_places=2, null=True)
    tiers = models.JSONField(default=list)
    import_number = models.PositiveBigIntegerField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("办理时间", null=True)
    reason = models.CharField("退回原因", max_length=200, blank=True)

    objects = ListingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上架审核"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "kind"], condition=Q(state="WAITING"), name="listing_waits_once"
            ),
            models.CheckConstraint(condition=Q(kind="FIRST") | Q(new_price__gt=0), name="listing_rise_has_price"),
            models.CheckConstraint(condition=~Q(state="RETURNED") | ~Q(reason=""), name="listing_return_has_reason"),
        ]
        indexes = [models.Index(fields=["state", "-asked_at"], name="listing_queue")]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.product.title}"

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_returned(self):
        return self.state == self.State.RETURNED

    @property
    def is_rise(self):
        return self.kind == self.Kind.PRICE

    @property
    def tone(self):
        """The tone of its badge."""
        tones = {self.State.WAITING: "warn", self.State.APPROVED: "good", self.State.RETURNED: "bad"}
        return tones.get(self.state, "")

    @property
    def rise_percent(self):
        """By how much the price rises, in whole percent, or None."""
        if not self.old_price or not self.new_price:
            return None
        return round((self.new_price / self.old_price - 1) * 100)


class PriceChange(models.Model):
    """One change of a product's unit price; ``old`` is empty for its first price. Rows are only ever added."""

    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="price_changes")
    old = models.DecimalField("原价", max_digits=12, decimal_places=2, null=True)
    new = models.DecimalField("新价", max_digits=12, decimal_places=2)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    import_number = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "价格记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["product", "-at"], name="price_change_of_product")]

    def __str__(self):
        return f"{self.old or '—'} → {self.new}"

    @property
    def percent(self):
        """By how much the price changed, in whole percent; None for the first price."""
        return round((self.new / self.old - 1) * 100) if self.old else None

    @property
    def down(self):
        """The percentage without its sign, for a price that fell."""
        return abs(self.percent or 0)
