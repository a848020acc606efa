"""Farm households that a supplier or one of its products helps, as a county body confirmed them."""

from django.conf import settings
from django.db import models


class BeneficiariesQuerySet(models.QuerySet):
    def newest(self):
        """Return the newest statement for each supplier as a whole and for each of its products."""
        found = {}
        for row in self.select_related("supplier", "product").order_by("as_of", "pk"):
            found[row.supplier_id, row.product_id] = row
        return list(found.values())

    def of_product(self, product, supplier):
        """Return the newest statement about a product, else about its supplier as a whole, or None; one query."""
        rows = self.filter(models.Q(product=product) | models.Q(product=None), supplier=supplier)
        return rows.order_by(models.F("product").asc(nulls_last=True), "-as_of", "-pk").first()


class Beneficiaries(models.Model):
    """One statement: so many households on such a day, from this source, confirmed by this county body.

    Stands beside sales and is never multiplied with or added to anything: the same household may grow several
    products. Without a product it speaks of the supplier as a whole. Statements are added, not changed.
    """

    supplier = models.ForeignKey("partner.Partner", models.PROTECT, related_name="beneficiaries")
    product = models.ForeignKey("catalogue.Product", models.PROTECT, null=True, blank=True, related_name="+")
    households = models.PositiveIntegerField("带动农户数")
    as_of = models.DateField("统计日期")
    source = models.CharField("来源", max_length=200)
    confirmed_by = models.CharField("确认机构", max_length=80)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("登记时间")
    is_demo = models.BooleanField("演示", default=False)

    objects = BeneficiariesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "带动农户"
        ordering = ["supplier", "-as_of", "-pk"]

    def __str__(self):
        return f"{self.supplier} {self.households} 户"
