"""What somebody wants of one product: packs at any price, and more once the price falls."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Wish:
    """Packs wanted at any price, and ``steps`` ``((price, more), …)``: more packs at that price (CNY) and below.

    What many people want together is a wish too.
    """

    quantity: int = 0
    steps: tuple = ()

    def __bool__(self):
        return self.most > 0

    def at(self, price):
        """Return the packs wanted at a price; they only grow as it falls."""
        return self.quantity + sum(more for limit, more in self.steps if price <= limit)

    @property
    def most(self):
        """The packs wanted at the lowest price."""
        return self.quantity + sum(more for _, more in self.steps)

    @property
    def totals(self):
        """``[(price, packs in all at it)]`` from the highest named price down."""
        return [(price, self.at(price)) for price, _ in sorted(self.steps, reverse=True)]

    def exceeds(self, other):
        """Tell whether more packs are wanted than in another wish at some price."""
        prices = [price for price, _ in (*self.steps, *other.steps)]
        return self.quantity > other.quantity or any(self.at(price) > other.at(price) for price in prices)

    def as_row(self):
        """Return what is kept of a wish on record: ``{"quantity": 20, "totals": [["80.00", 35]]}``."""
        return {"quantity": self.quantity, "totals": [[f"{price:.2f}", packs] for price, packs in self.totals]}

    def words(self, unit):
        """Return a wish as people say it, e.g. ``20 箱，降到 80.00 元时共 35 箱``."""
        first = [f"{self.quantity} {unit}"] if self.quantity or not self.steps else []
        return "，".join([*first, *(f"降到 {price:.2f} 元时共 {packs} {unit}" for price, packs in self.totals)])


def wish(quantity, totals=()):
    """Return a wish of packs at any price and packs in all at lower prices; a total that adds nothing is no step.

    :param totals: ``{price: packs in all}`` or pairs of these.
    :raises ValueError: if somebody would want fewer packs at a lower price.
    """
    steps, before = [], quantity
    for price, packs in sorted(dict(totals).items(), reverse=True):
        if packs < before:
            raise ValueError(f"{packs} packs at {price}, but {before} at a higher price")
        if packs > before:
            steps.append((price, packs - before))
        before = packs
    return Wish(quantity, tuple(steps))


def from_row(row):
    """Return the wish that ``as_row`` wrote."""
    return wish(row["quantity"], [(Decimal(price), packs) for price, packs in row["totals"]])


def total(wishes):
    """Return what many people want together."""
    quantity, steps = 0, Counter()
    for each in wishes:
        quantity += each.quantity
        for price, more in each.steps:
            steps[price] += more
    return Wish(quantity, tuple(sorted(steps.items(), reverse=True)))
