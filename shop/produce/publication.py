"""The one place where products become public, or stop being it: never while their supplier is paused.

What a paused supplier had on sale, and what is to go on sale meanwhile, is held and comes back with its supplier. The
suppliers' rows are locked first, so that a product appears either before a pause, which takes it off, or not at all.
"""

from django.db import transaction
from oscar.core.loading import get_model

from . import editions
from .models import HeldProduct, PausedSupplier
from .signals import products_changed

Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
StockRecord = get_model("partner", "StockRecord")


def lock_suppliers(product_ids):
    """Lock the suppliers of products against a pause, in primary-key order; do so before locking anything of theirs."""
    records = StockRecord.objects.filter(product__in=product_ids)
    rows = Partner.objects.filter(pk__in=records.order_by().values("partner"))
    return list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def is_paused(suppliers):
    """Tell whether any of these suppliers, given by primary keys, may not sell."""
    return PausedSupplier.objects.filter(partner__in=suppliers).exists()


@transaction.atomic(savepoint=False)
def show(*, product_ids, at):
    """Put products on sale, holding those of paused suppliers; return those that appeared.

    The caller begins another edition and tells of the changes.
    """
    held = _of_paused(product_ids, lock_suppliers(product_ids))
    HeldProduct.objects.bulk_create([HeldProduct(product_id=pk, at=at) for pk in held], ignore_conflicts=True)
    hidden = Product.objects.filter(pk__in=product_ids, is_public=False).exclude(pk__in=held)
    pks = list(hidden.values_list("pk", flat=True))
    Product.objects.filter(pk__in=pks).update(is_public=True, date_updated=at)
    return pks


@transaction.atomic(savepoint=False)
def hide(*, product_ids, at):
    """Take products off sale, for good if they were held; return those that were on sale. The caller tells of it."""
    HeldProduct.objects.filter(product__in=product_ids).delete()
    pks = list(Product.objects.filter(pk__in=product_ids, is_public=True).values_list("pk", flat=True))
    Product.objects.filter(pk__in=pks).update(is_public=False, date_updated=at)
    return pks


@transaction.atomic
def pause(*, supplier, at):
    """Take all goods of a supplier off sale until it is resumed; return how many there were."""
    _lock(supplier)
    PausedSupplier.objects.get_or_create(partner=supplier, defaults={"since": at})
    pks = hide(product_ids=_of(supplier).filter(is_public=True).values("pk"), at=at)
    HeldProduct.objects.bulk_create([HeldProduct(product_id=pk, at=at) for pk in pks], ignore_conflicts=True)
    _tell(pks)
    return len(pks)


@transaction.atomic
def resume(*, supplier, at):
    """Let a supplier sell again and put back on sale what was held; return how many came back."""
    _lock(supplier)
    PausedSupplier.objects.filter(partner=supplier).delete()
    held = list(_of(supplier).exclude(held=None).values_list("pk", flat=True))
    HeldProduct.objects.filter(product__in=held).delete()
    pks = show(product_ids=held, at=at)
    _tell(pks)
    return len(pks)


def _of_paused(product_ids, suppliers):
    paused = PausedSupplier.objects.filter(partner__in=suppliers).values("partner")
    rows = StockRecord.objects.filter(product__in=product_ids, partner__in=paused)
    return set(rows.values_list("product", flat=True))


def _of(supplier):
    return Product.objects.filter(stockrecords__partner=supplier)


def _lock(supplier):
    Partner.objects.select_for_update(no_key=True).get(pk=supplier.pk)


def _tell(pks):
    if pks:
        editions.turn()
        products_changed.send(sender=Product, product_ids=pks)
