"""How often somebody may try to find an order."""

from django.core.cache import cache

TRIES = 10
SECONDS = 600


def is_exceeded(*keys):
    """Count one try under each key; tell whether any has more than ``TRIES`` within ``SECONDS``."""
    return max([_count(f"find-order:{key}") for key in keys]) > TRIES


def _count(key):
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # It ran out between the two lines.
        return 1
