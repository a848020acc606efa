"""Real threads on PostgreSQL: nobody buys what is not there, and nobody waits for ever.

The same harness oversells with Oscar's own ``allocate``, so it would notice.
"""

import importlib
import threading
from collections import Counter
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from oscar.apps.partner.abstract_models import AbstractStockRecord
from oscar.core.loading import get_model

from procurement.delivery import purchase_orders
from procurement.models import Channel, FundSource, PurchaseOrder
from shop.produce import stock
from tests import factories

StockRecord = get_model("partner", "StockRecord")
AT = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ADDRESS = purchase_orders.Address(name="收货人", mobile="13800001234", street="人民路 1 号")
BUYERS = 40


def concurrent(test):
    return pytest.mark.postgresql(pytest.mark.django_db(transaction=True)(test))


@pytest.fixture(autouse=True)
def only_where_asked(request):
    if request.node.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture(scope="module", autouse=True)
def rows_of_migrations(django_db_setup, django_db_blocker):
    """A flush takes the rows that migrations wrote; put them back for those who use the database next."""
    yield
    with django_db_blocker.unblock():
        write_rows_of_migrations()


@pytest.fixture
def china(transactional_db):
    write_rows_of_migrations()


def write_rows_of_migrations():
    importlib.import_module("procurement.migrations.0003_country_and_office").create(apps, None)


def buy(wanted, number):
    return purchase_orders.place(
        number=number,
        wanted=[purchase_orders.Wanted(record, packs, Decimal("58.00")) for record, packs in wanted],
        address=ADDRESS,
        channel=Channel.PUBLIC,
        fund_source=FundSource.PERSONAL,
        by=None,
        at=AT,
    )


def together(act, count=BUYERS):
    """Run ``act(number)`` in threads that start at the same moment; return how each ended, by class name."""
    start, ends = threading.Barrier(count), Counter()

    def run(number):
        try:
            start.wait(timeout=20)
            act(number)
            ends["done"] += 1
        except Exception as error:
            ends[type(error).__name__] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return ends


@concurrent
def test_forty_buyers_of_the_last_ten_boxes_get_exactly_ten(china):
    record = factories.make_product(stock=10).stockrecords.select_related("product", "partner").get()

    ends = together(lambda number: buy([(record, 1)], f"T{number}"))

    assert ends == {"done": 10, "OutOfStock": 30}
    record.refresh_from_db()
    assert (record.num_in_stock, record.num_allocated) == (10, 10)
    assert PurchaseOrder.objects.count() == 10
    assert get_model("order", "Order").objects.count() == 10


@concurrent
def test_the_same_buyers_oversell_with_the_allocation_that_oscar_has(china):
    """The control: without our check and the database's own, the harness sees more sold than there is."""
    record = factories.make_product(stock=10).stockrecords.get()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE partner_stockrecord DROP CONSTRAINT stock_not_oversold")
    try:

        def take(number):
            own = StockRecord.objects.get(pk=record.pk)
            if own.net_stock_level >= 1:
                AbstractStockRecord.allocate(own, 1)

        # Buyers look before they take, as Oscar's checkout does; what was seen is old when it is taken.
        allocated = 0
        for _ in range(5):
            StockRecord.objects.update(num_allocated=0)
            together(take)
            allocated = max(allocated, StockRecord.objects.get(pk=record.pk).num_allocated)
            if allocated > 10:
                break
        assert allocated > 10
    finally:
        StockRecord.objects.update(num_allocated=0)
        restore_check()


@concurrent
def test_buyers_of_the_same_products_in_opposite_order_do_not_deadlock(china):
    for _ in range(25):
        factories.make_product(stock=500)
    rows = [(record, 1) for record in StockRecord.objects.select_related("product", "partner").order_by("pk")]

    ends = together(lambda number: buy(rows if number % 2 else rows[::-1], f"T{number}"))

    assert ends == {"done": BUYERS}
    assert set(StockRecord.objects.values_list("num_allocated", flat=True)) == {BUYERS}


@concurrent
def test_cancelling_and_buying_at_once_leave_the_right_number_reserved(china):
    record = factories.make_product(stock=100).stockrecords.select_related("product", "partner").get()
    placed = [buy([(record, 2)], f"O{number}")[0] for number in range(20)]

    def act(number):
        if number % 2:
            buy([(record, 1)], f"T{number}")
        else:
            purchase_orders.cancel(purchase_order=placed[number // 2], by=None, at=AT, reason="不要了")

    assert together(act) == {"done": BUYERS}
    record.refresh_from_db()
    assert record.num_allocated == 20


@concurrent
def test_an_order_cancelled_by_many_at_once_gives_its_stock_back_once(china):
    record = factories.make_product(stock=100).stockrecords.select_related("product", "partner").get()
    placed = buy([(record, 5)], "O")[0]
    buy([(record, 3)], "P")

    ends = together(
        lambda number: purchase_orders.cancel(purchase_order=placed, by=None, at=AT, reason="不要了"), count=8
    )

    assert ends == {"done": 1, "IllegalMove": 7}
    record.refresh_from_db()
    assert record.num_allocated == 3


def restore_check():
    """Put back what the control took away, as the migration made it."""
    migration = importlib.import_module("shop.produce.migrations.0002_stock_never_oversold")
    with connection.cursor() as cursor:
        for statement in migration.POSTGRESQL:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "change", ["num_allocated = 6", "num_in_stock = 2", "num_allocated = -1", "num_allocated = NULL, num_in_stock = -1"]
)
def test_raw_sql_cannot_reserve_more_than_there_is(db, change):
    record = factories.make_product(stock=5).stockrecords.get()
    stock.allocate({record.pk: 3})

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE partner_stockrecord SET {change} WHERE id = {record.pk}")  # noqa: S608

    record.refresh_from_db()
    assert (record.num_in_stock, record.num_allocated) == (5, 3)


def test_what_is_missing_is_told_for_each_product(db):
    records = [factories.make_product(title=title, stock=2).stockrecords.get() for title in ("脐橙", "茶叶", "腊肉")]

    with pytest.raises(stock.OutOfStock) as refused:
        stock.allocate({records[0].pk: 3, records[1].pk: 2, records[2].pk: 9})

    assert str(refused.value) == "脐橙：需要 3，现有 2；腊肉：需要 9，现有 2"
    assert not StockRecord.objects.filter(num_allocated__gt=0).exists()


def test_more_cannot_be_sent_or_given_back_than_is_reserved(db):
    record = factories.make_product(stock=10).stockrecords.get()
    stock.allocate({record.pk: 3})

    for act in (stock.release, stock.send_out):
        with pytest.raises(ValueError, match="too little"):
            act({record.pk: 4})

    record.refresh_from_db()
    assert (record.num_in_stock, record.num_allocated) == (10, 3)


def test_reserving_many_products_takes_two_queries(db, django_assert_num_queries):
    records = [factories.make_product().stockrecords.get() for _ in range(12)]

    # The other two are the savepoint around them.
    with django_assert_num_queries(4):
        stock.allocate({record.pk: 1 for record in records})


def test_oscars_own_door_is_checked_too(db):
    record = factories.make_product(stock=2).stockrecords.get()

    with pytest.raises(stock.OutOfStock):
        record.allocate(3)
