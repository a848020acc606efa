"""Put products into a basket, change how many, take them out."""

from django.db import transaction
from oscar.core.loading import get_model

from shop.produce import products

Basket = get_model("basket", "Basket")
MAX_PACKS = 99_999


class Refused(Exception):
    """The basket cannot be changed so; the message says why."""


class Changed(Refused):
    """The basket is not as it was shown, as after a second click."""

    def __init__(self):
        super().__init__("购物车在这之间有变动（可能已经加入过），请核对后再确认。")


@transaction.atomic
def add(*, basket, product, quantity):
    """Put packs of a product into an open basket, on top of those in it.

    Minimum and multiple are not checked: the basket's page says what is missing.

    :raises Refused: if it is not on sale, nothing is left, or the basket was ordered meanwhile.
    """
    record = products.stock_record(product)
    if record is None or record.price is None or not products.on_sale().filter(pk=product.pk).exists():
        raise Refused(f"{product.title}已下架，不能购买。")
    if record.net_stock_level <= 0:
        raise Refused(f"{product.title}已售罄。")
    if not basket.pk:
        basket.save()
    locked = _lock(basket)
    locked.strategy = basket.strategy
    already = locked.lines.filter(stockrecord=record).values_list("quantity", flat=True).first() or 0
    if already + quantity > MAX_PACKS:
        raise Refused(f"每种商品最多买 {MAX_PACKS} 件。")
    return locked.add_product(product, quantity)[0]


@transaction.atomic
def add_all(*, basket, packs, held):
    """Put packs of several products in, all or none.

    :param packs: ``[(product, packs)]``.
    :param held: ``{product_pk: packs}`` of these products, as the basket was shown.
    :raises Changed: if it holds others by now.
    :raises Refused: as ``add``, for any product.
    """
    if basket.pk:
        _lock(basket)
    if held_packs(basket, [product for product, _ in packs]) != held:
        raise Changed
    for product, quantity in packs:
        add(basket=basket, product=product, quantity=quantity)


def held_packs(basket, wanted):
    """Return ``{product_pk: packs}`` of some products in a basket."""
    if not basket.pk:
        return {}
    return dict(basket.lines.filter(product__in=wanted).values_list("product", "quantity"))


@transaction.atomic
def change(*, basket, quantities):
    """Set how many packs the lines of an open basket have; 0 takes a line out.

    :param quantities: ``{line_pk: packs}``; lines of other baskets are left alone.
    :raises Refused: if the basket was ordered meanwhile.
    """
    for line in _lock(basket).lines.filter(pk__in=quantities):
        if quantities[line.pk] == 0:
            line.delete()
        elif quantities[line.pk] != line.quantity:
            line.quantity = quantities[line.pk]
            line.save(update_fields=["quantity", "date_updated"])


def _lock(basket):
    locked = Basket.objects.select_for_update().get(pk=basket.pk)
    if locked.status != Basket.OPEN:
        raise Refused("这个购物车已经提交过订单，请重新选购。")
    return locked
