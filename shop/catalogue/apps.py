from django.urls import path, re_path
from oscar.apps.catalogue.apps import CatalogueConfig as OscarCatalogueConfig


class CatalogueConfig(OscarCatalogueConfig):
    name = "shop.catalogue"

    def get_urls(self):
        """Return only these three: Oscar's reviews, ranges and offers are not part of this shop."""
        from . import views

        return self.post_process_urls(
            [
                path("", views.index, name="index"),
                re_path(r"^(?P<product_slug>[\w-]*)_(?P<pk>\d{1,9})/$", views.detail, name="detail"),
                re_path(
                    r"^category/(?P<category_slug>[\w-]+(/[\w-]+)*)_(?P<pk>\d{1,9})/$", views.category, name="category"
                ),
            ]
        )
