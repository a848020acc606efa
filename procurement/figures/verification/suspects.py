"""Rows that a set-based look found wanting, to be looked at one by one."""

AT_ONCE = 500


def rows(queryset, keys):
    """Yield the rows of these primary keys, a few hundred at a time, in the order of the keys."""
    for start in range(0, len(keys), AT_ONCE):
        yield from queryset.filter(pk__in=keys[start : start + AT_ONCE])


def fen(expression):
    """Return CNY as whole fen: SQLite keeps decimals as floats."""
    return f"CAST(ROUND(({expression}) * 100) AS bigint)"
