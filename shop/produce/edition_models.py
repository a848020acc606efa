"""Numbers that tell one edition of the shop from every other."""

from django.db import models


class Edition(models.Model):
    """A part of the edition's number. The sum of all rows is the edition; rows are only ever added to."""

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "商城版次"

    def __str__(self):
        return str(self.number)
