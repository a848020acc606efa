"""Which pictures an import holds, and which source became which stored picture."""

from django.db import models

from .imports import CatalogueImport


class ImportPicture(models.Model):
    """A picture, by the digest of its JPEG, that an import may still need: to show, to apply, to put back."""

    catalogue_import = models.ForeignKey(CatalogueImport, models.CASCADE, related_name="pictures")
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的图片"
        constraints = [models.UniqueConstraint(fields=["catalogue_import", "digest"], name="import_picture_once")]

    def __str__(self):
        return self.digest


class KnownPicture(models.Model):
    """The picture a supplier's source bytes became, both as SHA-256, so that it is not re-encoded every time."""

    supplier = models.ForeignKey("partner.Partner", models.CASCADE, related_name="+")
    source = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "认得的图片"
        constraints = [models.UniqueConstraint(fields=["supplier", "source"], name="known_picture_once")]

    def __str__(self):
        return self.source
