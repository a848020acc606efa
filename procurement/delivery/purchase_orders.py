"""Place, ship, accept, cancel, take back: the whole list of what can be done with one supplier's part of a purchase.

How a purchase is split and ordered lies in ``placement``, its shipments in ``shipments``, what happens when goods are
missing or bad in ``claims``, the table of moves in ``purchase_order_moves``, what money and goods amount to in
``accounts``.
"""

from collections import Counter

from django.db import transaction

from shop.produce import stock

from .. import messages
from ..figures import ledger
from ..models import PurchaseOrder, Stage
from ..moves import Refused, Repeated
from . import accounts, claims, shipments
from .accounts import amount_due, amount_received, amount_replacing, record_progress
from .oscar_orders import Address, Wanted
from .placement import BadQuantities, place
from .purchase_order_moves import MOVES, IllegalMove, lock, move, remark
from .shipments import cancel_rest, packs_left, packs_to_sign, ship

__all__ = [
    "MOVES",
    "Address",
    "BadQuantities",
    "Changed",
    "IllegalMove",
    "NotAccepted",
    "Refused",
    "Wanted",
    "accept",
    "accepted_packs",
    "amount_due",
    "amount_received",
    "amount_replacing",
    "cancel",
    "cancel_rest",
    "confirm",
    "lock",
    "packs_left",
    "packs_to_sign",
    "place",
    "record_progress",
    "remark",
    "returnable_packs",
    "ship",
    "take_back",
]
Status = PurchaseOrder.Status


class Changed(Repeated):
    """Something happened to the order after the person looked at it, e.g. the same form came twice."""


class NotAccepted(Refused):
    """Goods that were never accepted cannot be taken back."""


@transaction.atomic
def accept(*, purchase_order, refused, by, at, note="", pictures=()):
    """Sign for all of an order that is on its way, be it in one shipment or several.

    :param pictures: JPEG bytes, kept with the first of them.
    :param refused: ``{line_id: (short, damaged)}``, packs; lines left out arrived whole.
    :raises IllegalMove: if the order has not been sent whole, or was accepted before.
    :raises BadQuantities: if more is refused than was sent, or a number is negative.
    """
    locked = lock(purchase_order)
    if not locked.is_shipped:
        raise IllegalMove(locked.status, Status.ACCEPTED)
    coming = packs_to_sign(locked)
    for line in locked.order.lines.filter(pk__in=refused):
        shipments.check_refused(line.title, coming.get(line.pk, 0), *refused[line.pk])
    rest = {line: list(pair) for line, pair in refused.items()}
    unsigned = locked.shipments.charged().unsigned().prefetch_related("lines").order_by("position")
    for shipment in unsigned:
        facts = {"refused": _of_shipment(shipment, rest), "by": by, "at": at, "note": note}
        shipments.accept(shipment=shipment, pictures=pictures, **facts)
        pictures = ()
    return lock(locked)


@transaction.atomic
def confirm(*, purchase_order, by, at, reason):
    """Hand an order that waited for its payment to the supplier.

    :raises IllegalMove: if it does not wait for a payment.
    """
    locked = move(purchase_order=purchase_order, to=Status.PLACED, by=by, at=at, reason=reason)
    messages.purchase_orders.ordered(locked, by=by, at=at)
    return locked


@transaction.atomic
def cancel(*, purchase_order, by, at, reason):
    """Cancel an order that has not been shipped and give its stock back.

    :raises IllegalMove: once it is shipped.
    """
    before = lock(purchase_order)
    left = packs_left(before)
    locked = move(purchase_order=purchase_order, to=Status.CANCELLED, by=by, at=at, reason=reason)
    stock.release(shipments.stock_packs(locked, left))
    nothing = dict.fromkeys(left, 0)
    ledger.record(purchase_order=locked, stage=Stage.ORDERED, quantities=nothing, at=at, reason=reason)
    if not before.is_pending_payment:
        messages.purchase_orders.cancelled(locked, by=by, at=at, reason=reason)
    accounts.follow(locked, by=by, at=at)
    return locked


@transaction.atomic
def take_back(*, purchase_order, packs, by, at, reason, seen=None):
    """Take accepted goods back (退货): they come off every stage but PAID, which follows the refund.

    This is the supplier's own doing, at any time; what a buyer may demand, and until when, lies in ``claims``.

    :param packs: ``{line_id: packs to take back}``.
    :param seen: pk of the newest ``PurchaseOrderMove`` on the page the person looked at, if known.
    :raises NotAccepted: before the goods were accepted.
    :raises Changed: if anything was done to the order after the person looked.
    :raises BadQuantities: if more is taken back than was accepted.
    """
    locked = lock(purchase_order)
    if not locked.acceptances.exists():
        raise NotAccepted("验收之后才能登记退货。")
    if seen is not None and locked.moves.filter(pk__gt=seen).exists():
        raise Changed("这张订单在您查看之后有新的记录，没有重复办理。请核对后再登记。")
    returnable = returnable_packs(locked)
    if not packs or any(not 0 < quantity <= returnable.get(line, 0) for line, quantity in packs.items()):
        raise BadQuantities("退货数量须大于 0，且不能超过已验收、没有在办售后的数量。")
    for stage in (Stage.ORDERED, Stage.ACCEPTED):
        ledger.reverse(purchase_order=locked, stage=stage, quantities=packs, at=at, reason=reason)
    remark(purchase_order=locked, by=by, at=at, reason=f"退货 {sum(packs.values())} 件：{reason}")
    messages.purchase_orders.taken_back(locked, sum(packs.values()), by=by, at=at, reason=reason)
    record_progress(purchase_order=locked, by=by, at=at, reason=reason)
    return locked


def accepted_packs(purchase_order):
    """Return ``{line_id: packs accepted and not taken back}``; empty before acceptance."""
    return purchase_order.ledger_entries.at_stage(Stage.ACCEPTED).net_quantities()


def returnable_packs(purchase_order):
    """Return ``{line_id: packs}`` accepted and not taken back, without those a claim under way is about."""
    rest = Counter(accepted_packs(purchase_order))
    rest.subtract(claims.packs_under_claim(purchase_order))
    return {line: max(packs, 0) for line, packs in rest.items()}


def _of_shipment(shipment, rest):
    """Take from ``rest`` (``{line_id: [short, damaged]}``) what fits into one shipment."""
    refused = {}
    for row in shipment.lines.all():
        pair, room = rest.get(row.line_id, [0, 0]), row.quantity
        taken = []
        for kind in (0, 1):
            taken.append(min(pair[kind], room))
            room -= taken[kind]
            pair[kind] -= taken[kind]
        refused[row.line_id] = tuple(taken)
    return refused
