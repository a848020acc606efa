"""What is in a basket, by supplier: prices for the quantities, what can be saved, and what stands in the way."""

from dataclasses import dataclass
from functools import cached_property

from shop.produce import freight, pictures, prices, provinces
from shop.produce.money import ZERO


@dataclass(frozen=True)
class Contents:
    """A basket read at one moment; amounts in CNY."""

    parcels: list
    province: str = ""

    @property
    def province_name(self):
        return provinces.PROVINCES.get(self.province, "")

    @property
    def rows(self):
        return [row for parcel in self.parcels for row in parcel.rows]

    @property
    def goods_total(self):
        return sum((parcel.goods_amount for parcel in self.parcels), ZERO)

    @property
    def freight(self):
        return sum((parcel.charge.amount for parcel in self.parcels), ZERO)

    @property
    def total(self):
        """What goods and freight cost together."""
        return self.goods_total + self.freight

    @property
    def unserved_rows(self):
        """Lines whose supplier does not send to the province."""
        return [row for parcel in self.parcels if not parcel.charge.is_served for row in parcel.rows]

    @property
    def unserved_words(self):
        """A sentence that names the goods that cannot be sent there, or an empty string."""
        titles = "、".join(row.product.title for row in self.unserved_rows)
        if not titles:
            return ""
        return f"供应商不往{self.province_name}发货：{titles}。请换一个收货地址，或先把这些商品移出购物车。"

    @property
    def problem_rows(self):
        return [row for row in self.rows if row.problem]

    @property
    def is_orderable(self):
        return bool(self.rows) and not self.problem_rows

    def reduced(self):
        """Return ``{line_pk: packs}`` that bring every line down to what is left."""
        return {row.line.pk: row.most for row in self.rows if row.most < row.quantity}


@dataclass(frozen=True)
class Parcel:
    """What one supplier sends: it becomes one order."""

    supplier: object
    rows: list
    charge: freight.Charge
    freight_words: str

    @property
    def goods_amount(self):
        return sum((row.amount for row in self.rows), ZERO)

    @property
    def subtotal(self):
        """What the parcel costs with its freight."""
        return self.goods_amount + self.charge.amount


class Row:
    """One line of a basket with its prices and, if it cannot be ordered as it is, a sentence on why."""

    def __init__(self, line):
        self.line = line
        self.product = line.product
        self.dossier = getattr(line.product, "dossier", None)
        self.record = line.stockrecord
        self.quantity = line.quantity

    @property
    def measure_unit(self):
        return self.dossier.unit if self.dossier else "件"

    @cached_property
    def unit_price(self):
        return self.line.unit_price_incl_tax

    @property
    def list_price(self):
        return self.record.price

    @property
    def has_tier_price(self):
        return not self.is_gone and self.unit_price < self.list_price

    @property
    def amount(self):
        """What the line costs; nothing once it cannot be bought at all."""
        return ZERO if self.is_gone else self.unit_price * self.quantity

    @property
    def left(self):
        return max(self.record.net_stock_level or 0, 0)

    @property
    def multiple(self):
        return self.dossier.order_multiple

    @property
    def least(self):
        """The smallest quantity that minimum and multiple allow."""
        return _round_up(self.dossier.min_order_quantity, self.multiple)

    @property
    def most(self):
        """The largest quantity up to the one wanted that stock allows; 0 if that is below the minimum."""
        if self.is_withdrawn:
            return 0
        if self.quantity <= self.left:
            return self.quantity
        most = self.left - self.left % self.multiple
        return most if most >= self.least else 0

    @property
    def is_withdrawn(self):
        return not self.product.is_public or self.dossier is None or self.record.price is None

    @property
    def is_gone(self):
        """Whether no quantity of it can be bought by now."""
        return self.is_withdrawn or self.left < self.least

    @cached_property
    def problem(self):
        """A sentence on why the line cannot be ordered as it is, or an empty string."""
        unit = self.measure_unit
        if self.is_withdrawn:
            return "供应商已下架这件商品，请移除。"
        if not self.left:
            return "已售罄，请移除。"
        if self.is_gone:
            return f"库存只剩 {self.left} {unit}，不够起订的 {self.least} {unit}，请移除。"
        if self.quantity > self.left:
            return f"库存只剩 {self.left} {unit}，请减少到 {self.most} {unit}以内。"
        return prices.quantity_problem(
            self.quantity,
            min_order_quantity=self.dossier.min_order_quantity,
            order_multiple=self.multiple,
            unit=f"{unit}",
        )

    @property
    def saving(self):
        """A sentence on the next tier price within reach, or an empty string."""
        tier = None if self.is_gone else prices.next_tier(self.product.price_tiers.all(), self.quantity)
        if tier is None:
            return ""
        wanted = _round_up(tier[0], self.multiple)
        if wanted > self.left:
            return ""
        return f"再加 {wanted - self.quantity} {self.measure_unit}，每{self.measure_unit}降到 {tier[1]} 元"

    @property
    def picture_url(self):
        picture = next(iter(self.product.images.all()), None)
        return pictures.small_url(picture, pictures.THUMB_SIDE) if picture else ""


def of(basket, *, to="", for_unit=False):
    """Return a basket's ``Contents``: 4 queries for any number of lines. The basket needs its strategy.

    :param to: code of the province that it goes to; the county's own unless given.
    :param for_unit: a unit orders it, so freight counts only where the supplier charges units.
    """
    parcels = {}
    to = to or provinces.home_code()
    for line in _lines(basket):
        parcels.setdefault(line.stockrecord.partner, []).append(Row(line))
    return Contents([_parcel(supplier, rows, to, for_unit) for supplier, rows in parcels.items()], to)


def _parcel(supplier, rows, to, for_unit):
    template = freight.of_supplier(supplier)
    goods = [(row.dossier, row.quantity) for row in rows if not row.is_gone]
    amount = sum((row.amount for row in rows), ZERO)
    charge = (freight.unit_charge if for_unit else freight.charge)(template, to, goods, amount)
    return Parcel(supplier, rows, charge, freight.Rate(template, to).words)


def _lines(basket):
    if not basket.pk:
        return []
    lines = basket.lines.select_related(
        "product__product_class",
        "product__dossier__region",
        "stockrecord__partner__freight_template",
        "stockrecord__product",
    )
    areas = "stockrecord__partner__freight_template__areas"
    return lines.prefetch_related("product__price_tiers", "product__images", areas).order_by("pk")


def _round_up(quantity, multiple):
    return -(-quantity // multiple) * multiple
