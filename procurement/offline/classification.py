"""Say which product of the catalogue, or which category, goods are that the registrar could not name."""

from django.db import transaction
from oscar.core.loading import get_model

from ..moves import Refused
from . import rule
from .moves import lock

Product = get_model("catalogue", "Product")


@transaction.atomic
def classify(*, purchase, line, by, at, sku="", category=""):
    """Tie a line of a waiting registration to a product by its supplier's code, or put it into a category.

    :raises Refused: if it does not wait, or there is no such product, or it comes from another region.
    """
    locked = lock(purchase)
    if not locked.is_submitted:
        raise Refused(f"这笔线下采购{locked.get_status_display()}，不能再归类。")
    line = locked.lines.get(pk=line.pk)
    if sku:
        _tie(line, _product(sku))
    line.category = "" if sku else category
    line.save()
    locked.reasons = rule.reasons(locked)
    locked.save(update_fields=["reasons"])
    words = line.product.title if line.product else category or "未分类"
    locked.moves.create(old=locked.status, new=locked.status, by=by, at=at, reason=f"第 {line.position} 行归为{words}")
    return locked


def _product(sku):
    rows = list(Product.objects.filter(stockrecords__partner_sku=sku).exclude(dossier=None).distinct()[:2])
    if len(rows) != 1:
        raise Refused(f"没有商品编码为“{sku}”的商品。" if not rows else f"有几种商品的编码都是“{sku}”，请改用类别。")
    return rows[0]


def _tie(line, product):
    if product.dossier.region_id != line.region_id:
        raise Refused(f"这种商品产自{product.dossier.region.name}，登记的产地是{line.region.name}。")
    line.product = product
    line.supplier = product.stockrecords.get().partner
