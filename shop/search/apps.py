from django.urls import path
from oscar.apps.search.apps import SearchConfig as OscarSearchConfig


class SearchConfig(OscarSearchConfig):
    name = "shop.search"

    def ready(self):
        """Listen for changed products; Oscar's faceted view is not even loaded."""
        from shop.produce.signals import products_changed

        from . import tasks

        products_changed.connect(tasks.on_products_changed, dispatch_uid="search")

    def get_urls(self):
        from . import views

        return self.post_process_urls(
            [path("", views.search, name="search"), path("suggest/", views.suggest, name="suggest")]
        )
