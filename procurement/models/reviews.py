"""What buyers say of goods they received: stars, words, photos; the supplier's one answer; hidden by the office."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.produce import pictures


class ReviewQuerySet(models.QuerySet):
    def shown(self):
        """Those that the office has not hidden."""
        return self.filter(hidden_at=None)


class Review(models.Model):
    """One buyer's word on one line of an order, written once. ``name`` is already shortened for the public."""

    line = models.OneToOneField("order.Line", models.PROTECT, related_name="review")
    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="buyer_reviews")
    supplier = models.ForeignKey("partner.Partner", models.PROTECT, related_name="reviews")
    stars = models.PositiveSmallIntegerField("星级")
    words = models.CharField("评价", max_length=500)
    name = models.CharField("称呼", max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("评价时间")
    answer = models.CharField("供应商回复", max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("回复时间", null=True)
    hidden_reason = models.CharField("隐藏原因", max_length=200, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    hidden_at = models.DateTimeField("隐藏时间", null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["product", "at"])]
        constraints = [models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="review_stars_one_to_five")]

    def __str__(self):
        return f"{self.product} {self.stars} 星"

    @property
    def is_hidden(self):
        return self.hidden_at is not None

    @property
    def is_answered(self):
        return self.answered_at is not None


class ReviewPhoto(models.Model):
    """A photo of a review, encoded anew and stored like a product's pictures, under its digest."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="photos")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "评价照片"
        ordering = ["pk"]

    def __str__(self):
        return self.digest

    @property
    def thumb_url(self):
        return pictures.thumb_url_of(self.digest)

    @property
    def large_url(self):
        return pictures.large_url_of(self.digest)
