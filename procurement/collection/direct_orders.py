"""What a unit orders on its own account, without a collection; then it is submitted, approved and placed like any."""

from django.db import transaction

from .. import numbers
from ..models import GroupOrder, GroupOrderItem
from ..models.group_orders import new_token
from ..moves import Refused
from . import settlement
from .drafts import MAX_ITEMS
from .pledges import MAX_QUANTITY


@transaction.atomic
def create(*, unit, title, fund_source, delivery, packs, by, at, token, note="", is_demo=False):
    """Create a direct order in the handler's hands, its packs and prices frozen as after a collection.

    :param packs: ``[(product, packs)]``, of any suppliers.
    :param delivery: ``(street, contact, mobile)``.
    :param token: key of the form that was sent. The same form sent twice makes one order: the second call returns it.
    :raises Refused: without products, with too many, or with a number of packs out of range.
    """
    # Counting up locks the series: a second click waits here until the first is through.
    number = numbers.next_order_number(at.year)
    twin = of_form(unit=unit, by=by, token=token)
    if twin:
        return twin
    if not 0 < len(packs) <= MAX_ITEMS:
        raise Refused(f"一张采购单须有 1 到 {MAX_ITEMS} 种商品。")
    if any(not 0 < quantity <= MAX_QUANTITY for _, quantity in packs):
        raise Refused(f"数量须是 1 到 {MAX_QUANTITY} 之间的整数。")
    street, contact, mobile = delivery
    group_order = GroupOrder.objects.create(
        number=number,
        kind=GroupOrder.Kind.DIRECT,
        status=GroupOrder.Status.CLOSED,
        join_token=new_token() if GroupOrder.objects.filter(join_token=token).exists() else token,
        unit=unit,
        title=title,
        note=note,
        fund_source=fund_source,
        handler=by,
        delivery_street=street,
        delivery_contact=contact,
        delivery_mobile=mobile,
        created_at=at,
        deadline_at=at,
        closed_at=at,
        is_demo=is_demo,
    )
    GroupOrderItem.objects.bulk_create(
        GroupOrderItem(group_order=group_order, product=product, top_up=quantity) for product, quantity in packs
    )
    settlement.settle(group_order.items.all())
    return group_order


def of_form(*, unit, by, token):
    """Return the direct order that a form became, or None."""
    rows = unit.group_orders.filter(kind=GroupOrder.Kind.DIRECT, handler=by, join_token=token)
    return rows.first() if token else None
