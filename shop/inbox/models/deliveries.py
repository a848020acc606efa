"""What still has to leave the site, or has left it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .messages import TITLE_LENGTH
from .robots import Robot


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def due(self, at):
        return self.waiting().filter(Q(due_at=None) | Q(due_at__lte=at))


class Delivery(models.Model):
    """One e-mail or one post to a group robot; written with the event, sent later, tried again when it fails.

    ``due_at`` is the next try; None means at once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(blank=True)
    robot = models.ForeignKey(Robot, models.CASCADE, null=True, related_name="deliveries")
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField()
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "外发消息"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, given_up_at=None), name="delivery_waiting")
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(robot=None) & ~Q(email="")) | (Q(robot__isnull=False) & Q(email="")),
                name="delivery_to_email_or_robot",
            )
        ]

    def __str__(self):
        return self.title
