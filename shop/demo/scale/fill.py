"""Fill an empty database, some thousand orders at a time."""

from contextlib import contextmanager
from datetime import date

from django.core.management.color import no_style
from django.db import connection, transaction
from oscar.core.loading import get_model

from procurement.figures import rollups
from procurement.models import LedgerEntry, OfflineLine, OfflineProof, OfflinePurchase, PurchaseOrder, Unit

from . import base, offline, orders, rows
from . import entries as ledger

Partner = get_model("partner", "Partner")
YEARS, AT_ONCE = 5, 5000
# Of twenty entries one comes from an offline purchase.
OFFLINE_SHARE = 20
KEYED = [orders.Order, orders.Line, orders.Source, orders.Transaction, PurchaseOrder, orders.Shipment]
KEYED += [orders.ShipmentLine, orders.Acceptance, orders.AcceptanceLine, OfflinePurchase, OfflineLine, OfflineProof]


class NotEmpty(Exception):
    """The database holds something already; the message says so."""


def fill(*, products, units, entries, until, tell=lambda sentence: None):
    """Write so many products, units and (about) ledger entries, over the years up to a day.

    :return: how many entries there are.
    :raises NotEmpty: if the database has units, suppliers or orders.
    """
    if any(model.objects.exists() for model in (Unit, Partner, PurchaseOrder, LedgerEntry)):
        raise NotEmpty("库里已有单位、供应商或订单。规模测试只写入空库，请换一个数据库。")
    starts_on = date(until.year - YEARS + 1, 1, 1)
    days = (until - starts_on).days
    with _quick():
        suppliers = base.load(products=products, units=units, starts_on=starts_on, days=days)
        size = {"suppliers": suppliers, "products": products, "units": units, "days": days}
        tell(f"商品 {products}，供应商 {suppliers}，单位 {units}")
        _orders(entries - entries // OFFLINE_SHARE, size, tell)
        _offline(entries // OFFLINE_SHARE // 4, size)
        tell("汇总……")
        rollups.rebuild()
    _finish()
    return LedgerEntry.objects.count()


def _orders(wanted, size, tell):
    number = orders.number_of(wanted)
    for first in range(1, number + 1, AT_ONCE):
        last = min(number, first + AT_ONCE - 1)
        with transaction.atomic():
            orders.stage_lines(first, last, orders=number, **size)
            orders.write()
            ledger.write_of_orders()
        tell(f"订单 {last}/{number}")


def _offline(number, size):
    for first in range(1, number + 1, AT_ONCE):
        with transaction.atomic():
            last = min(number, first + AT_ONCE - 1)
            offline.stage_lines(first, last, purchases=number, **size)
            offline.write()
            ledger.write_of_offline()


@contextmanager
def _quick():
    """Let SQLite keep its indexes in memory, check no keys that are numbers of our own, and not wait for the disk."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    for pragma in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -400000"):
        rows.run(f"PRAGMA {pragma}")
    yield
    for pragma in ("cache_size = -2000", "synchronous = NORMAL", "foreign_keys = ON"):
        rows.run(f"PRAGMA {pragma}")


def _finish():
    for statement in connection.ops.sequence_reset_sql(no_style(), KEYED):
        rows.run(statement)
    rows.run("ANALYZE")
