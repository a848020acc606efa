"""Write Oscar's rows of one supplier's order: the order, its lines, its delivery address."""

from dataclasses import dataclass
from decimal import Decimal

from oscar.core.loading import get_model

from shop.produce.money import ZERO

from ..models import PurchaseOrder

Order = get_model("order", "Order")
OrderLine = get_model("order", "Line")
ShippingAddress = get_model("order", "ShippingAddress")

FREE_DELIVERY, PAID_DELIVERY = "供应商包邮", "供应商发货，收运费"


@dataclass(frozen=True)
class Wanted:
    """One product to buy: its stock record, whole packs, and the settled unit price in CNY."""

    stock_record: object
    quantity: int
    unit_price: Decimal

    @property
    def amount(self):
        return self.unit_price * self.quantity


@dataclass(frozen=True)
class Address:
    """Where to deliver, as people write it in China."""

    name: str
    mobile: str
    street: str
    province: str = ""
    city: str = ""
    district: str = ""


def create(*, number, supplier, rows, address, by, at, status=PurchaseOrder.Status.PLACED, freight=ZERO):
    """Create Oscar's order; prices include tax. Its total is what goods and freight cost.

    :param freight: what sending costs in CNY.
    :param rows: ``Wanted`` rows of the supplier (Oscar ``Partner``).
    :return: the order and its lines, in the order of the rows.
    """
    total = sum((row.amount for row in rows), ZERO) + freight
    order = Order.objects.create(
        number=number,
        user=by,
        total_incl_tax=total,
        total_excl_tax=total,
        shipping_incl_tax=freight,
        shipping_excl_tax=freight,
        shipping_method=PAID_DELIVERY if freight else FREE_DELIVERY,
        status=status,
        date_placed=at,
        shipping_address=_create_address(address),
    )
    return order, OrderLine.objects.bulk_create(_line(order, supplier, row) for row in rows)


def _line(order, supplier, row):
    record = row.stock_record
    return OrderLine(
        order=order,
        partner=supplier,
        partner_name=supplier.name,
        partner_sku=record.partner_sku,
        stockrecord=record,
        product=record.product,
        title=record.product.title,
        quantity=row.quantity,
        num_allocated=row.quantity,
        status=order.status,
        **_prices(row),
    )


def _prices(row):
    """Oscar keeps each price with and without tax; here all of them include it."""
    prices = {f"unit_price_{tax}_tax": row.unit_price for tax in ("incl", "excl")}
    for name in ("line_price_{}_tax", "line_price_before_discounts_{}_tax"):
        prices |= {name.format(tax): row.amount for tax in ("incl", "excl")}
    return prices


def _create_address(address):
    return ShippingAddress.objects.create(
        first_name=address.name,
        phone_number=address.mobile,
        line1=address.street,
        line3=address.district,
        line4=address.city,
        state=address.province,
        country_id="CN",
    )
