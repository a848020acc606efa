"""Months to close, for tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

from procurement.figures import closings


def day(month, number=10, year=2026):
    return datetime(year, month, number, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def close(period, by, at, **facts):
    """Close a month with everything looked at."""
    facts = {"signer": "周主任", "is_acknowledged": True, **facts}
    return closings.close(period=period, by=by, at=at, **facts)
