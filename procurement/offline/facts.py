"""What somebody says about an offline purchase, understood and checked, before it becomes rows."""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from shop.produce.money import ZERO


@dataclass(frozen=True)
class Goods:
    """One line; the fields of ``OfflineLine`` with the same meanings."""

    product_name: str
    region: object
    county: object
    supplier_name: str
    quantity: Decimal
    measure_unit: str
    untaxed_amount: Decimal
    tax_amount: Decimal
    amount: Decimal
    product: object = None
    supplier: object = None
    category: str = ""
    spec: str = ""
    unit_price: Decimal | None = None
    households: int | None = None

    def as_dict(self):
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass
class Purchase:
    """One purchase with its proof; ``kind`` and ``number`` are those of the invoice or receipt."""

    unit: object
    fund_source: str
    channel: str
    purchased_on: date
    kind: str
    number: str
    seller_name: str
    issued_on: date | None = None
    note: str = ""
    goods: list = field(default_factory=list)

    @property
    def amount(self):
        """CNY with tax of all lines."""
        return sum((one.amount for one in self.goods), ZERO)
