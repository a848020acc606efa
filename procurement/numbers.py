"""Give out numbers of orders, such as ``JH2026-000123``, and of offline purchases, such as ``JHX2026-000045``."""

from django.conf import settings
from django.db import transaction
from django.db.models import F

from .models import NumberSeries


@transaction.atomic
def next_order_number(year):
    """Return the next number of a year; a parallel caller waits for this transaction.

    A group order keeps it as its own, and each purchase order placed under it adds ``-01``, ``-02``…
    """
    return f"{settings.ORDER_NUMBER_PREFIX}{year}-{_next(f'ORDER-{year}'):06d}"


@transaction.atomic
def next_offline_number(year):
    """Return the next number of a year for an offline purchase."""
    return f"{settings.ORDER_NUMBER_PREFIX}X{year}-{_next(f'OFFLINE-{year}'):06d}"


def _next(key):
    NumberSeries.objects.get_or_create(key=key)
    NumberSeries.objects.filter(key=key).update(last=F("last") + 1)
    return NumberSeries.objects.values_list("last", flat=True).get(key=key)
