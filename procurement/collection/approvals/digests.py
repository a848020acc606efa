"""What an approval is bound to: the lines as they will be ordered, and their total."""

from hashlib import sha256
from typing import NamedTuple

from shop.produce.money import ZERO

from .. import freight


class Seal(NamedTuple):
    """The digest of a group order's lines, and what they come to in CNY."""

    digest: str
    total_amount: object


def of(group_order):
    """Return the ``Seal`` of what a group order would order by now: products, packs and unit prices.

    Freight, where a supplier charges units any, is part of what is approved. The order in which products were added
    does not matter; dropped ones and those nobody wants do not count.
    """
    items = group_order.items.filter(is_dropped=False, quantity__gt=0).exclude(unit_price=None)
    lines = sorted(items.order_by().values_list("product_id", "quantity", "unit_price"))
    total = sum((price * quantity for _, quantity, price in lines), ZERO)
    rows = [f"{product} {quantity} {price:.2f}" for product, quantity, price in lines]
    charges = sorted(freight.of(group_order).items())
    total += sum((amount for _, amount in charges), ZERO)
    rows += [f"freight {supplier} {amount:.2f}" for supplier, amount in charges]
    return Seal(sha256("\n".join([*rows, f"{total:.2f}"]).encode()).hexdigest(), total)
