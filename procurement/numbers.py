"""Give out order numbers such as ``JH2026-000123``."""

from django.conf import settings
from django.db import transaction
from django.db.models import F

from .models import NumberSeries


@transaction.atomic
def next_order_number(year):
    """Return the next number of a year; a parallel caller waits for this transaction.

    A group order keeps it as its own, and each purchase order placed under it adds ``-01``, ``-02``…
    """
    key = f"ORDER-{year}"
    NumberSeries.objects.get_or_create(key=key)
    NumberSeries.objects.filter(key=key).update(last=F("last") + 1)
    last = NumberSeries.objects.values_list("last", flat=True).get(key=key)
    return f"{settings.ORDER_NUMBER_PREFIX}{year}-{last:06d}"
