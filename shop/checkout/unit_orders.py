"""Turn a basket into a unit's direct order, once; nothing is ordered before the unit has approved it."""

from django.db import transaction
from oscar.core.loading import get_class, get_model

from procurement.collection import direct_orders
from shop.basket import contents

from .orders import Changed, NotOrderable

Basket = get_model("basket", "Basket")
Selector = get_class("partner.strategy", "Selector")


@transaction.atomic
def submit(*, basket, unit, by, at, agreed_total, token, is_demo=False, **details):
    """Make a direct order of what is in a basket, and empty the basket.

    The same form sent twice makes one order: each call returns it.

    :param agreed_total: CNY the person was shown.
    :param token: key of the form; ``details`` are what else ``direct_orders.create`` takes.
    :raises NotOrderable: if a line has a problem, nothing is in it, or it was ordered or merged meanwhile.
    :raises Changed: if prices or quantities changed since they were shown.
    :raises procurement.moves.Refused: if the unit cannot order it so.
    """
    locked = Basket.objects.select_for_update().get(pk=basket.pk)
    twin = direct_orders.of_form(unit=unit, by=by, token=token)
    if twin:
        return twin
    locked.strategy = Selector().strategy(user=by)
    packs = _packs(locked, agreed_total)
    facts = {"by": by, "at": at, "token": token, "is_demo": is_demo}
    group_order = direct_orders.create(unit=unit, packs=packs, **facts, **details)
    locked.status, locked.date_submitted = Basket.SUBMITTED, at
    locked.save(update_fields=["status", "date_submitted"])
    return group_order


def _packs(basket, agreed_total):
    found = contents.of(basket, for_unit=True)
    if basket.status != Basket.OPEN or not found.rows:
        raise NotOrderable("购物车里没有商品，请重新选购。")
    if not found.is_orderable:
        raise NotOrderable("有商品暂时不能下单，请先处理。")
    if agreed_total != found.total:
        raise Changed("价格或数量刚刚有变化，请核对新的金额后再提交。")
    return [(row.product, row.quantity) for row in found.rows]
