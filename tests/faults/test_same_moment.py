"""Two people at the same moment, and the control: with row locks off, the same check fails.

``locks_off`` lets ``select_for_update`` lock nothing, and who read a row so waits for the other to have read it too.
"""

import threading
from contextlib import suppress

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from oscar.core.loading import get_model

from procurement.delivery import purchase_orders
from procurement.models import PurchaseOrder, Role
from procurement.moves import Refused
from shop.checkout import orders
from shop.payments import bank_transfer
from shop.produce.stock import OutOfStock
from tests import factories
from tests.procurement.test_pledge_concurrency import at_once
from tests.shop.money import order
from tests.shop.test_checkout import ADDRESS, make_basket

from .conftest import assert_sound

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
REFUSALS = (Refused, purchase_orders.Refused, bank_transfer.PaymentRefused, OutOfStock)


@pytest.fixture
def locks_off(monkeypatch):
    """Return a function after which two threads read the row they should lock before either goes on."""
    read, mine = QuerySet.get, threading.local()

    def switch_off():
        looked = threading.Barrier(2)

        def lock_nothing(rows, **options):
            found = rows._chain()
            found._hints = {"should_lock": True}
            return found

        def get(rows, *args, **kwargs):
            row = read(rows, *args, **kwargs)
            if rows._hints.get("should_lock") and not hasattr(mine, "looked"):
                mine.looked = True
                with suppress(threading.BrokenBarrierError):
                    looked.wait(timeout=10)
            return row

        monkeypatch.setattr(QuerySet, "select_for_update", lock_nothing)
        monkeypatch.setattr(QuerySet, "get", get)

    yield switch_off
    monkeypatch.undo()


@pytest.fixture(params=[True, False], ids=["guarded", "control"])
def holds(request, locks_off):
    """Return a function that runs two actions at once and a check, which must fail when the locks are off."""

    def run(actions, check):
        if not request.param:
            locks_off()
        at_once([lambda action=action: _attempt(action) for action in actions])
        if request.param:
            check()
            assert_sound()
        else:
            with pytest.raises(AssertionError):
                check()

    return run


def _attempt(action):
    with suppress(*REFUSALS):
        action()


def test_a_basket_submitted_twice_becomes_one_order(site, holds):
    basket = make_basket((factories.make_product(stock=10), 2))
    facts = {"basket": basket, "address": ADDRESS, "by": None, "at": timezone.now()}

    def check():
        assert PurchaseOrder.objects.count() == 1
        assert get_model("partner", "StockRecord").objects.get().num_allocated == 2

    holds([lambda: orders.submit(**facts)] * 2, check)


def test_two_full_refunds_give_the_money_back_once(site):
    unit = factories.UnitFactory()
    handler = factories.join_unit(unit, Role.HANDLER)
    placed = order(factories.make_product(stock=100), 10, by=handler, unit=unit)
    who = {"purchase_order": placed, "by": handler, "at": timezone.now()}
    bank_transfer.record(amount=bank_transfer.outstanding(placed), reference="P1", **who)
    purchase_orders.cancel(reason="不要了", **who)

    refunds = [lambda n=n: bank_transfer.refund(reference=f"R{n}", reason="取消", **who) for n in (1, 2)]
    at_once([lambda refund=refund: _attempt(refund) for refund in refunds])

    assert purchase_orders.amount_received(placed) == 0
    assert_sound()


def test_money_received_twice_at_once_is_taken_once(site, holds):
    unit = factories.UnitFactory()
    handler = factories.join_unit(unit, Role.HANDLER)
    placed = order(factories.make_product(stock=100), 10, by=handler, unit=unit)
    who = {"purchase_order": placed, "by": handler, "at": timezone.now()}
    due = bank_transfer.outstanding(placed)

    def check():
        assert purchase_orders.amount_received(placed) == due

    holds([lambda n=n: bank_transfer.record(amount=due, reference=f"P{n}", **who) for n in (1, 2)], check)


def test_cancelling_against_shipping_leaves_one_of_both(site):
    handler = factories.join_unit(unit := factories.UnitFactory(), Role.HANDLER)
    placed = order(factories.make_product(stock=100), 10, by=handler, unit=unit)
    who = {"purchase_order": placed, "by": handler, "at": timezone.now()}

    at_once(
        [
            lambda: _attempt(lambda: purchase_orders.cancel(reason="不要了", **who)),
            lambda: _attempt(lambda: purchase_orders.ship(carrier="顺丰", waybill="SF1", **who)),
        ]
    )

    placed.refresh_from_db()
    record = get_model("partner", "StockRecord").objects.get()
    left = {"CANCELLED": (100, 0), "SHIPPED": (90, 0)}
    assert (record.num_in_stock, record.num_allocated) == left[placed.status]
    assert_sound()
