"""The public: more at weekends, in the evening, before festivals, and from month to month."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from procurement import numbers
from procurement.delivery import purchase_orders
from procurement.models import Channel, FundSource
from shop.produce import products, stock

from . import fates, festivals, offers, order_life

WEEK = (0.8, 0.8, 0.9, 1.0, 1.3, 1.6, 1.5)
HOURS = (*range(7, 24),)
HOUR_WEIGHTS = (1, 2, 3, 3, 3, 4, 3, 2, 2, 2, 3, 4, 6, 8, 8, 6, 3)
ESTATES = ("近湖街道演示花园", "塘河街道演示家园", "上冈镇演示新村", "钟庄街道演示小区", "高作镇演示人家")


@dataclass(frozen=True)
class Purchase:
    """One visit to the till: who (None without an account), when, and packs by product."""

    at: datetime
    shopper: object
    packs: dict
    address: purchase_orders.Address


def plan(cast, goods, until, number):
    """Return as many purchases as asked for, spread over the year before a moment."""
    rng = random.Random("retail")
    days = [until - timedelta(days=back) for back in range(365)]
    feasts = festivals.between(days[-1].date(), until.date() + timedelta(days=25))
    weights = [_weight(day, back, feasts) for back, day in enumerate(days)]
    for person, day in enumerate(rng.choices(days, weights, k=number)):
        at = day.replace(hour=rng.choices(HOURS, HOUR_WEIGHTS)[0], minute=rng.randint(0, 59))
        shopper = rng.choice(cast.shoppers) if rng.random() < 0.6 else None
        chosen = goods.retail(at.month, rng, rng.choice((1, 1, 1, 2, 2, 3)))
        packs = {product: offers.least(product) * rng.choice((1, 1, 1, 2)) for product in chosen}
        yield Purchase(at, shopper, packs, _address(person, shopper, rng))


def live(purchase, cast, shelf, timeline, rng):
    """Play one purchase; each supplier's part goes its own way. A life for the timeline."""
    at = yield purchase.at
    rows = [_wanted(product, packs) for product, packs in purchase.packs.items()]
    common = {"address": purchase.address, "channel": Channel.PUBLIC, "fund_source": FundSource.PERSONAL}
    number = numbers.next_order_number(at.year)
    try:
        placed = purchase_orders.place(number=number, wanted=rows, by=purchase.shopper, at=at, is_demo=True, **common)
    except stock.OutOfStock as missing:
        shelf.fill(missing.shortages)
        return
    fate = fates.of_shopper(rng)
    for purchase_order in placed:
        timeline.add(order_life.live(purchase_order, fate, cast, rng))


def _weight(day, back, feasts):
    near = any(0 <= (feast.day - day.date()).days <= 20 for feast in feasts)
    return WEEK[day.weekday()] * (2.2 if near else 1) * (1.5 - back / 365)


def _wanted(product, packs):
    return purchase_orders.Wanted(products.stock_record(product), packs, offers.unit_price(product, packs))


def _address(person, shopper, rng):
    estate = f"{rng.choice(ESTATES)} {rng.randint(1, 30)} 幢 {rng.randint(1, 18)}0{rng.randint(1, 4)} 室（演示地址）"
    return purchase_orders.Address(
        name=shopper.name if shopper else f"演示顾客{person:03d}",
        mobile=shopper.mobile if shopper else f"1008{person:07d}",
        street=estate,
        province="江苏省",
        city="盐城市",
        district="建湖县",
    )
