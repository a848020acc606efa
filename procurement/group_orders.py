"""From a collection to approved purchase orders: open, pledge, close, decide, approve, place."""

from django.db import transaction

from shop.produce import prices
from shop.produce.money import ZERO

from . import moves, numbers, purchase_orders
from .models import Channel, GroupOrder, GroupOrderItem, Participant, Pledge

Status = GroupOrder.Status
MAX_QUANTITY = 100_000


class Refused(Exception):
    """What was asked cannot be done now; the message tells the person why."""


@transaction.atomic
def create(*, unit, title, fund_source, deadline_at, delivery, items, by, at, note="", is_demo=False):
    """Create a draft.

    :param delivery: ``(street, contact, mobile)``.
    :param items: ``[(product, min_quantity)]``, products of any suppliers.
    """
    street, contact, mobile = delivery
    group_order = GroupOrder.objects.create(
        number=numbers.next_order_number(at.year),
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
    )
    GroupOrderItem.objects.bulk_create(
        GroupOrderItem(group_order=group_order, product=product, min_quantity=min_quantity)
        for product, min_quantity in items
    )
    return group_order


def open(*, group_order, by, at):
    """Open a draft for pledges.

    :raises Refused: without products, or with a deadline already past.
    """
    if not group_order.items.exists():
        raise Refused("请先添加至少一种商品。")
    _check_deadline(group_order.deadline_at, at)
    return moves.move(group_order=group_order, to=Status.OPEN, by=by, at=at)


@transaction.atomic
def join(*, group_order, name, mobile, quantities, at, department="", user=None):
    """Take one participant's pledges.

    :param quantities: ``{item_id: packs}``; zeros are left out.
    :raises Refused: if it is closed, nothing was chosen, or this mobile number has joined before.
    """
    locked = moves.lock(group_order)
    _check_collecting(locked, at)
    participant = Participant.objects.filter(group_order=locked, mobile=mobile).first()
    if participant and participant.withdrawn_at is None:
        raise Refused("这个手机号已经参加过，请用您的专属链接修改。")
    if participant is None:
        participant = Participant(group_order=locked, mobile=mobile)
    participant.name, participant.department, participant.user = name, department, user
    participant.joined_at, participant.withdrawn_at = at, None
    participant.save()
    _set_pledges(participant, quantities)
    return participant


@transaction.atomic
def change(*, participant, quantities, at):
    """Replace a participant's pledges while the collection is open.

    :raises Refused: if it is closed, they withdrew, or nothing was chosen.
    """
    locked = moves.lock(participant.group_order)
    _check_collecting(locked, at)
    participant.refresh_from_db()
    if participant.withdrawn_at:
        raise Refused("您已退出，可以从集中采购链接重新参加。")
    _set_pledges(participant, quantities)
    return participant


@transaction.atomic
def withdraw(*, participant, at):
    """Take a participant out while the collection is open; withdrawing twice changes nothing."""
    locked = moves.lock(participant.group_order)
    _check_collecting(locked, at)
    participant.refresh_from_db()
    if participant.withdrawn_at is None:
        participant.withdrawn_at = at
        participant.save(update_fields=["withdrawn_at"])
    return participant


@transaction.atomic
def close(*, group_order, by, at):
    """Close the collection; the tier prices settle on the totals.

    :raises Refused: if nobody pledged anything.
    """
    locked = moves.move(group_order=group_order, to=Status.CLOSED, by=by, at=at)
    locked.closed_at = at
    locked.save(update_fields=["closed_at"])
    _settle(locked)
    if not any(item.quantity for item in locked.items.all()):
        raise Refused("还没有人认购，不能截止。可以延长时间或取消。")
    return locked


@transaction.atomic
def reopen(*, group_order, deadline_at, by, at):
    """Collect further until a new deadline; unit top-ups and drops are taken back."""
    _check_deadline(deadline_at, at)
    locked = moves.move(group_order=group_order, to=Status.OPEN, by=by, at=at, reason="重新征集")
    locked.deadline_at, locked.closed_at = deadline_at, None
    locked.save(update_fields=["deadline_at", "closed_at"])
    locked.items.update(top_up=0, is_dropped=False, quantity=None, unit_price=None)
    return locked


@transaction.atomic
def decide(*, item, top_up, is_dropped, by, at):
    """Decide on one item after closing: add packs on the unit's account, or do not buy it.

    :raises Refused: unless the group order is closed or returned.
    """
    locked = moves.lock(item.group_order)
    if not locked.is_closed:
        raise Refused("只有已截止或被退回的采购单可以调整数量。")
    if not 0 <= top_up <= MAX_QUANTITY:
        raise Refused(f"补足数量须在 0 到 {MAX_QUANTITY} 之间。")
    item.top_up, item.is_dropped = top_up, is_dropped
    item.save(update_fields=["top_up", "is_dropped"])
    _settle(locked)
    return locked


