"""A group order before it opens: create, edit, choose products."""

from django.db import transaction

from .. import moves, numbers
from ..models import GroupOrder, GroupOrderItem
from ..models.group_orders import new_token
from ..moves import Refused
from . import rules as collection_rules
from .pledges import MAX_QUANTITY
from .rules import UNBOUND

MAX_ITEMS = 200


@transaction.atomic
def create(
    *,
    unit,
    title,
    fund_source,
    deadline_at,
    delivery,
    items,
    by,
    at,
    note="",
    rules=UNBOUND,
    is_demo=False,
    token="",
    copied_from=None,
):
    """Create a draft.

    :param delivery: ``(street, contact, mobile)``.
    :param items: ``[(product, min_quantity)]``, products of any suppliers.
    :param rules: see ``Rules``.
    :param token: key of the form that was sent; it becomes the key of the link. The same form sent twice makes one
        draft: the second call brings it up to date and returns it.
    :raises Refused: if the goods are wanted before the deadline.
    """
    # Counting up locks the series: a second click waits here until the first is through.
    number = numbers.next_order_number(at.year)
    if twin := of_form(unit=unit, by=by, token=token):
        facts = {"title": title, "fund_source": fund_source, "deadline_at": deadline_at, "note": note}
        return edit(group_order=twin, delivery=delivery, rules=rules, **facts) if twin.is_draft else twin
    street, contact, mobile = delivery
    group_order = GroupOrder(
        number=number,
        join_token=_unused(token),
        unit=unit,
        title=title,
        note=note,
        fund_source=fund_source,
        deadline_at=deadline_at,
        handler=by,
        delivery_street=street,
        delivery_contact=contact,
        delivery_mobile=mobile,
        created_at=at,
        is_demo=is_demo,
        copied_from=copied_from,
    )
    collection_rules.write(group_order, rules)
    group_order.save()
    GroupOrderItem.objects.bulk_create(
        GroupOrderItem(group_order=group_order, product=product, min_quantity=min_quantity)
        for product, min_quantity in items
    )
    return group_order


@transaction.atomic
def edit(*, group_order, title, fund_source, deadline_at, delivery, note="", rules=None):
    """Change the details of a draft.

    :param delivery: ``(street, contact, mobile)``.
    :param rules: see ``Rules``; None leaves them as they are.
    :raises Refused: once it is open, or if the goods are wanted before the deadline.
    """
    locked = _lock_draft(group_order)
    locked.title, locked.note, locked.fund_source, locked.deadline_at = title, note, fund_source, deadline_at
    locked.delivery_street, locked.delivery_contact, locked.delivery_mobile = delivery
    collection_rules.write(locked, rules or collection_rules.of(locked))
    locked.save()
    return locked


@transaction.atomic
def put_item(*, group_order, product, min_quantity=0):
    """Put a product into a draft, or set the packs the unit wants of it at least.

    :raises Refused: once it is open, or with a quantity out of range.
    """
    locked = _lock_draft(group_order)
    if not 0 <= min_quantity <= MAX_QUANTITY:
        raise Refused(f"最少数量须在 0 到 {MAX_QUANTITY} 之间。")
    if locked.items.exclude(product=product).count() >= MAX_ITEMS:
        raise Refused(f"一张集中采购单最多 {MAX_ITEMS} 种商品，请另开一张。")
    item, _ = locked.items.update_or_create(product=product, defaults={"min_quantity": min_quantity})
    return item


@transaction.atomic
def put_items(*, group_order, products):
    """Put many products into a draft at once; return how many were new to it.

    :raises Refused: once it is open, or if they would be too many: then none is put in.
    """
    locked = _lock_draft(group_order)
    held = set(locked.items.values_list("product", flat=True))
    fresh = [product for product in products if product.pk not in held]
    if len(held) + len(fresh) > MAX_ITEMS:
        raise Refused(
            f"一张集中采购单最多 {MAX_ITEMS} 种商品：已有 {len(held)} 种，这次要加 {len(fresh)} 种。"
            "请再选分类或写上名称，少加一些。"
        )
    GroupOrderItem.objects.bulk_create(GroupOrderItem(group_order=locked, product=product) for product in fresh)
    return len(fresh)


@transaction.atomic
def put_minimums(*, group_order, minimums):
    """Put many products into a draft with their minimums, all or none; one that is in it gets the minimum given.

    :param minimums: ``[(product, packs)]``.
    :raises Refused: as ``put_item``.
    """
    for product, packs in minimums:
        put_item(group_order=group_order, product=product, min_quantity=packs)


@transaction.atomic
def clear(*, group_order):
    """Take all products out of a draft.

    :raises Refused: once it is open.
    """
    _lock_draft(group_order).items.all().delete()


@transaction.atomic
def remove_item(*, group_order, product):
    """Take a product out of a draft; one that is not there is no fault.

    :raises Refused: once it is open.
    """
    _lock_draft(group_order).items.filter(product=product).delete()


def of_form(*, unit, by, token):
    """Return the group order that a form made already, or None."""
    return unit.group_orders.filter(handler=by, join_token=token).first() if token else None


def _unused(token):
    """Return the form's key, or a new one if it is missing or taken."""
    return token if token and not GroupOrder.objects.filter(join_token=token).exists() else new_token()


def check_deadline(deadline_at, at):
    """Refuse a deadline that is not ahead."""
    if deadline_at <= at:
        raise Refused("截止时间须晚于现在。")


def _lock_draft(group_order):
    locked = moves.lock(group_order)
    if not locked.is_draft:
        raise Refused("征集已经开始，不能再修改。需要改动请取消后重新发起。")
    return locked
