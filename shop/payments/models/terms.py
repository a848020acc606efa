"""When a unit pays a supplier, as the two agreed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

# 保障中小企业款项支付条例 (State Council Decree 802), art. 9: 30 days after delivery, by agreement at most 60.
DEFAULT_DAYS, MOST_DAYS = 30, 60


class PaymentTermsQuerySet(models.QuerySet):
    def agreed(self):
        return self.exclude(agreed_at=None)

    def proposed(self):
        """Proposals that the other side has not answered."""
        return self.filter(agreed_at=None, declined_at=None)


class PaymentTerms(models.Model):
    """One agreement, or the proposal of one: ``days`` after acceptance, or before shipping when empty (先款后货).

    One side proposes, the other agrees. An order goes by what was agreed when it was placed; without any it is due
    ``DEFAULT_DAYS`` after acceptance.
    """

    unit = models.ForeignKey("procurement.Unit", models.PROTECT, related_name="payment_terms")
    supplier = models.ForeignKey("partner.Partner", models.PROTECT, related_name="payment_terms")
    days = models.PositiveSmallIntegerField("验收后天数", null=True)
    by_supplier = models.BooleanField("供应商提出")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField("同意时间", null=True)
    declined_at = models.DateTimeField("谢绝时间", null=True)

    objects = PaymentTermsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "账期约定"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(days=None) | Q(days__lte=MOST_DAYS), name="payment_terms_at_most_60"),
            models.CheckConstraint(condition=Q(agreed_at=None) | Q(declined_at=None), name="payment_terms_one_answer"),
            models.UniqueConstraint(
                "unit", "supplier", condition=Q(agreed_at=None, declined_at=None), name="payment_terms_one_proposal"
            ),
        ]

    def __str__(self):
        return self.words

    @property
    def words(self):
        return words_of(self.days)


def words_of(days):
    """Return terms as people say them."""
    return "先款后货" if days is None else f"验收后 {days} 天内付款"
