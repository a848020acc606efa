"""Quantities of goods: whole packs, or what a scale showed."""

from decimal import Decimal

from django.db import models

PLACES = 3


def plain(quantity):
    """Return a quantity as an int where it is whole, else as a ``Decimal`` without trailing zeros."""
    if quantity is None or isinstance(quantity, int):
        return quantity
    quantity = Decimal(quantity)
    return int(quantity) if quantity == quantity.to_integral_value() else quantity.normalize()


class QuantityField(models.DecimalField):
    """Packs as ``int``; goods sold loose, such as 62.5 公斤, as ``Decimal`` with up to three places."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "max_digits": 12, "decimal_places": PLACES})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return plain(value)
