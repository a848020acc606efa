"""One line of a statement at two desks in the same instant, on PostgreSQL with real threads."""

from decimal import Decimal

import pytest
from django.utils import timezone

from procurement.delivery import purchase_orders
from procurement.models import Role, Stage
from procurement.moves import Refused
from shop.payments import payees
from shop.payments.models import StatementLine
from shop.payments.statements import decisions, uploads
from tests import factories
from tests.procurement.test_pledge_concurrency import at_once, only_on_postgresql  # noqa: F401
from tests.procurement.test_stock_concurrency import china, rows_of_migrations  # noqa: F401

from .money import order
from .statements.files import csv, row

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def placed(china):  # noqa: F811
    unit = factories.UnitFactory()
    product = factories.make_product(stock=100)
    return order(product, 10, by=factories.join_unit(unit, Role.HANDLER), unit=unit)


def take(placed, rows):
    facts = {"account": payees.of(placed.supplier).key, "name": "a.csv", "by": None, "at": timezone.now()}
    return uploads.upload(file=csv(rows), **facts)


def test_a_line_booked_by_many_at_once_is_booked_once(placed):
    line = take(placed, [row("580.00")]).lines.get()

    def book():
        try:
            amounts = {placed: Decimal("580.00")}
            return decisions.book(line=line, amounts=amounts, how="人工", by=None, at=timezone.now())
        except Refused as refusal:
            return refusal

    results = at_once([book] * 6)

    assert sum(isinstance(result, StatementLine) for result in results) == 1
    assert purchase_orders.amount_received(placed) == Decimal("580.00")
    assert placed.ledger_entries.at_stage(Stage.PAID).count() == 1


def test_the_same_statement_from_many_at_once_is_taken_in_once(placed):
    rows = [row("1.00", serial=f"B{number}") for number in range(20)]

    at_once([lambda: take(placed, rows)] * 4)

    assert StatementLine.objects.count() == 20
