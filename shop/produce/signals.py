"""Told after products changed, so that the search index and caches can follow. Never part of a core flow."""

from django.dispatch import Signal

# Sent with ``product_ids``, a list, inside the transaction of the change.
products_changed = Signal()
