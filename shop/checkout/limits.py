"""How often somebody may try to find an order."""

from shop.user import limits

TRIES = 10
SECONDS = 600


def is_exceeded(*keys):
    """Count one try under each key; tell whether any has more than ``TRIES`` within ``SECONDS``."""
    # Each is counted, whatever comes of those before it.
    over = [limits.is_exceeded(f"find-order:{key}", most=TRIES, seconds=SECONDS) for key in keys]
    return any(over)
