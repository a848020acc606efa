"""How much of a product's stock shoppers are told: exactly when little is left, otherwise only that there is enough."""

# From this many packs down the page says how many are left.
FEW = 20


def first_quantity(dossier):
    """Return the smallest quantity that may be ordered."""
    return -(-dossier.min_order_quantity // dossier.order_multiple) * dossier.order_multiple


def shown(left, first):
    """Return the packs that a page may tell of, or None for enough: what differs here, differs on a page.

    :param first: the smallest quantity that may be ordered.
    """
    return max(left, 0) if left <= max(FEW, first) else None
