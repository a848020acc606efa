"""Lists of targets that the office uploads."""

from django.db import models

from .plans import Plan
from .reviewed_lists import ReviewedList


class TargetImport(ReviewedList):
    """A list of the office's targets under a plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="target_imports")

    class Meta(ReviewedList.Meta):
        verbose_name = verbose_name_plural = "目标导入"
