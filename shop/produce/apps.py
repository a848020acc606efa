from django.apps import AppConfig


class ProduceConfig(AppConfig):
    name = "shop.produce"
    label = "produce"
    verbose_name = "产品"
