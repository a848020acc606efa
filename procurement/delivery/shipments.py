"""Send an order out wholly or in parts, cancel the rest, sign for what came."""

from collections import Counter

from django.db import transaction
from django.db.models import Sum

from shop.produce import stock

from .. import messages, three_people
from ..figures import ledger
from ..models import Acceptance, AcceptanceLine, PurchaseOrder, ShipmentLine, Stage
from ..moves import Refused, Repeated
from . import arrivals, photos
from .accounts import record_progress
from .placement import BadQuantities
from .purchase_order_moves import IllegalMove, follow_shipments, lock

Status = PurchaseOrder.Status
TO_SHIP = (Status.PLACED, Status.PARTLY_SHIPPED)
UNSENT = (Status.PENDING_PAYMENT, *TO_SHIP)


class Signed(Repeated):
    """Somebody signed for this shipment before."""


@transaction.atomic
def ship(*, purchase_order, carrier, waybill, by, at, packs=None):
    """Send out all that is left of an order, or a part: the packs leave the store.

    :param packs: ``{line_id: packs}``; all that is left unless given.
    :raises IllegalMove: if nothing is left to send.
    :raises Repeated: if the waybill is on one of the order's shipments already, as by a second click.
    :raises BadQuantities: if more is sent than is left, or nothing.
    """
    locked = lock(purchase_order)
    if locked.status not in TO_SHIP:
        raise IllegalMove(locked.status, Status.SHIPPED)
    if waybill and locked.shipments.filter(waybill=waybill).exists():
        raise Repeated(f"运单号 {waybill} 已经登记过，没有重复办理。")
    left = packs_left(locked)
    packs = left if packs is None else {line: quantity for line, quantity in packs.items() if quantity}
    if not packs or any(not 0 < quantity <= left.get(line, 0) for line, quantity in packs.items()):
        raise BadQuantities("发货数量须大于 0，且不能超过未发的数量。")
    shipment = create(locked, packs, carrier=carrier, waybill=waybill, by=by, at=at)
    stock.send_out(stock_packs(locked, packs))
    locked.shipped_at, locked.carrier, locked.waybill = at, carrier, waybill
    locked.save(update_fields=["shipped_at", "carrier", "waybill"])
    left = Counter(left) - Counter(packs)
    reason = f"{carrier} {waybill}".strip()
    if left or shipment.position > 1:
        reason = f"{shipment.title} {sum(packs.values())} 件：{reason}"
    moved = follow_shipments(locked, left=left, by=by, at=at, reason=reason)
    messages.purchase_orders.shipped(moved, by=by, at=at)
    return moved


@transaction.atomic
def cancel_rest(*, purchase_order, by, at, reason):
    """Cancel what is left of an order that was sent in part, and give its stock back.

    :raises IllegalMove: unless it is partly shipped.
    """
    locked = lock(purchase_order)
    if locked.status != Status.PARTLY_SHIPPED:
        raise IllegalMove(locked.status, Status.SHIPPED)
    left = packs_left(locked)
    stock.release(stock_packs(locked, left))
    ledger.reverse(purchase_order=locked, stage=Stage.ORDERED, quantities=left, at=at, reason=reason)
    words = f"取消未发的 {sum(left.values())} 件：{reason}"
    moved = follow_shipments(locked, left={}, by=by, at=at, reason=words)
    messages.purchase_orders.rest_cancelled(moved, sum(left.values()), by=by, at=at, reason=reason)
    record_progress(purchase_order=moved, by=by, at=at, reason=reason)
    return moved


@transaction.atomic
def accept(*, shipment, refused, by, at, note="", pictures=()):
    """Sign for one shipment. What is short or damaged comes off the order and opens a claim.

    Accepted packs of a replacement count again; those refused of it stay off.

    :param refused: ``{line_id: (short, damaged)}``, packs; lines left out arrived whole.
    :param pictures: JPEG bytes from ``shop.produce.photos``.
    :return: the acceptance.
    :raises Signed: if somebody signed before.
    :raises Refused: if the person handled or approved the purchase.
    :raises BadQuantities: if more is refused than was sent, or a number is negative.
    """
    locked = lock(shipment.purchase_order)
    shipment = locked.shipments.select_related("claim").get(pk=shipment.pk)
    if Acceptance.objects.filter(shipment=shipment).exists():
        raise Signed(f"{shipment.title}已经验收签字，没有重复办理。")
    reason = three_people.why_not_accept(locked, by)
    if reason:
        raise Refused(reason)
    acceptance = Acceptance.objects.create(purchase_order=locked, shipment=shipment, by=by, at=at, note=note)
    rows = _rows(acceptance, shipment, refused)
    photos.keep(pictures, purchase_order=locked, acceptance=acceptance, by=by, at=at)
    _count(locked, acceptance, rows, at=at)
    moved = follow_shipments(locked, left=packs_left(locked), by=by, at=at, reason=_words(shipment, note))
    messages.purchase_orders.accepted(moved, rows, by=by, at=at, reason=note)
    arrivals.follow(acceptance, rows, by=by, at=at)
    record_progress(purchase_order=moved, by=by, at=at)
    return acceptance


