"""Closing a collection: the solver alone, and the whole step with the database; and the page a participant opens."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.collection import group_orders, solving, wishes
from procurement.models import FundSource, Participant, Pledge, PledgeStep, Role
from tests import factories

PEOPLE, PRODUCTS, ROUNDS = 2000, 30, 5
TARGET_SECONDS, TARGET_QUERIES = 1, 29
TIERS = [(500, Decimal("56.30")), (5000, Decimal("54.50")), (9000, Decimal("50.00"))]
LADDER = solving.ladder(Decimal("58.00"), TIERS)


class Undo(Exception):
    """Leave a transaction as if it had not been."""


def measure():
    """Yield seconds for the solver, for closing, and for participants' pages, for 2,000 people × 30 products."""
    rng = Random(2026)
    asked = [[_wish(rng) for _ in range(PEOPLE)] for _ in range(PRODUCTS)]
    yield _result("solve 60000 pledges", *_times(lambda: _solve(asked)))
    one = [asked[0]]
    yield _result("solve 2000 pledges", *_times(lambda: _solve(one)), target_seconds=TARGET_SECONDS)
    small = _collect([each[: PEOPLE // PRODUCTS] for each in asked])
    yield _result("close 2000 pledges", *_times(lambda: _close(small)), target_seconds=TARGET_SECONDS)
    group_order = _collect(asked)
    yield _result("close 60000 pledges", *_times(lambda: _close(group_order)))
    for name, address in (("join", _join_page), ("personal", _personal_page)):
        few, many = _queries(address(small)), _queries(address(group_order))
        facts = {"queries": many, "target_queries": TARGET_QUERIES, "is_flat": few == many}
        yield _result(f"{name} page, 60000 pledges", *_times(partial(_open, address(group_order))), **facts)


def _wish(rng):
    steps = tuple((price, rng.randint(1, 5)) for _, price in TIERS if rng.random() < 0.3)
    return wishes.Wish(rng.randint(1, 5), steps)


def _solve(asked):
    for each in asked:
        price = solving.settle(LADDER, wishes.total(each), stock=10**6)
        [wish.at(price) for wish in each]


def _collect(asked):
    """Return an open group order with all pledges, written in bulk.

    :param asked: for each product the wishes of the same people.
    """
    at, unit = timezone.now(), factories.UnitFactory()
    handler = factories.join_unit(unit, Role.HANDLER)
    products = [factories.make_product(tiers=TIERS, stock=10**6) for _ in range(PRODUCTS)]
    delivery = ("路", "人", "10000000000")
    group_order = group_orders.create(
        unit=unit,
        title="测速",
        fund_source=FundSource.UNION,
        deadline_at=at + timedelta(days=1),
        delivery=delivery,
        items=[(product, 0) for product in products],
        by=handler,
        at=at,
    )
    group_order = group_orders.open(group_order=group_order, by=handler, at=at)
    people = Participant.objects.bulk_create(
        Participant(group_order=group_order, name=f"职工{n}", mobile=f"1009{n:07d}", joined_at=at)
        for n in range(len(asked[0]))
    )
    steps = defaultdict(list)
    for item, each in zip(group_order.items.order_by("pk"), asked, strict=True):
        rows = [
            Pledge(participant=person, item=item, quantity=wish.quantity, most=wish.most, pledged_at=at)
            for person, wish in zip(people, each, strict=True)
        ]
        for pledge, wish in zip(Pledge.objects.bulk_create(rows, batch_size=1000), each, strict=True):
            steps[item.pk] += [PledgeStep(pledge=pledge, price=price, more=more) for price, more in wish.steps]
        PledgeStep.objects.bulk_create(steps[item.pk], batch_size=1000)
    return group_order


def _close(group_order):
    try:
        with transaction.atomic():
            group_orders.close(group_order=group_order, by=group_order.handler, at=group_order.created_at)
            raise Undo
    except Undo:
        pass


def _join_page(group_order):
    return reverse("join:group_order", args=[group_order.join_token])


def _personal_page(group_order):
    return reverse("join:participant", args=[group_order.participants.order_by("pk").first().token])


def _open(address):
    assert Client(headers={"host": "localhost"}).get(address).status_code == 200


def _queries(address):
    with CaptureQueriesContext(connection) as queries:
        _open(address)
    return len(queries)


def _times(act):
    seconds = []
    for _ in range(ROUNDS):
        started = perf_counter()
        act()
        seconds.append(perf_counter() - started)
    return median(seconds), max(seconds)


def _result(name, middle, worst, **facts):
    return {"name": name, "seconds": round(middle, 3), "worst": round(worst, 3), "rounds": ROUNDS, **facts}
