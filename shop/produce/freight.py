"""What sending goods costs: computed from a supplier's template, kept apart from what the goods cost."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.db import transaction

from . import editions
from .freight_models import FreightTemplate
from .money import ZERO

# A pack whose supplier gave neither gross nor net weight.
UNKNOWN_KG = Decimal(1)


@dataclass(frozen=True)
class Charge:
    """What one parcel to a province costs in CNY; ``to_free`` is for how much more goods it would be free."""

    amount: Decimal = ZERO
    is_served: bool = True
    to_free: Decimal | None = None


@dataclass(frozen=True)
class Rate:
    """A template's terms in one province."""

    template: FreightTemplate | None
    province: str

    @property
    def area(self):
        rows = self.template.areas.all() if self.template else ()
        return next((row for row in rows if row.province == self.province), None)

    @property
    def is_served(self):
        return self.area is None or self.area.is_served

    @property
    def is_free(self):
        return self.template is None or self.template.is_free

    @property
    def first_amount(self):
        own = self.area.first_amount if self.area else None
        return self.template.first_amount if own is None else own

    @property
    def further_amount(self):
        own = self.area.further_amount if self.area else None
        return self.template.further_amount if own is None else own

    @property
    def free_from(self):
        """From which amount of goods on it is free, or None."""
        return None if self.area and self.area.is_never_free else self.template.free_from_amount

    @property
    def words(self):
        """The terms as a buyer reads them."""
        if not self.is_served:
            return "不配送"
        if self.is_free:
            return "包邮"
        size = "kg" if self.template.is_by_weight else "件"
        first, further = (f"{value.normalize():f}" for value in (self.template.first_size, self.template.further_size))
        said = f"{first} {size}内 {self.first_amount:.2f} 元，每加 {further} {size}加 {self.further_amount:.2f} 元"
        return f"{said}；满 {self.free_from:.2f} 元包邮" if self.free_from is not None else said


def of_supplier(partner):
    """Return a supplier's template, or None when everything is sent free."""
    return getattr(partner, "freight_template", None)


def charge(template, province, goods, goods_amount):
    """Return the ``Charge`` of one supplier's parcel.

    :param province: code of two digits.
    :param goods: ``[(dossier, packs)]``.
    :param goods_amount: what the goods cost in CNY.
    """
    rate = Rate(template, province)
    if not rate.is_served:
        return Charge(is_served=False)
    if rate.is_free or not goods or (rate.free_from is not None and goods_amount >= rate.free_from):
        return Charge()
    size = _kilograms(goods) if template.is_by_weight else Decimal(sum(packs for _, packs in goods))
    more = max((size - template.first_size) / template.further_size, Decimal(0))
    steps = more.to_integral_value(ROUND_CEILING)
    amount = rate.first_amount + steps * rate.further_amount
    return Charge(amount=amount, to_free=rate.free_from - goods_amount if amount and rate.free_from else None)


def unit_charge(template, province, goods, goods_amount):
    """Return the ``Charge`` of a unit's parcel: free unless the template says that units pay too."""
    if template is None or not template.applies_to_units:
        return Charge()
    return charge(template, province, goods, goods_amount)


@transaction.atomic
def keep(*, partner, at, areas, **terms):
    """Give a supplier these terms in place of those before; orders placed keep what they were charged.

    :param areas: ``{province code: {field: value}}`` of the provinces that differ.
    """
    facts = {**terms, "updated_at": at}
    template, _ = FreightTemplate.objects.update_or_create(partner=partner, defaults=facts)
    template.areas.all().delete()
    rows = [template.areas.model(template=template, province=code, **own) for code, own in areas.items()]
    template.areas.bulk_create(rows)
    editions.turn()
    return template


def kilograms(dossier):
    """Return what one pack weighs in kg, or None when nobody said."""
    if dossier.gross_weight_kg:
        return dossier.gross_weight_kg
    return dossier.net_weight_g / 1000 if dossier.net_weight_g else None


def _kilograms(goods):
    return sum(((kilograms(dossier) or UNKNOWN_KG) * packs for dossier, packs in goods), Decimal(0))
