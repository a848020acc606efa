"""Take stock, give it back, send it out: several products at once, all or nothing.

The rows are locked in primary-key order and then changed by one guarded update, so two buyers can neither oversell nor
deadlock. SQLite has no row locks; there a writer holds the whole database from the start of its transaction, and the
guard is enough. Oscar's own ``StockRecord.allocate`` does not check.
"""

from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce
from oscar.core.loading import get_model

from . import editions, shelves

ALLOCATED = Coalesce(F("num_allocated"), Value(0))
IN_STOCK = Coalesce(F("num_in_stock"), Value(0))


# So few packs left to sell, or fewer, are running out.
LOW = 10


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


def running_out(records):
    """Return the stock records of which few packs or none are left to sell."""
    return records.filter(num_in_stock__lte=ALLOCATED + LOW)


@transaction.atomic
def allocate(quantities):
    """Reserve stock for new orders, in two queries for any number of products.

    :param quantities: ``{stock_record_pk: whole packs}``.
    :raises OutOfStock: if anything is missing; then nothing is reserved.
    """
    records = _lock(quantities)
    free = [(record, quantities[record.pk], max(record.net_stock_level, 0)) for record in records]
    shortages = [row for row in free if row[1] > row[2]]
    if shortages:
        raise OutOfStock(shortages)
    packs = _packs(quantities)
    rows = _rows(quantities).filter(num_in_stock__gte=ALLOCATED + packs)
    _check(rows.update(num_allocated=ALLOCATED + packs), quantities)
    _turn(records, {pk: -quantity for pk, quantity in quantities.items()})


@transaction.atomic
def release(quantities):
    """Give reserved stock back, e.g. after a cancellation."""
    records = _lock(quantities)
    packs = _packs(quantities)
    rows = _rows(quantities).filter(num_allocated__gte=packs)
    _check(rows.update(num_allocated=ALLOCATED - packs), quantities)
    _turn(records, quantities)


@transaction.atomic
def send_out(quantities):
    """Take reserved packs out of the store when they are shipped; what is left to buy stays the same."""
    _lock(quantities)
    packs = _packs(quantities)
    rows = _rows(quantities).filter(num_allocated__gte=packs, num_in_stock__gte=packs)
    _check(rows.update(num_allocated=ALLOCATED - packs, num_in_stock=IN_STOCK - packs), quantities)


def _lock(quantities):
    """Lock the rows in primary-key order, against each other but not against order lines that point at them."""
    rows = _rows(quantities).select_for_update(of=("self",), no_key=True)
    return list(rows.select_related("product__dossier").order_by("pk"))


def _rows(quantities):
    return get_model("partner", "StockRecord").objects.filter(pk__in=quantities)


def _packs(quantities):
    """Return the packs of each row as an expression over its primary key."""
    cases = [When(pk=pk, then=Value(quantity)) for pk, quantity in quantities.items()]
    return Case(*cases, output_field=IntegerField())


def _turn(records, changes):
    """Begin another edition if shoppers see the change: not when thousands of packs become some fewer.

    :param records: as they were before.
    :param changes: ``{stock_record_pk: packs more}`` that can be bought.
    """
    if any(_shown(record, 0) != _shown(record, changes[record.pk]) for record in records):
        editions.turn()


def _shown(record, more):
    dossier = getattr(record.product, "dossier", None)
    return shelves.shown(record.net_stock_level + more, shelves.first_quantity(dossier)) if dossier else None


def _check(changed, quantities):
    if changed < len(quantities):
        raise ValueError(f"Some of these stock records have too little in stock or reserved: {dict(quantities)}.")
