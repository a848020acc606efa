"""Suppliers refill their shelves.

On the site a supplier does this by uploading the list with new stock figures. Playing hundreds of uploads would take
minutes, so the demo raises ``num_in_stock`` directly; packs reserved for orders are never touched.
"""

from datetime import timedelta

from django.db.models import F
from oscar.core.loading import get_model

StockRecord = get_model("partner", "StockRecord")
LOW = 0.4


class Shelf:
    """The stock that each supplier's list names, kept up through the year."""

    def __init__(self):
        self.listed = dict(_records().values_list("pk", "num_in_stock"))

    def weekly(self, until):
        """Refill every Monday morning what has run low; a life for the timeline."""
        at = (until - timedelta(days=366)).replace(hour=7, minute=30)
        at += timedelta(days=-at.weekday())
        while True:
            at = yield at + timedelta(days=7)
            self._refill()

    def fill(self, shortages):
        """Bring what an order was short of, and as much as the list names on top."""
        for record, wanted, available in shortages:
            missing = wanted - available + self.listed[record.pk]
            _records().filter(pk=record.pk).update(num_in_stock=F("num_in_stock") + missing)

    def take_stock(self):
        """Leave on the shelf what the list names, or what is reserved if that is more."""
        records = list(_records())
        for record in records:
            record.num_in_stock = max(self.listed[record.pk], record.num_allocated or 0)
        StockRecord.objects.bulk_update(records, ["num_in_stock"])

    def _refill(self):
        low = [record for record in _records() if record.net_stock_level < LOW * self.listed[record.pk]]
        for record in low:
            record.num_in_stock = self.listed[record.pk] + (record.num_allocated or 0)
        StockRecord.objects.bulk_update(low, ["num_in_stock"])


def _records():
    return StockRecord.objects.filter(partner__profile__is_demo=True)
