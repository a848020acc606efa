"""What a person was told, and what they do not want by e-mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..kinds import Group, Kind

TITLE_LENGTH, BODY_LENGTH = 120, 2000


class MessageQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)


class Message(models.Model):
    """One thing one person was told. ``once`` names a thing that a person is told about only once."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox")
    # No choices: another kind of message must not need a migration.
    kind = models.CharField("类别", max_length=30)
    title = models.CharField("标题", max_length=TITLE_LENGTH)
    body = models.TextField("正文", max_length=BODY_LENGTH, blank=True)
    link = models.CharField("去处", max_length=200, blank=True)
    once = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="message_of_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="message_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "once"], condition=~Q(once=""), name="message_once")
        ]

    def __str__(self):
        return self.title

    @property
    def is_unread(self):
        return self.read_at is None

    @property
    def label(self):
        """Its kind in words."""
        return Kind(self.kind).label if self.kind in Kind.values else ""


class Mute(models.Model):
    """A group of messages that a person does not want by e-mail; the inbox has them all the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    group = models.CharField(max_length=10, choices=Group.choices)

    class Meta:
        verbose_name = verbose_name_plural = "不发邮件的消息"
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="mute_once")]

    def __str__(self):
        return f"{self.user} {self.get_group_display()}"
