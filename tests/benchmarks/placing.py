"""Reserving stock and placing orders, against Oscar's own path with the same products.

Oscar's path does less: its ``allocate`` does not check, and it writes no purchase order and no ledger. Its baskets are
filled before the clock starts.
"""

from itertools import count

from django.db import transaction
from django.utils import timezone
from oscar.apps.partner.abstract_models import AbstractStockRecord
from oscar.core.loading import get_class, get_model

from procurement.delivery import purchase_orders
from procurement.models import Channel, FundSource
from shop.produce import stock
from tests import factories

from .timing import compared

Basket = get_model("basket", "Basket")
StockRecord = get_model("partner", "StockRecord")
OrderCreator = get_class("order.utils", "OrderCreator")
OrderTotalCalculator = get_class("checkout.calculators", "OrderTotalCalculator")
Free = get_class("shipping.methods", "Free")
Selector = get_class("partner.strategy", "Selector")

ADDRESS = purchase_orders.Address(name="收货人", mobile="13800001234", street="人民路 1 号")
NUMBERS = count(1)
ROUNDS = 60


class UncheckedOrderCreator(OrderCreator):
    """Oscar's creator with Oscar's own allocation, which this site replaces."""

    def update_stock_records(self, line):
        AbstractStockRecord.allocate(line.stockrecord, line.quantity)


def measure():
    """Yield one result for reserving and one for placing, each with 1, 3 and 20 lines."""
    supplier = factories.SupplierFactory()
    products = [factories.make_product(supplier, stock=10**7) for _ in range(20)]
    for lines in (1, 3, 20):
        chosen = products[:lines]
        yield compared(f"reserve stock, {lines} lines", *_reserving(chosen), ROUNDS)
        yield compared(f"place an order, {lines} lines", *_placing(chosen), ROUNDS)


def _reserving(products):
    records = [product.stockrecords.get() for product in products]

    def theirs(number):
        with transaction.atomic():
            for record in records:
                AbstractStockRecord.allocate(record, 1)

    return lambda number: stock.allocate({record.pk: 1 for record in records}), theirs


def _placing(products):
    records = StockRecord.objects.filter(product__in=products).select_related("product", "partner").order_by("pk")
    wanted = [purchase_orders.Wanted(record, 1, record.price) for record in records]
    facts = {"address": ADDRESS, "channel": Channel.PUBLIC, "fund_source": FundSource.PERSONAL, "by": None}
    baskets = [_basket(products) for _ in range(ROUNDS)]

    def ours(number):
        purchase_orders.place(number=f"B{next(NUMBERS)}", wanted=wanted, at=timezone.now(), **facts)

    def theirs(number):
        basket, free = baskets[number], Free()
        charge = free.calculate(basket)
        total = OrderTotalCalculator().calculate(basket, charge)
        UncheckedOrderCreator().place_order(basket, total, free, charge, order_number=f"O{next(NUMBERS)}")

    return ours, theirs


def _basket(products):
    basket = Basket.objects.create()
    basket.strategy = Selector().strategy()
    for product in products:
        basket.add_product(product, 1)
    return basket
