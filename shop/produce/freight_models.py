"""What a supplier charges for sending goods, and the provinces where it differs."""

from django.db import models
from django.db.models import Q

from . import provinces

PRICE = {"max_digits": 8, "decimal_places": 2}


class FreightTemplate(models.Model):
    """One supplier's freight: free, by weight or by pack; amounts in CNY, sizes in kg or packs.

    A supplier without one sends free of charge, everywhere. Units' orders are free unless it says otherwise.
    """

    class Basis(models.TextChoices):
        FREE = "FREE", "全部包邮"
        WEIGHT = "WEIGHT", "按重量"
        PIECE = "PIECE", "按件数"

    partner = models.OneToOneField("partner.Partner", models.CASCADE, related_name="freight_template")
    basis = models.CharField("计费方式", max_length=10, choices=Basis.choices, default=Basis.FREE)
    first_size = models.DecimalField("首重或首件", max_digits=6, decimal_places=1, default=1)
    first_amount = models.DecimalField("首费", default=0, **PRICE)
    further_size = models.DecimalField("续重或续件", max_digits=6, decimal_places=1, default=1)
    further_amount = models.DecimalField("续费", default=0, **PRICE)
    free_from_amount = models.DecimalField("满额包邮", null=True, blank=True, **PRICE)
    applies_to_units = models.BooleanField("单位采购也收运费", default=False)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = verbose_name_plural = "运费模板"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_size__gt=0, further_size__gt=0, first_amount__gte=0, further_amount__gte=0),
                name="freight_template_positive",
            ),
        ]

    def __str__(self):
        return f"{self.partner} {self.get_basis_display()}"

    @property
    def is_free(self):
        return self.basis == self.Basis.FREE

    @property
    def is_by_weight(self):
        return self.basis == self.Basis.WEIGHT


class FreightArea(models.Model):
    """A province where a template differs: not served, other prices, or never free. Empty prices are the template's."""

    template = models.ForeignKey(FreightTemplate, models.CASCADE, related_name="areas")
    province = models.CharField("省份", max_length=2, choices=list(provinces.PROVINCES.items()))
    is_served = models.BooleanField("配送", default=True)
    first_amount = models.DecimalField("首费", null=True, blank=True, **PRICE)
    further_amount = models.DecimalField("续费", null=True, blank=True, **PRICE)
    is_never_free = models.BooleanField("不参加满额包邮", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "运费地区"
        ordering = ["province"]
        constraints = [models.UniqueConstraint(fields=["template", "province"], name="freight_area_once")]

    def __str__(self):
        return self.get_province_display()
