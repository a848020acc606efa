from django.apps import AppConfig


class CatalogueImportConfig(AppConfig):
    name = "catalogue_import"
    verbose_name = "商品导入"
