"""Seasons as two months; ``10-3`` passes the new year, none at all is the whole year."""

WHOLE_YEAR = "全年"


def covers(start, end, month):
    """Tell whether a month (1-12) lies in a season."""
    if not start:
        return True
    if start <= end:
        return start <= month <= end
    return month >= start or month <= end


def write(start, end):
    """Return a season as people write it."""
    if not start:
        return WHOLE_YEAR
    return f"{start}月" if start == end else f"{start}-{end}月"
