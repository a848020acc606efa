"""What a supplier told us once about its files: which column is which, and what its own words mean."""

from django.conf import settings
from django.db import models

from ..columns import BY_KEY


class ColumnMapping(models.Model):
    """Which column holds what in files with one header, told once and used from then on.

    ``signature`` stands for the header's texts (see ``mapping.signature``), ``headers`` are these texts as
    ``[[column number, text], …]``, ``columns`` is ``{key: column number}``, ``constants`` is ``{key: text}`` for what
    holds in every row. A ``header_row`` of 0 means that the sheet has none.
    """

    supplier = models.ForeignKey("partner.Partner", models.CASCADE, related_name="column_mappings")
    signature = models.CharField(max_length=64)
    sheet = models.CharField("工作表", max_length=100)
    header_row = models.PositiveIntegerField("表头行")
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    constants = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("记住的时间")

    class Meta:
        verbose_name = verbose_name_plural = "列的对应"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["supplier", "signature"], name="column_mapping_once")]

    def __str__(self):
        return f"{self.sheet} 第 {self.header_row} 行"

    @property
    def pairs(self):
        """``(header in the file, our header)`` of every mapped column, in the order of the file."""
        titles = dict(self.headers)
        found = sorted((column, key) for key, column in self.columns.items())
        return [(titles.get(column) or f"第 {column} 列", BY_KEY[key].header) for column, key in found]

    @property
    def fixed(self):
        """``(our header, text)`` of what holds in every row."""
        return [(BY_KEY[key].header, text) for key, text in self.constants.items()]


class Synonym(models.Model):
    """A supplier's own word for a category, place or unit; ``word`` is cleaned (see ``synonyms.normal``)."""

    supplier = models.ForeignKey("partner.Partner", models.CASCADE, related_name="synonyms")
    key = models.CharField(max_length=30)
    word = models.CharField("您的写法", max_length=100)
    meaning = models.CharField("当作", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("记住的时间")

    class Meta:
        verbose_name = verbose_name_plural = "供应商的写法"
        ordering = ["key", "word"]
        constraints = [models.UniqueConstraint(fields=["supplier", "key", "word"], name="synonym_once")]

    def __str__(self):
        return f"{self.word} → {self.meaning}"

    @property
    def column(self):
        return BY_KEY[self.key].header
