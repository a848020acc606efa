"""The rows of an import, and what people corrected in them before it was applied."""

from django.conf import settings
from django.db import models

from .. import display, open_cells
from ..parse.problems import Mistake
from ..plan import Outcome
from .imports import CatalogueImport


class ImportRowQuerySet(models.QuerySet):
    def marked(self, key):
        """Rows with a mistake or a change in a column."""
        return self.filter(marks__contains=f",{key},")

    def applied(self):
        return self.filter(applied_at__isnull=False, outcome__in=(Outcome.NEW, Outcome.CHANGED))

    def to_undo(self):
        """Written rows whose undoing was not decided yet."""
        return self.applied().filter(undone_at=None, kept_because="")


class ImportRow(models.Model):
    """A planned row: what the file says (``values``), what would change, what is wrong with it.

    ``changes`` is ``[[key, old, new], …]``, ``mistakes`` and ``warnings`` lists of ``parse.problems.Mistake`` as JSON,
    ``marks`` the keys of mistakes and changes between commas. ``texts`` holds cells as typed where words cannot be
    told from the value. ``applied_at`` is set in the transaction that wrote the row, so that an interrupted import
    goes on where it stopped; so is ``undone_at``, or ``kept_because``, a sentence, when the row could not be undone.
    """

    catalogue_import = models.ForeignKey(CatalogueImport, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    mistakes = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    texts = models.JSONField(default=dict)
    marks = models.CharField(max_length=400, blank=True)
    product = models.ForeignKey("catalogue.Product", models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    kept_because = models.CharField(max_length=200, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入的行"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["catalogue_import", "outcome"], name="import_row_outcome"),
            models.Index(fields=["catalogue_import", "code"], name="import_row_code"),
        ]

    def __str__(self):
        return f"{self.number} {self.code}"

    @property
    def title(self):
        return self.values.get("title", "")

    @property
    def tone(self):
        """The tone of its badge."""
        return {Outcome.NEW: "good", Outcome.CHANGED: "accent", Outcome.REJECTED: "bad"}.get(self.outcome, "")

    @property
    def is_rejected(self):
        return self.outcome == Outcome.REJECTED

    def text_of(self, key):
        """Return what a cell says: as typed if that is still known, otherwise its value in words."""
        if key in self.texts or key not in self.values:
            return self.texts.get(key, "")
        return display.words(key, self.values[key])

    @property
    def old_pictures(self):
        """Digests of the pictures that this row replaces or replaced."""
        return next((old for key, old, _ in self.changes if key == "pictures"), [])

    @property
    def pictures_changed(self):
        return any(key == "pictures" for key, _, _ in self.changes)

    def is_own(self, mistake):
        """Tell whether a mistake is its cell's own, not one that shows only when cells or rows are seen together."""
        return mistake.key not in self.values or mistake.key == "pictures"

    @property
    def summary(self):
        """The row in one line."""
        return display.summary(self.values)

    @property
    def shown_changes(self):
        """``(column, old, new)`` in words."""
        return [
            (display.header(key), display.words(key, old), display.words(key, new)) for key, old, new in self.changes
        ]

    @property
    def bad_keys(self):
        """Keys of the columns with mistakes."""
        return list(dict.fromkeys(mistake["key"] for mistake in self.mistakes))

    @property
    def open_cells(self):
        """The cells that can be put right on the page."""
        return open_cells.of(self)

    @property
    def open_keys(self):
        return [cell.key for cell in self.open_cells]

    @property
    def pictures(self):
        """Digests of the row's own pictures."""
        return self.values.get("pictures", [])

    @property
    def shown_mistakes(self):
        return [Mistake.of(mistake) for mistake in self.mistakes]

    @property
    def shown_warnings(self):
        """What looks odd about the row but does not keep it out."""
        return [Mistake.of(warning) for warning in self.warnings]


class Correction(models.Model):
    """A cell put right on the review page: who, when, the text before and after. The latest of a cell counts."""

    row = models.ForeignKey(ImportRow, models.CASCADE, related_name="corrections")
    key = models.CharField(max_length=30)
    old_text = models.TextField(blank=True)
    new_text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "改过的单元格"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.column}：{self.old_text} → {self.new_text}"

    @property
    def column(self):
        return display.header(self.key)
