"""Closing and recording at the same instant, on PostgreSQL with real threads: no entry slips into a closing month."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from oscar.core.loading import get_model

from procurement.figures import closings, digests
from procurement.models import Closing, LedgerEntry
from shop.user.hats import OFFICE_GROUP
from tests import factories

from .closing_months import close, day
from .histories import buy, complete
from .test_pledge_concurrency import at_once, only_on_postgresql  # noqa: F401
from .test_stock_concurrency import rows_of_migrations  # noqa: F401
from .test_verify_ledger import run

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
WRITERS = 8


@pytest.fixture
def oranges(transactional_db):
    Group.objects.get_or_create(name=OFFICE_GROUP)
    get_model("address", "Country").objects.get_or_create(iso_3166_1_a2="CN", defaults={"printable_name": "中国"})
    return factories.make_product(stock=5000)


@pytest.fixture
def shopper(transactional_db):
    return factories.UserFactory()


def attempt(action):
    try:
        return action()
    except closings.Refused as refusal:
        return refusal


def test_orders_at_the_instant_of_a_closing_are_in_it_or_in_the_next_month(oranges, shopper):
    months = ("2026-08", "2026-09", "2026-10")
    for month in (8, 9, 10):
        complete(oranges, 1, by=shopper, at=day(month))

    for place, period in enumerate(months):
        at = day(8 + place, 28)
        writers = [lambda at=at: complete(oranges, 1, by=shopper, at=at) for _ in range(WRITERS)]
        *orders, closing = at_once([*writers, lambda period=period: close(period, shopper, day(12))])

        inside = LedgerEntry.objects.filter(period=period)
        assert closing.entries == inside.count()
        assert (closing.entries, closing.entries_digest) == digests.of_months([period])[period]
        for order in orders:
            for entry in order.ledger_entries.all():
                assert entry.period == period or entry.corrects_period == period
    assert run() == (0, run()[1])


def test_a_month_closed_by_many_at_once_is_closed_once(oranges, shopper):
    complete(oranges, 1, by=shopper, at=day(10))

    results = at_once([lambda: attempt(lambda: close("2026-10", shopper, day(12))) for _ in range(6)])

    assert sorted(type(result).__name__ for result in results) == ["Closing"] + ["Refused"] * 5
    assert all(result.is_repeated for result in results if isinstance(result, closings.Refused))
    assert Closing.objects.count() == 1


def test_a_closing_waits_for_an_order_that_is_being_written_and_counts_it(oranges, shopper):
    complete(oranges, 1, by=shopper, at=day(10))
    written, may_end, found = threading.Event(), threading.Event(), []

    def write():
        with transaction.atomic():
            buy(oranges, 5, by=shopper, at=day(10, 20))
            written.set()
            may_end.wait(20)
        connection.close()

    def shut():
        found.append(close("2026-10", shopper, day(12)))
        connection.close()

    writer, closer = threading.Thread(target=write), threading.Thread(target=shut)
    writer.start()
    assert written.wait(20)
    closer.start()
    closer.join(1)
    assert closer.is_alive() and not found, "it waits while somebody writes"
    may_end.set()
    writer.join(20)
    closer.join(20)

    assert found[0].entries == 5
    assert LedgerEntry.objects.filter(period="2026-10").count() == 5


def test_an_order_waits_for_a_closing_under_way_and_lands_in_the_next_month(oranges, shopper):
    complete(oranges, 1, by=shopper, at=day(10))
    closed, may_end, orders = threading.Event(), threading.Event(), []

    def shut():
        with transaction.atomic():
            close("2026-10", shopper, day(12))
            closed.set()
            may_end.wait(20)
        connection.close()

    def write():
        orders.append(buy(oranges, 5, by=shopper, at=day(10, 20)))
        connection.close()

    closer, writer = threading.Thread(target=shut), threading.Thread(target=write)
    closer.start()
    assert closed.wait(20)
    writer.start()
    writer.join(1)
    assert writer.is_alive() and not orders, "it waits while the month is closed"
    may_end.set()
    closer.join(20)
    writer.join(20)

    entry = orders[0].ledger_entries.get()
    assert (entry.period, entry.corrects_period) == ("2026-11", "2026-10")
