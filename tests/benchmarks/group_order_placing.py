"""Placing a whole group order: 200 participants, 30 products, 6 suppliers; and what each further supplier costs."""

from datetime import timedelta
from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from procurement.collection import group_orders
from procurement.models import FundSource, Role
from tests import factories

PEOPLE, PRODUCTS, SUPPLIERS = 200, 30, 6
FEW_PEOPLE, CHOICES = 10, 5
ROUNDS = 3
TARGET_SECONDS = 1


def measure():
    """Yield one result: seconds of the median of some rounds, and the queries a supplier takes."""
    suppliers = [factories.SupplierFactory() for _ in range(SUPPLIERS)]
    unit = factories.UnitFactory()
    handler, approver = factories.join_unit(unit, Role.HANDLER), factories.join_unit(unit, Role.APPROVER)
    people = handler, approver
    seconds = [_seconds(_approved(unit, people, suppliers, PEOPLE), handler) for _ in range(ROUNDS)]
    counts = (1, SUPPLIERS // 2, SUPPLIERS)
    queries = {n: _queries(_approved(unit, people, suppliers[:n], FEW_PEOPLE), handler) for n in counts}
    yield {
        "name": "place a group order",
        "people": PEOPLE,
        "products": PRODUCTS,
        "suppliers": SUPPLIERS,
        "seconds": round(median(seconds), 3),
        "target_seconds": TARGET_SECONDS,
        "queries": queries[SUPPLIERS],
        "queries_per_supplier": (queries[SUPPLIERS] - queries[1]) / (SUPPLIERS - 1),
        "is_constant": queries[SUPPLIERS] - queries[3] == (queries[3] - queries[1]) * 3 // 2,
        "rounds": ROUNDS,
    }


def _seconds(group_order, handler):
    started = perf_counter()
    placed = group_orders.place(group_order=group_order, by=handler, at=timezone.now())
    spent = perf_counter() - started
    assert len(placed) == SUPPLIERS
    return spent


def _queries(group_order, handler):
    with CaptureQueriesContext(connection) as captured:
        group_orders.place(group_order=group_order, by=handler, at=timezone.now())
    return len(captured)


def _approved(unit, staff, suppliers, people):
    """Return an approved group order of five products a supplier, with some people of 5 wishes each."""
    handler, approver = staff
    products = [
        factories.make_product(supplier, stock=10**6, tiers=[(20, "55.00"), (100, "52.00")])
        for supplier in suppliers
        for _ in range(PRODUCTS // SUPPLIERS)
    ]
    at = timezone.now()
    group_order = group_orders.create(
        unit=unit,
        title="春节慰问",
        fund_source=FundSource.UNION,
        deadline_at=at + timedelta(days=1),
        delivery=("人民路 1 号", "收货人", "13800001234"),
        items=[(product, 0) for product in products],
        by=handler,
        at=at,
    )
    who = {"group_order": group_order, "at": at}
    group_orders.open(by=handler, **who)
    items = list(group_order.items.all())
    for number in range(people):
        wishes = {items[(number * CHOICES + step) % len(items)].pk: 1 + step for step in range(CHOICES)}
        mobile = f"100{number:08d}"
        group_orders.join(name=f"职工{number}", mobile=mobile, quantities=wishes, **who)
    group_orders.close(by=handler, **who)
    group_orders.submit(by=handler, **who)
    group_orders.approve(by=approver, **who)
    return group_order
