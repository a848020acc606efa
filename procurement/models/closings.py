"""Months that are closed: nothing is written into them any more, and what they said is kept."""

import hashlib
import json

from django.conf import settings
from django.db import models


class ClosingQuerySet(models.QuerySet):
    def update(self, **changes):
        raise TypeError("封账记录只增不改。")

    def delete(self):
        raise TypeError("封账记录只增不删。")


class Closing(models.Model):
    """A month frozen by the office: who, when, its totals, what was outstanding, and a digest of it all.

    Months are closed one after the other. ``content`` is all that is printed, as plain values; ``entries_digest`` is
    the SHA-256 over the month's entries, and ``digest`` the one over both and the previous closing's, so that no closed
    month can be changed without all later ones telling. Database triggers refuse to change or delete a closing, and any
    entry for its month or an earlier one.
    """

    period = models.CharField("月份", max_length=7, unique=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("封账时间")
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")
    entries = models.PositiveIntegerField("台账条数")
    content = models.JSONField("封账内容")
    entries_digest = models.CharField("台账摘要", max_length=64)
    digest = models.CharField("封账摘要", max_length=64)
    is_demo = models.BooleanField("演示", default=False)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "封账"
        ordering = ["-period"]

    def __str__(self):
        return f"{self.month_label}封账"

    @property
    def month_label(self):
        """The month as people write it: ``2026年3月``."""
        return f"{int(self.period[:4])}年{int(self.period[5:])}月"

    @property
    def is_intact(self):
        """Whether what it says is what was sealed."""
        return self.digest == self.content_digest()

    def content_digest(self):
        """Return the SHA-256 over month, entries, content and the previous closing, as 64 hex digits."""
        previous = self.previous.digest if self.previous else ""
        values = [self.period, previous, self.entries, self.entries_digest, self.content]
        text = json.dumps(values, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
