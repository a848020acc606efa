"""Suppliers that may not sell for a while, and their products that come back with them."""

from django.db import models


class PausedSupplier(models.Model):
    """A supplier whose goods are off sale; database triggers refuse to publish any product of it."""

    partner = models.OneToOneField("partner.Partner", models.CASCADE, related_name="paused")
    since = models.DateTimeField("暂停时间")

    class Meta:
        verbose_name = verbose_name_plural = "暂停供货的供应商"

    def __str__(self):
        return self.partner.name


class HeldProduct(models.Model):
    """A product that goes on sale again when its supplier may."""

    product = models.OneToOneField("catalogue.Product", models.CASCADE, related_name="held")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "等恢复供货的商品"

    def __str__(self):
        return self.product.title
