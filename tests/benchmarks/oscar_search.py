"""Oscar's own search index in step with every save, as Oscar's documentation sets it up."""

from contextlib import contextmanager

from django.db.models.signals import post_save
from haystack import connections
from haystack.utils.loading import UnifiedIndex
from oscar.core.loading import get_model

ALIAS = "oscar"


@contextmanager
def attached(folder):
    """Index a product as it is saved, as ``haystack.signals.RealtimeSignalProcessor`` does in Oscar's sandbox."""
    from oscar.apps.search.search_indexes import ProductIndex

    connections.connections_info[ALIAS] = {
        "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
        "PATH": str(folder),
    }
    index = ProductIndex()
    connections[ALIAS]._index = UnifiedIndex()
    connections[ALIAS]._index.build([index])

    def follow(sender, instance, **kwargs):
        index.update_object(instance, using=ALIAS)

    post_save.connect(follow, sender=get_model("catalogue", "Product"))
    try:
        yield
    finally:
        post_save.disconnect(follow, sender=get_model("catalogue", "Product"))
        del connections.connections_info[ALIAS]
