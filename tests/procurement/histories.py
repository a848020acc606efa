"""Purchases for tests of the figures: single ones, and random histories with all that can go wrong."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from procurement.buyers import units as buyers
from procurement.delivery import purchase_orders
from procurement.figures import closings, ledger
from procurement.figures.book import following
from procurement.models import Channel, FundSource, Plan
from shop.payments import bank_transfer
from tests import factories

NUMBERS = count(1)
# Later months must stay open for what is still to come.
MOST_CLOSED = 4
ADDRESS = purchase_orders.Address(name="收货人", mobile="10000000000", street="测试路 1 号")


def make_plan(**facts):
    """Return the plan of a year, 2026 unless told otherwise, counting COMPLETED unless told otherwise."""
    year = facts.pop("year", 2026)
    facts = {"title": f"{year}年方案", "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31), **facts}
    return Plan.objects.create(year=year, **facts)


def buy(product, packs, *, by, at, unit=None, **facts):
    """Return a placed purchase order of one product."""
    record = product.stockrecords.get()
    return purchase_orders.place(
        number=f"T2026-{next(NUMBERS):06d}",
        wanted=[purchase_orders.Wanted(record, packs, record.price)],
        address=ADDRESS,
        channel=Channel.GROUP if unit else Channel.PUBLIC,
        fund_source=FundSource.UNION if unit else FundSource.PERSONAL,
        by=by,
        at=at,
        unit=unit,
        **facts,
    )[0]


def receive(purchase_order, *, by, at, short=0):
    """Ship an order and sign for all but some packs short of its first line."""
    purchase_orders.ship(purchase_order=purchase_order, carrier="顺丰", waybill="SF1", by=by, at=at)
    line = purchase_order.order.lines.first()
    purchase_orders.accept(purchase_order=purchase_order, refused={line.pk: (short, 0)}, by=by, at=at)


def pay(purchase_order, *, by, at, amount=None):
    """Record money for an order: all that is outstanding unless told otherwise."""
    reference = f"B{next(NUMBERS)}"
    amount = amount or bank_transfer.outstanding(purchase_order)
    bank_transfer.record(purchase_order=purchase_order, amount=amount, reference=reference, by=by, at=at)


def complete(product, packs, **facts):
    """Return an order that was placed, received and paid at one moment."""
    purchase_order = buy(product, packs, **facts)
    receive(purchase_order, by=facts["by"], at=facts["at"])
    pay(purchase_order, by=facts["by"], at=facts["at"])
    return purchase_order


@dataclass
class History:
    """Random purchases, and the amount that must be COMPLETED by buyer, region and month, added up by hand."""

    by: object
    start: object
    random: Random
    completed: dict = field(default_factory=dict)
    said: dict = field(default_factory=dict)
    closed: str = ""

    def play(self, units, products, number):
        for _ in range(number):
            self.purchase(self.random.choice([None, *units]), self.random.choice(products))

    def purchase(self, unit, product):
        """Buy and do one of: leave it, cancel, pay in part, pay first, short, take back, refund."""
        packs, at = self.random.randint(2, 9), self.start + timedelta(days=self.random.randint(0, 200))
        price, order = product.stockrecords.get().price, buy(product, packs, by=self.by, at=at, unit=unit)
        facts = {"by": self.by, "at": at}
        fate = self.random.choice(["left", "cancelled", "part", "short", "paid first", "taken back", "plain"])
        if fate == "cancelled":
            self.cancel(order, at)
        elif fate == "part":
            pay(order, amount=Decimal("1.00"), **facts)
            receive(order, **facts)
        elif fate == "short":
            receive(order, short=1, **facts)
            pay(order, **facts)
            self.add(unit, product, at, price * (packs - 1))
        elif fate == "paid first":
            pay(order, **facts)
            receive(order, short=2, **facts)
            self.add(unit, product, at, price * (packs - 2))
            self.refund(order, at)
        elif fate == "taken back":
            receive(order, **facts)
            pay(order, **facts)
            line = order.order.lines.get().pk
            purchase_orders.take_back(purchase_order=order, packs={line: 1}, reason="腐烂", **facts)
            self.add(unit, product, at, price * (packs - 1))
            self.refund(order, at)
        elif fate == "plain":
            receive(order, **facts)
            pay(order, **facts)
            self.add(unit, product, at, price * packs)

    def cancel(self, order, at):
        if self.random.random() < 0.5:
            pay(order, by=self.by, at=at)
            purchase_orders.cancel(purchase_order=order, by=self.by, at=at, reason="断货")
            self.refund(order, at)
        else:
            purchase_orders.cancel(purchase_order=order, by=self.by, at=at, reason="断货")

    def refund(self, order, at):
        if self.random.random() < 0.5 and bank_transfer.refundable(order):
            reference = f"R{next(NUMBERS)}"
            bank_transfer.refund(purchase_order=order, reference=reference, by=self.by, at=at, reason="多付")

    def live(self, units, products, number):
        """Play purchases, and between them what an office does: offline purchases, moves, renames, closings."""
        for _ in range(number):
            event = self.random.choice(["purchase"] * 4 + ["offline", "withdrawn", "move", "rename", "close"])
            unit = self.random.choice(units)
            if event == "purchase":
                self.purchase(self.random.choice([None, *units]), self.random.choice(products))
            elif event in ("offline", "withdrawn"):
                self.offline(unit, is_withdrawn=event == "withdrawn")
            elif event == "move":
                self.move(unit, units)
            elif event == "rename":
                unit.name = f"改名{next(NUMBERS)}"
                unit.save(update_fields=["name"])
            elif self.closings < MOST_CLOSED:
                self.close()

    def offline(self, unit, *, is_withdrawn=False):
        """Count a verified offline purchase, and take it off again if it was a mistake."""
        at = self.start + timedelta(days=self.random.randint(0, 200))
        purchase = factories.make_offline_purchase(unit, at=at, number=f"{next(NUMBERS):020d}")
        purchase.purchased_on, purchase.status, purchase.verified_at = at.date(), "VERIFIED", at
        purchase.save()
        ledger.record_offline(purchase=purchase)
        line = purchase.lines.get()
        if is_withdrawn:
            ledger.reverse_offline(purchase=purchase, reason="登记有误")
            purchase.status = "WITHDRAWN"
            purchase.save()
        else:
            self._count(unit, line.region.code, at, line.amount)

    def move(self, unit, units):
        """Put a unit under another, unless that lies below it."""
        above = self.random.choice([None, *units])
        try:
            buyers.change(unit=unit, parent=above, by=self.by, at=self.start)
        except buyers.Refused:
            return
        for one in units:
            one.refresh_from_db()

    def close(self):
        """Close the next month, long after it was over, and remember what it said."""
        period = closings.next_month()
        if period:
            at = self.start + timedelta(days=600)
            facts = {"signer": "周主任", "is_acknowledged": True}
            self.said[period] = closings.close(period=period, by=self.by, at=at, **facts).content["stages"]
            self.closed = period

    @property
    def closings(self):
        return len(self.said)

    def add(self, unit, product, at, amount):
        self._count(unit, product.dossier.region.code, at, amount)

    def _count(self, unit, region, at, amount):
        month = f"{at:%Y-%m}"
        key = unit.code if unit else "", region, month if month > self.closed else following(self.closed)
        self.completed[key] = self.completed.get(key, 0) + amount

    def sums(self, position):
        """Return the amounts by buyer (0), region (1) or month (2), those of zero left out."""
        found = {}
        for key, amount in self.completed.items():
            found[key[position]] = found.get(key[position], 0) + amount
        return {key: amount for key, amount in found.items() if amount}
