"""The people of a supplier, and the links by which they come in."""

from django.conf import settings
from django.db import models

from .group_orders import new_token


class SupplierRole(models.TextChoices):
    OWNER = "OWNER", "负责人"
    CLERK = "CLERK", "业务员"


class SupplierMember(models.Model):
    """The role of one of a supplier's ``users``; who has no row is a clerk."""

    supplier = models.ForeignKey("partner.Partner", models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="supplier_memberships")
    role = models.CharField("角色", max_length=5, choices=SupplierRole.choices, default=SupplierRole.CLERK)

    class Meta:
        verbose_name = verbose_name_plural = "供应商人员"
        constraints = [models.UniqueConstraint(fields=["supplier", "user"], name="supplier_member_once")]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}"


class SupplierInvitationQuerySet(models.QuerySet):
    def open_at(self, at):
        """Invitations that somebody may still accept."""
        return self.filter(revoked_at=None, accepted_at=None, expires_at__gt=at)


class SupplierInvitation(models.Model):
    """A link that lets the owner of one mobile number into a supplier, once, until it expires or is revoked."""

    supplier = models.ForeignKey("partner.Partner", models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    mobile = models.CharField("手机号", max_length=11)
    role = models.CharField("角色", max_length=5, choices=SupplierRole.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="邀请人")
    at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)

    objects = SupplierInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "供应商邀请"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.supplier} {self.get_role_display()}"

    def why_closed(self, at):
        """Return the sentence that tells why nobody may accept it, or nothing."""
        if self.revoked_at:
            return "这个邀请已经撤销。"
        if self.accepted_at:
            return "这个邀请已经用过。"
        return "" if at < self.expires_at else "这个邀请已经过期。"
