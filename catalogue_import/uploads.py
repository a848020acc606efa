"""Bound how many files a supplier may have read: each costs a worker up to some minutes."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from oscar.core.loading import get_model

from .models.imports import WORKING

WITHIN = timedelta(hours=1)
# Beyond this, files only wait for each other.
AT_ONCE = 5


class TooMany(Exception):
    """The supplier uploaded too much lately; the message is a Chinese sentence saying when to come again."""


def check(*, supplier, at):
    """Refuse another upload over the bound of an hour, or while enough files are being worked on.

    Call it in the transaction that keeps the upload: the supplier stays locked, so none slips by beside another.

    :raises TooMany: over a bound.
    """
    get_model("partner", "Partner").objects.select_for_update().get(pk=supplier.pk)
    recent = supplier.catalogue_imports.filter(by__isnull=False, uploaded_at__gt=at - WITHIN)
    limit = settings.IMPORT_UPLOADS_AN_HOUR
    times = list(recent.order_by("-uploaded_at").values_list("uploaded_at", flat=True)[:limit])
    if len(times) == limit:
        # A minute is given without its seconds.
        free = timezone.localtime(times[-1] + WITHIN + timedelta(minutes=1))
        raise TooMany(f"一小时内已经上传了 {limit} 个文件，请在 {free:%H:%M} 以后再上传。")
    if recent.filter(status__in=WORKING).count() >= AT_ONCE:
        raise TooMany(f"还有 {AT_ONCE} 个文件正在处理，请等它们处理完再上传。")
