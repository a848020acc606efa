from django.urls import path
from oscar.apps.basket.apps import BasketConfig as OscarBasketConfig


class BasketConfig(OscarBasketConfig):
    """Three pages only: vouchers and saved baskets are not offered here."""

    name = "shop.basket"

    def ready(self):
        from . import paste, views

        self.summary_view = views.summary
        self.add_view = views.add
        self.paste_view = paste.paste

    def get_urls(self):
        urls = [
            path("", self.summary_view, name="summary"),
            path("add/<int:pk>/", self.add_view, name="add"),
            path("paste/", self.paste_view, name="paste"),
        ]
        return self.post_process_urls(urls)
