"""Where else a unit receives goods."""

from django.db import models

from .units import Unit


class DeliveryAddress(models.Model):
    """A further address of a unit; the default one lies in the unit's own delivery fields, so there is always one."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="delivery_addresses")
    street = models.CharField("街道地址", max_length=120)
    contact = models.CharField("收货联系人", max_length=40)
    mobile = models.CharField("联系电话", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "收货地址"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "street", "contact"], name="delivery_address_once")]

    def __str__(self):
        return self.street
