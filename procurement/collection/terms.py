"""On which terms a supplier offers a product: what it is, its price and tiers; frozen at closing, compared later."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from shop.produce import products
from shop.produce.money import ZERO

from . import solving

LABELS = {"title": "名称", "spec": "规格", "unit": "计量单位", "net_weight_g": "净含量（克）"}


@dataclass(frozen=True)
class Terms:
    """One product as its supplier offers it: prices in CNY a pack, ``tiers`` ``((minimum, price), …)``."""

    title: str
    spec: str
    unit: str
    net_weight_g: str
    listed: Decimal
    tiers: tuple

    @property
    def ladder(self):
        return solving.ladder(self.listed, self.tiers)

    def as_row(self):
        """Return the terms as JSON keeps them."""
        tiers = [[minimum, f"{price:.2f}"] for minimum, price in self.tiers]
        return asdict(self) | {"listed": f"{self.listed:.2f}", "tiers": tiers}


def of(product):
    """Return the terms of a product loaded with dossier, tiers and stock; its price is zero without a stock record."""
    record, dossier = products.stock_record(product), product.dossier
    return Terms(
        title=product.title,
        spec=dossier.spec,
        unit=dossier.unit,
        net_weight_g="" if dossier.net_weight_g is None else f"{dossier.net_weight_g:.2f}",
        listed=record.price if record and record.price is not None else ZERO,
        tiers=tuple((tier.min_quantity, tier.price) for tier in product.price_tiers.all()),
    )


def from_row(row):
    """Return the terms that ``as_row`` wrote."""
    tiers = tuple((minimum, Decimal(price)) for minimum, price in row["tiers"])
    return Terms(**row | {"listed": Decimal(row["listed"]), "tiers": tiers})


def stock(product):
    """Return the packs of a product that are left to order."""
    record = products.stock_record(product)
    return max(record.net_stock_level, 0) if record else 0


def differences(before, now):
    """Return ``[(label, old, new)]`` for what a product is; prices are compared at a quantity, not here."""
    pairs = ((label, getattr(before, name), getattr(now, name)) for name, label in LABELS.items())
    return [(label, old or "未填", new or "未填") for label, old, new in pairs if old != new]
