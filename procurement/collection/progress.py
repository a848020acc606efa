"""How far each product of a group order is, in words a layman understands."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from shop.produce import pictures, products
from shop.produce.money import ZERO

from ..models import GroupOrderItem
from . import demands, settlement, solving, terms
from .wishes import Wish


@dataclass(frozen=True)
class ItemProgress:
    """One product of a group order: packs so far, the price they reach (CNY a pack), and what comes next.

    ``demand`` is what people want together, also at prices that are not reached.
    """

    item: GroupOrderItem
    quantity: int
    unit_price: Decimal
    demand: Wish

    @property
    def product(self):
        return self.item.product

    @property
    def dossier(self):
        return self.item.product.dossier

    @property
    def measure_unit(self):
        return self.dossier.unit

    @property
    def supplier(self):
        record = products.stock_record(self.product)
        return record.partner if record else None

    @property
    def code(self):
        """The supplier's own code of the product."""
        record = products.stock_record(self.product)
        return record.partner_sku if record else ""

    @property
    def picture_url(self):
        picture = next(iter(self.product.images.all()), None)
        return pictures.small_url(picture) if picture else ""

    @property
    def amount(self):
        return self.unit_price * self.quantity

    @property
    def is_final(self):
        """Packs and price are frozen: the group order has closed."""
        return self.item.quantity is not None

    @property
    def minimum(self):
        """Packs needed in total before the product is bought at all."""
        return settlement.minimum(self.item)

    @cached_property
    def terms(self):
        """What the supplier offers: as frozen at closing, or of today."""
        return settlement.frozen(self.item)

    @property
    def title(self):
        return self.terms.title

    @property
    def spec(self):
        return self.terms.spec

    @property
    def rungs(self):
        return self.terms.ladder

    @property
    def shared(self):
        """Packs for the participants, without the unit's own."""
        return self.quantity - self.item.top_up

    @property
    def lower_prices(self):
        """The prices below the listed one, from the highest down."""
        return [price for _, price in self.rungs[1:]]

    @property
    def asked(self):
        """Packs that people want at the price reached, without the unit's own."""
        return self.demand.at(self.unit_price)

    @property
    def stock(self):
        return terms.stock(self.product)

    @cached_property
    def nearest(self):
        """``(minimum, price, packs missing)`` of the lower price that is closest, or None."""
        return solving.nearest(self.rungs, self.demand, top_up=self.item.top_up, stock=self.stock)

    @property
    def goal(self):
        """The next number of packs that changes something: the minimum, then the next lower price."""
        if self.quantity < self.minimum:
            return self.minimum
        return self.quantity + self.nearest[2] if self.nearest else max(self.quantity, 1)

    @property
    def minimum_sentence(self):
        if self.minimum <= 1:
            return ""
        if self.quantity >= self.minimum:
            return f"已满 {self.minimum} {self.measure_unit}起订"
        missing = self.minimum - self.quantity
        return f"满 {self.minimum} {self.measure_unit}才采购，还差 {missing} {self.measure_unit}"

    @property
    def tier_sentence(self):
        """What the next lower price still needs, counting packs that people want only at that price."""
        if self.item.trim_rule:
            return ""
        if self.nearest:
            _, price, missing = self.nearest
            wanted = self.demand.at(price) + self.item.top_up
            if wanted > self.quantity:
                return (
                    f"若降到 {price:.2f} 元，大家共要 {wanted} {self.measure_unit}，还差 {missing} {self.measure_unit}"
                )
            return f"还差 {missing} {self.measure_unit}，每{self.measure_unit}降到 {price:.2f} 元"
        if self.unit_price > self.rungs[-1][1]:
            return f"供应商现有 {self.stock} {self.measure_unit}，到不了下一档价格"
        return "已享最低价" if len(self.rungs) > 1 else ""

    @property
    def multiple_sentence(self):
        """What is missing to whole multiples, e.g. a carton of six."""
        over = self.quantity % self.dossier.order_multiple
        if not over:
            return ""
        whole = self.dossier.order_multiple
        return f"按 {whole} {self.measure_unit}的倍数订购，还差 {whole - over} {self.measure_unit}凑整"

    @property
    def stock_sentence(self):
        return f"供应商只有 {self.stock} {self.measure_unit}" if self.quantity > self.stock else ""

    @property
    def problem(self):
        """Why a frozen quantity cannot be ordered, or an empty string."""
        if not self.is_final or not self.quantity:
            return ""
        return settlement.problem(self.item)


def of(group_order):
    """Return the progress of each item, in the order they were added, in a constant number of queries."""
    items = group_order.items.select_related("product__dossier__region")
    facts = ("product__images", "product__price_tiers", "product__stockrecords__partner")
    # Django forgets the model's order in a query that counts.
    rows = list(items.prefetch_related(*facts).order_by("pk"))
    demand = demands.of_items(rows)
    return [_progress(item, demand[item.pk]) for item in rows]


def total_amount(rows):
    """Return what all rows cost at their prices, in CNY."""
    return sum((row.amount for row in rows), ZERO)


def total_packs(rows):
    """Return the packs of all rows."""
    return sum(row.quantity for row in rows)


def _progress(item, demand):
    if item.quantity is not None:
        return ItemProgress(item, item.quantity, item.unit_price, demand)
    now = terms.of(item.product)
    price = solving.settle(now.ladder, demand, stock=terms.stock(item.product))
    return ItemProgress(item, demand.at(price), price, demand)
