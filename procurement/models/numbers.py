"""Readable numbers: one row counts up per series and year."""

from django.db import models


class NumberSeries(models.Model):
    """The last number given out in a series such as ``ORDER-2026``."""

    key = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"

    def __str__(self):
        return f"{self.key}: {self.last}"
