"""Canteens that order every month: a draft comes by itself."""

from datetime import timedelta

from procurement.collection import standing_orders
from procurement.models import FundSource

UNITS = ("SY002", "SY009")
TITLE = "食堂食材采购"


def live(unit, cast, until):
    """Set up a monthly order like the last one of the canteen, and let its draft come some days ago."""
    at = yield until.replace(hour=9) - timedelta(days=20)
    canteen = unit.group_orders.filter(fund_source=FundSource.CANTEEN, created_at__lt=at)
    source = canteen.order_by("-created_at").first()
    if source is None:
        return
    due = until.replace(hour=7, minute=30) - timedelta(days=3)
    facts = {"title": TITLE, "day": due.day, "collect_days": 5, "handler": cast.handler(unit), "is_demo": True}
    standing_orders.create(unit=unit, source=source, at=at, **facts)
    at = yield due
    standing_orders.make_due(at=at)
