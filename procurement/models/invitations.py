"""Links by which people come into a unit."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .group_orders import new_token
from .units import Role, Unit


class InvitationQuerySet(models.QuerySet):
    def open_at(self, at):
        """Invitations that somebody may still accept."""
        return self.filter(revoked_at=None, expires_at__gt=at, uses__lt=F("max_uses"))


class Invitation(models.Model):
    """A link that gives whoever accepts it some roles in a unit, until it expires, is used up or is revoked."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    roles = models.JSONField("角色")
    department = models.CharField("部门", max_length=40, blank=True)
    max_uses = models.PositiveSmallIntegerField("可用人数", default=1)
    uses = models.PositiveSmallIntegerField("已用人数", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="邀请人")
    at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "邀请"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(max_uses__gte=1), name="invitation_for_someone"),
            models.CheckConstraint(condition=Q(uses__lte=F("max_uses")), name="invitation_not_overused"),
        ]

    def __str__(self):
        return f"{self.unit} {self.role_words}"

    @property
    def role_words(self):
        return "、".join(Role(role).label for role in self.roles)

    @property
    def is_revoked(self):
        return self.revoked_at is not None

    @property
    def is_used_up(self):
        return self.uses >= self.max_uses

    @property
    def is_for_several(self):
        return self.max_uses > 1

    def is_open(self, at):
        """Tell whether somebody may accept it at this moment."""
        return not self.is_revoked and not self.is_used_up and at < self.expires_at

    def why_closed(self, at):
        """Return the sentence that tells why nobody may accept it, or nothing."""
        if self.is_revoked:
            return "这个邀请已经撤销。"
        if self.is_used_up:
            return "这个邀请已经用完。"
        return "" if at < self.expires_at else "这个邀请已经过期。"


class InvitationUse(models.Model):
    """Who accepted an invitation, once each: who was removed cannot come back by the same link."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="accepted")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "邀请使用记录"
        constraints = [models.UniqueConstraint(fields=["invitation", "user"], name="invitation_used_once_each")]

    def __str__(self):
        return f"{self.user} {self.at:%Y-%m-%d}"
