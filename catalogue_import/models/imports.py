"""Imports of suppliers' files, and their steps."""

from django.conf import settings
from django.db import models

from shop.produce import listings

from ..plan import Outcome


class CatalogueImport(models.Model):
    """One file of one supplier on its way into the shop, and back if it is undone.

    ``stage``, ``done`` and ``total`` say how far the work in the background is, ``worker`` and ``beat_at`` who does it
    and when it was last heard of (see ``leases``); ``failure`` is the sentence of a refusal or of an interruption.
    ``stored_name`` lies in the private storage, empty once it was purged; ``digest`` is the file's SHA-256. ``tables``
    is ``{sheet: {"header_row", "columns": {key: column number}}}``. ``missing`` are codes to take off sale; afterwards
    those that were. ``preview`` are the first rows of each sheet, see ``mapping_tables.preview``.
    """

    class Status(models.TextChoices):
        UPLOADED = "UPLOADED", "等待读取"
        READING = "READING", "正在读取"
        MAPPING = "MAPPING", "待对应列"
        REVIEW = "REVIEW", "待确认"
        APPLYING = "APPLYING", "正在导入"
        DONE = "DONE", "已导入"
        REFUSED = "REFUSED", "未能读取"
        CANCELLED = "CANCELLED", "已放弃"
        STOPPED = "STOPPED", "已停止"
        UNDOING = "UNDOING", "正在撤销"
        UNDONE = "UNDONE", "已撤销"

    supplier = models.ForeignKey("partner.Partner", models.CASCADE, related_name="catalogue_imports")
    name = models.CharField("文件名", max_length=200)
    stored_name = models.CharField(max_length=100, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.UPLOADED)
    digest = models.CharField(max_length=64, blank=True)
    mapping = models.ForeignKey("catalogue_import.ColumnMapping", models.SET_NULL, null=True, related_name="imports")
    publish = models.BooleanField("按“上架”一列上架", default=True)
    unpublish_missing = models.BooleanField("缺失商品下架", default=False)
    stage = models.CharField(max_length=20, blank=True)
    stage_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField("新增", default=0)
    updated = models.PositiveIntegerField("有改动", default=0)
    unchanged = models.PositiveIntegerField("无改动", default=0)
    rejected = models.PositiveIntegerField("有问题", default=0)
    images = models.PositiveIntegerField("图片", default=0)
    taken_off = models.PositiveIntegerField("下架", default=0)
    missing = models.JSONField(default=list)
    tables = models.JSONField(default=dict)
    preview = models.JSONField(default=list)
    undone = models.PositiveIntegerField("已撤销", default=0)
    kept = models.PositiveIntegerField("保留", default=0)
    failure = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    confirmed_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=32, blank=True)
    beat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "商品导入"
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["supplier", "-uploaded_at"], name="import_of_supplier")]

    def __str__(self):
        return self.name

    def columns_of(self, sheet):
        """Return ``{key: column number}`` of a sheet."""
        return self.tables.get(sheet, {}).get("columns", {})

    @property
    def good_count(self):
        """How many rows a confirmation writes."""
        return self.created + self.updated

    @property
    def is_worth_confirming(self):
        return self.is_in_review and bool(self.good_count or self.missing)

    @property
    def tabs(self):
        """``(outcome, label, number of rows)``, mistakes first."""
        counts = (self.rejected, self.created, self.updated, self.unchanged)
        order = (Outcome.REJECTED, Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
        found = [(outcome.value, outcome.label, count) for outcome, count in zip(order, counts, strict=True)]
        return [*found, ("KEPT", "没有撤销", self.kept)] if self.is_undone else found

    @property
    def is_working(self):
        """Whether the work in the background is not done yet."""
        return self.status in WORKING

    @property
    def is_in_review(self):
        return self.status == self.Status.REVIEW

    @property
    def is_reviewed(self):
        """Whether the county office looks at first publications and steep price rises."""
        return listings.is_on()

    @property
    def is_mapping(self):
        """Whether the supplier has to say first which column is which."""
        return self.status == self.Status.MAPPING

    @property
    def is_reading(self):
        return self.status == self.Status.READING

    @property
    def is_applying(self):
        return self.status == self.Status.APPLYING

    @property
    def is_undoing(self):
        return self.status == self.Status.UNDOING

    @property
    def is_done(self):
        return self.status == self.Status.DONE

    @property
    def is_refused(self):
        return self.status == self.Status.REFUSED

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_stopped(self):
        return self.status == self.Status.STOPPED

    @property
    def is_undone(self):
        return self.status == self.Status.UNDONE

    @property
    def is_over(self):
        return not self.is_working and not self.is_in_review and not self.is_mapping

    @property
    def is_applied(self):
        """Whether it wrote to the shop, all of it or a part, and was not undone."""
        return self.is_done or self.is_stopped

    @property
    def can_be_undone(self):
        return self.is_applied and self.purged_at is None

    @property
    def can_be_cancelled(self):
        return self.status in CANCELLED_AS

    @property
    def has_marked_file(self):
        """Whether the file can be had back with its mistakes marked."""
        return bool(self.stored_name) and self.has_rows

    @property
    def has_rows(self):
        return self.is_in_review or self.is_applied or self.is_undone

    @property
    def heading(self):
        if self.is_in_review:
            return "看一看，再确认"
        if self.is_mapping:
            return "这些列分别是什么？"
        return "导入结果" if self.is_over else "正在处理"

    @property
    def tone(self):
        """The tone of its badge."""
        return TONES.get(self.status, "")

    @property
    def waiting_for(self):
        """What the background is doing, in words."""
        if self.status == self.Status.UPLOADED:
            return "排队等待读取"
        return f"正在{self.stage}" if self.stage else self.get_status_display()


Status = CatalogueImport.Status
WORKING = {Status.UPLOADED, Status.READING, Status.APPLYING, Status.UNDOING}
# What giving up makes of it: an import that has begun to write is stopped, not undone.
CANCELLED_AS = {
    Status.UPLOADED: Status.CANCELLED,
    Status.READING: Status.CANCELLED,
    Status.MAPPING: Status.CANCELLED,
    Status.REVIEW: Status.CANCELLED,
    Status.APPLYING: Status.STOPPED,
}
TONES = {
    Status.MAPPING: "warn",
    Status.REVIEW: "warn",
    Status.DONE: "good",
    Status.REFUSED: "bad",
    Status.STOPPED: "warn",
}


class CatalogueImportMove(models.Model):
    """One step of an import: who, when, from, to, why."""

    catalogue_import = models.ForeignKey(CatalogueImport, models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10, choices=CatalogueImport.Status.choices)
    new = models.CharField(max_length=10, choices=CatalogueImport.Status.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入记录"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"
