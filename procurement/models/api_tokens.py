"""Who may read the figures by program: tokens, and each request of the last minute."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .units import Unit


class ApiTokenQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(revoked_at=None)


class ApiToken(models.Model):
    """A token for programs of the county office (no unit), or of a unit, which sees itself and what lies below it.

    Only a digest is kept; ``start`` are the first characters, by which people tell tokens apart.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="api_tokens")
    name = models.CharField("用途", max_length=40)
    start = models.CharField("开头", max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("发放时间")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(revoked_at=None), name="api_token_of_unit_once"
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(revoked_at=None, unit=None), name="api_token_of_office_once"
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.start}…）"

    @property
    def is_revoked(self):
        return self.revoked_at is not None


class ApiRequest(models.Model):
    """One request, kept for a minute to be counted."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="requests")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "接口请求"
        indexes = [models.Index(fields=["token", "at"], name="api_request_of_token")]

    def __str__(self):
        return f"{self.token} {self.at}"
