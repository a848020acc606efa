"""Oscar's tables with checked stock allocation."""

from oscar.apps.partner.abstract_models import AbstractStockRecord

from shop.produce import stock


class StockRecord(AbstractStockRecord):
    """One supplier's stock and price of a product; allocation goes through ``shop.produce.stock``."""

    def allocate(self, quantity):
        stock.allocate({self.pk: quantity})
        self.refresh_from_db(fields=["num_allocated"])

    def consume_allocation(self, quantity):
        stock.send_out({self.pk: quantity})
        self.refresh_from_db(fields=["num_allocated", "num_in_stock"])

    def cancel_allocation(self, quantity):
        stock.release({self.pk: quantity})
        self.refresh_from_db(fields=["num_allocated"])


from oscar.apps.partner.models import *  # noqa: F403
