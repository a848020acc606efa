"""Custom tables under a name, for everybody at one desk."""

from django.db import IntegrityError, transaction

from ..models import SavedTable

MOST = 100


class Refused(Exception):
    """It cannot be kept; the message tells why."""


@transaction.atomic
def save(*, name, unit, parameters, by, at):
    """Keep a table under a name.

    :param unit: whose desk; None is the county office.
    :raises Refused: if the name is taken at this desk, or too many are kept.
    """
    if SavedTable.objects.filter(unit=unit).count() >= MOST:
        raise Refused(f"已经保存了 {MOST} 张表，请先删除不用的。")
    try:
        with transaction.atomic():
            return SavedTable.objects.create(name=name, unit=unit, parameters=parameters, saved_by=by, saved_at=at)
    except IntegrityError:
        raise Refused(f"已有名为“{name}”的表，请换一个名称，或先删除原来的。") from None


def remove(*, saved_table):
    """Forget a table; the figures stay."""
    saved_table.delete()
