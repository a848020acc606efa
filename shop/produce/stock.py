"""Take stock, give it back, send it out: several products at once, all or nothing.

Rows are taken in primary-key order by guarded updates, so two buyers can neither oversell nor deadlock, on SQLite as
on PostgreSQL. Oscar's own ``StockRecord.allocate`` does not check.
"""

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from oscar.core.loading import get_model

ALLOCATED = Coalesce(F("num_allocated"), Value(0))


class OutOfStock(Exception):
    """Some products have less left than wanted.

    ``shortages`` is a list of ``(stock_record, wanted, available)``.
    """

    def __init__(self, shortages):
        self.shortages = shortages
        super().__init__("；".join(self.sentences()))

    def sentences(self):
        for record, wanted, available in self.shortages:
            yield f"{record.product.title}：需要 {wanted}，现有 {available}"


@transaction.atomic
def allocate(quantities):
    """Reserve stock for new orders.

    :param quantities: ``{stock_record_pk: whole packs}``.
    :raises OutOfStock: if anything is missing; then nothing is reserved.
    """
    missing = [pk for pk in sorted(quantities) if not _take(pk, quantities[pk])]
    if missing:
        rows = _records().select_related("product").in_bulk(missing)
        raise OutOfStock([(rows[pk], quantities[pk], max(rows[pk].net_stock_level, 0)) for pk in missing])


@transaction.atomic
def release(quantities):
    """Give reserved stock back, e.g. after a cancellation."""
    for pk in sorted(quantities):
        changed = _records().filter(pk=pk, num_allocated__gte=quantities[pk])
        if not changed.update(num_allocated=F("num_allocated") - quantities[pk]):
            raise ValueError(f"Stock record {pk} has less than {quantities[pk]} reserved.")


@transaction.atomic
def send_out(quantities):
    """Take reserved packs out of the store when they are shipped."""
    for pk in sorted(quantities):
        quantity = quantities[pk]
        changed = _records().filter(pk=pk, num_allocated__gte=quantity, num_in_stock__gte=quantity)
        if not changed.update(num_allocated=F("num_allocated") - quantity, num_in_stock=F("num_in_stock") - quantity):
            raise ValueError(f"Stock record {pk} has less than {quantity} reserved.")


def _take(pk, quantity):
    free = _records().filter(pk=pk, num_in_stock__gte=ALLOCATED + quantity)
    return free.update(num_allocated=ALLOCATED + quantity)


def _records():
    return get_model("partner", "StockRecord").objects.all()