def submit(*, group_order, by, at, reason=""):
    """Ask for approval.

    :raises Refused: while an item misses a minimum or a multiple, or nothing is left to buy.
    """
    with transaction.atomic():
        locked = moves.move(group_order=group_order, to=Status.SUBMITTED, by=by, at=at, reason=reason)
        found = problems(locked)
        if found:
            raise Refused("；".join(f"{item}：{sentence}" for item, sentence in found))
        if not _wanted_items(locked):
            raise Refused("没有可采购的商品。")
        return locked


def approve(*, group_order, by, at, reason=""):
    """Approve what was submitted."""
    return moves.move(group_order=group_order, to=Status.APPROVED, by=by, at=at, reason=reason)


def send_back(*, group_order, by, at, reason):
    """Return it to the handler.

    :raises Refused: without a reason.
    """
    if not reason.strip():
        raise Refused("请写明退回原因。")
    return moves.move(group_order=group_order, to=Status.RETURNED, by=by, at=at, reason=reason)


def cancel(*, group_order, by, at, reason=""):
    """Cancel a group order that has not been placed."""
    if group_order.is_placed:
        raise Refused("已经下单，请逐个取消采购订单。")
    return moves.move(group_order=group_order, to=Status.CANCELLED, by=by, at=at, reason=reason)


@transaction.atomic
def place(*, group_order, by, at):
    """Place an approved group order: one purchase order per supplier, all or nothing.

    A second call finds it placed and returns the same purchase orders.

    :raises shop.produce.stock.OutOfStock: if anything is missing; then nothing is placed.
    """
    locked = moves.lock(group_order)
    if locked.is_placed:
        return list(locked.purchase_orders.all())
    locked = moves.move(group_order=locked, to=Status.PLACED, by=by, at=at)
    return purchase_orders.place(
        number=locked.number,
        wanted=[
            purchase_orders.Wanted(item.product.stockrecords.all()[0], item.quantity, item.unit_price)
            for item in _wanted_items(locked)
        ],
        address=purchase_orders.Address(
            name=locked.delivery_contact, mobile=locked.delivery_mobile, street=locked.delivery_street
        ),
        channel=Channel.GROUP,
        fund_source=locked.fund_source,
        by=by,
        at=at,
        unit=locked.unit,
        group_order=locked,
        is_demo=locked.is_demo,
    )


def problems(group_order):
    """Return ``[(item, sentence)]`` for the items that cannot be ordered as they are."""
    found = []
    for item in _wanted_items(group_order):
        dossier = item.product.dossier
        minimum = max(item.min_quantity, dossier.min_order_quantity)
        sentence = prices.quantity_problem(
            item.quantity, min_order_quantity=minimum, order_multiple=dossier.order_multiple, unit=dossier.unit
        )
        if sentence:
            found.append((item, sentence))
    return found


def total_amount(group_order):
    """Return the frozen amount of everything wanted, in CNY."""
    return sum((item.amount for item in _wanted_items(group_order)), ZERO)


def _wanted_items(group_order):
    rows = group_order.items.filter(is_dropped=False, quantity__gt=0).select_related("product__dossier")
    return list(rows.prefetch_related("product__stockrecords__partner"))


def _settle(group_order):
    """Freeze each item's packs and the unit price that its total reaches."""
    items = group_order.items.with_pledged().prefetch_related("product__price_tiers", "product__stockrecords")
    for item in items:
        item.quantity = 0 if item.is_dropped else item.pledged + item.top_up
        price = item.product.stockrecords.all()[0].price
        item.unit_price = prices.price_at(price, item.product.price_tiers.all(), item.quantity)
        item.save(update_fields=["quantity", "unit_price"])


def _set_pledges(participant, quantities):
    items = set(participant.group_order.items.values_list("pk", flat=True))
    wanted = {item: quantity for item, quantity in quantities.items() if quantity}
    if not wanted:
        raise Refused("请至少选择一种商品。")
    if any(not 0 < quantity <= MAX_QUANTITY for quantity in wanted.values()):
        raise Refused(f"数量须是 1 到 {MAX_QUANTITY} 之间的整数。")
    if not wanted.keys() <= items:
        raise Refused("所选商品不在这张集中采购单里。")
    participant.pledges.all().delete()
    Pledge.objects.bulk_create(
        Pledge(participant=participant, item_id=item, quantity=quantity) for item, quantity in wanted.items()
    )


def _check_collecting(group_order, at):
    if not group_order.is_collecting(at):
        raise Refused("征集已截止，不能再认购或修改。")


def _check_deadline(deadline_at, at):
    if deadline_at <= at:
        raise Refused("截止时间须晚于现在。")
