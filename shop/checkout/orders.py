"""Turn a basket into orders, once."""

from django.db import transaction
from django.utils.timezone import localtime
from oscar.core.loading import get_class, get_model

from procurement import numbers
from procurement.delivery import purchase_orders
from procurement.models import Channel, FundSource, PurchaseOrder
from shop.basket import contents
from shop.produce import provinces

Basket = get_model("basket", "Basket")
Order = get_model("order", "Order")
Selector = get_class("partner.strategy", "Selector")
Status = PurchaseOrder.Status


class NotOrderable(Exception):
    """The basket cannot be ordered as it is; the message says why in one sentence."""


class NotServed(NotOrderable):
    """A supplier does not send to the province of the address; the message names the goods."""


class Changed(NotOrderable):
    """What the basket costs is no longer what the person agreed to."""


@transaction.atomic
def submit(*, basket, address, by, at, agreed_total=None, is_demo=False, pays_online=False):
    """Order what is in a basket, one purchase order per supplier, all or nothing.

    The basket is the key: however often it is submitted, it becomes one set of orders, and each call returns it.

    :param by: the person, or None for a guest.
    :param agreed_total: CNY the person was shown, if they were shown any.
    :param pays_online: the orders wait for an online payment, their stock held, before their suppliers see them.
    :raises NotOrderable: if a line has a problem, nothing is in it, or it was merged into another basket.
    :raises NotServed: if a supplier does not send there.
    :raises Changed: if prices, freight or quantities changed since they were shown.
    :raises shop.produce.stock.OutOfStock: if somebody else was faster; then nothing was ordered.
    """
    locked = Basket.objects.select_for_update().get(pk=basket.pk)
    placed = of_basket(locked)
    if placed:
        return placed
    locked.strategy = Selector().strategy(user=by)
    found = contents.of(locked, to=provinces.CODES.get(address.province, "") if address else "")
    _check(locked, found, agreed_total)
    placed = purchase_orders.place(
        wanted=[purchase_orders.Wanted(row.record, row.quantity, row.unit_price) for row in found.rows],
        freights={parcel.supplier.pk: parcel.charge.amount for parcel in found.parcels},
        number=numbers.next_order_number(localtime(at).year),
        address=address,
        channel=Channel.PUBLIC,
        fund_source=FundSource.PERSONAL,
        by=by,
        at=at,
        is_demo=is_demo,
        status=Status.PENDING_PAYMENT if pays_online else Status.PLACED,
    )
    Order.objects.filter(purchase_order__in=placed).update(basket=locked)
    locked.status, locked.date_submitted = Basket.SUBMITTED, at
    locked.save(update_fields=["status", "date_submitted"])
    return of_basket(locked)


def of_basket(basket):
    """Return the purchase orders that a basket became, by number."""
    orders = PurchaseOrder.objects.filter(order__basket=basket).select_related("order", "supplier")
    return list(orders.order_by("order__number"))


def _check(basket, found, agreed_total):
    if basket.status != Basket.OPEN or not found.rows:
        raise NotOrderable("购物车里没有商品，请重新选购。")
    if not found.is_orderable:
        raise NotOrderable("有商品暂时不能下单，请先处理。")
    if found.unserved_rows:
        raise NotServed(found.unserved_words)
    if agreed_total is not None and agreed_total != found.total:
        raise Changed("价格或数量刚刚有变化，请核对新的金额后再提交。")
