"""What sending a group order costs: nothing, unless a supplier's template says that units pay freight too."""

from collections import defaultdict

from shop.produce import freight, products, provinces
from shop.produce.money import ZERO


def of(group_order):
    """Return ``{supplier pk: CNY}`` of the suppliers that charge freight for what a group order would order by now."""
    items = group_order.items.filter(is_dropped=False, quantity__gt=0).exclude(unit_price=None)
    charging = items.filter(product__stockrecords__partner__freight_template__applies_to_units=True)
    loaded = charging.select_related("product__dossier").prefetch_related(
        "product__stockrecords__partner__freight_template__areas"
    )
    parcels = defaultdict(list)
    for item in loaded:
        parcels[products.stock_record(item.product).partner].append(item)
    amounts = {partner.pk: _amount(partner, rows) for partner, rows in parcels.items()}
    return {pk: amount for pk, amount in amounts.items() if amount}


def total(group_order):
    return sum(of(group_order).values(), ZERO)


def _amount(partner, items):
    goods = [(item.product.dossier, item.quantity) for item in items]
    cost = sum((item.unit_price * item.quantity for item in items), ZERO)
    # Units lie in the county; a supplier that does not serve its province would not sell to them.
    return freight.unit_charge(freight.of_supplier(partner), provinces.home_code(), goods, cost).amount