def create(locked, packs, **facts):
    """Write the next shipment of a locked order.

    :param packs: ``{line_id: packs}``.
    """
    position = locked.shipments.count() + 1
    facts["shipped_at"] = facts.pop("at")
    shipment = locked.shipments.create(position=position, **facts)
    rows = [ShipmentLine(shipment=shipment, line_id=line, quantity=quantity) for line, quantity in packs.items()]
    ShipmentLine.objects.bulk_create(rows)
    return shipment


def packs_left(purchase_order):
    """Return ``{line_id: packs}`` that are still to send; empty once the rest is sent or cancelled."""
    if purchase_order.status not in UNSENT:
        return {}
    sent = ShipmentLine.objects.filter(shipment__purchase_order=purchase_order, shipment__claim=None)
    sent = dict(sent.order_by().values_list("line").annotate(Sum("quantity")).values_list("line", "quantity__sum"))
    lines = purchase_order.order.lines.order_by("pk").values_list("pk", "quantity")
    left = {line: quantity - sent.get(line, 0) for line, quantity in lines}
    return {line: quantity for line, quantity in left.items() if quantity}


def packs_to_sign(purchase_order):
    """Return ``{line_id: packs}`` of what was ordered and is on its way."""
    rows = ShipmentLine.objects.filter(shipment__purchase_order=purchase_order, shipment__claim=None)
    rows = rows.filter(shipment__acceptance=None).order_by()
    return dict(rows.values_list("line").annotate(Sum("quantity")).values_list("line", "quantity__sum"))


def stock_packs(purchase_order, packs):
    """Return ``{stock_record_id: packs}`` of packs by line."""
    counts = Counter()
    for line, record in purchase_order.order.lines.filter(pk__in=packs).values_list("pk", "stockrecord"):
        counts[record] += packs[line]
    return dict(counts)


def check_refused(title, packs, short, damaged):
    """Refuse numbers that cannot be.

    :raises BadQuantities: if more is refused than came, or a number is negative.
    """
    if min(short, damaged, packs - short - damaged) < 0:
        raise BadQuantities(f"{title}：短少与破损之和不能超过应收的 {packs}。")


def _rows(acceptance, shipment, refused):
    sent = {row.line_id: row for row in shipment.lines.select_related("line")}
    if not refused.keys() <= sent.keys():
        raise BadQuantities("短少或破损的商品不在这批货里。")
    rows = []
    for line, row in sent.items():
        short, damaged = refused.get(line, (0, 0))
        check_refused(row.line.title, row.quantity, short, damaged)
        counts = {"accepted": row.quantity - short - damaged, "short": short, "damaged": damaged}
        rows.append(AcceptanceLine(acceptance=acceptance, line=row.line, ordered=row.quantity, **counts))
    return AcceptanceLine.objects.bulk_create(rows)


def _count(locked, acceptance, rows, *, at):
    """Write what the signature means for the ledger."""
    accepted = {row.line_id: row.accepted for row in rows}
    facts = {"purchase_order": locked, "at": at, "acceptance": acceptance}
    if acceptance.shipment.is_replacement:
        ledger.add(stage=Stage.ORDERED, quantities=accepted, reason="补发签收", **facts)
        ledger.add(stage=Stage.ACCEPTED, quantities=accepted, reason="补发签收", **facts)
    else:
        refused = {row.line_id: row.refused for row in rows}
        ledger.add(stage=Stage.ACCEPTED, quantities=accepted, **facts)
        ledger.reverse(stage=Stage.ORDERED, quantities=refused, reason=acceptance.note or "到货短少或破损", **facts)


def _words(shipment, note):
    """Name the shipment where there are several."""
    if shipment.position == 1 and shipment.packs == sum(
        shipment.purchase_order.order.lines.values_list("quantity", flat=True)
    ):
        return note
    return f"{shipment.title}已验收" + (f"：{note}" if note else "")
