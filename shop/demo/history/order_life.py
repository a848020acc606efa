"""The life of one purchase order: paid, shipped, accepted, refunded, in the order its fate wants."""

from contextlib import suppress
from datetime import timedelta

from procurement.collection import redistribution
from procurement.delivery import claims, purchase_orders
from procurement.models import Channel, TrimRule
from shop.payments import bank_transfer
from shop.produce.money import to_fen

from . import snapshots
from .fates import CARRIERS, Answer
from .timeline import in_office, later


def live(purchase_order, fate, cast, rng):
    """Play an order from its placing on; a life for the timeline."""
    at, seller = purchase_order.placed_at, cast.seller(purchase_order)
    if fate.is_prepaid:
        at = yield from _pay(purchase_order, fate, later(at, rng, 0.2, 20), seller, rng)
    if fate.cancelled_because:
        yield from _cancel(purchase_order, fate, at, cast, rng)
        return
    at = yield in_office(later(at, rng, 8, 60), rng)
    waybill = f"YS{rng.randrange(10**11):011d}"
    purchase_orders.ship(purchase_order=purchase_order, carrier=rng.choice(CARRIERS), waybill=waybill, by=seller, at=at)
    at = yield from _receive(purchase_order, fate, at, cast, rng)
    at = yield from _answer(purchase_order, fate, at, cast, rng)
    if fate.is_shared_out and purchase_order.channel == Channel.GROUP:
        at = yield in_office(later(at, rng, 1, 20), rng)
        _share_out(purchase_order, cast, at)
    at = yield from _refund(purchase_order, fate.note, at, seller, rng)
    if not (fate.is_prepaid or fate.is_unpaid):
        at = yield from _pay(purchase_order, fate, later(at, rng, 24, 360), seller, rng)
    if fate.taken_back:
        at = yield in_office(later(at, rng, 20, 90), rng)
        line = purchase_order.order.lines.order_by("pk").first()
        packs = {line.pk: min(fate.taken_back, line.quantity)}
        reason = "部分果品腐烂，协商退货"
        purchase_orders.take_back(purchase_order=purchase_order, packs=packs, by=seller, at=at, reason=reason)
        yield from _refund(purchase_order, reason, at, seller, rng)


def _pay(purchase_order, fate, at, seller, rng):
    if not purchase_order.is_public:
        at = in_office(at, rng)
    for left in range(fate.instalments, 0, -1):
        at = yield at
        outstanding = bank_transfer.outstanding(purchase_order)
        amount = to_fen(outstanding / left)
        if amount:
            _record(purchase_order, amount, f"YSZZ{at:%y%m%d}{purchase_order.pk:06d}{left}", seller, at)
        if left > 1:
            at = in_office(later(at, rng, 150, 500), rng)
    return at


def _record(purchase_order, amount, reference, seller, at):
    bank_transfer.record(purchase_order=purchase_order, amount=amount, reference=reference, by=seller, at=at)


def _receive(purchase_order, fate, at, cast, rng):
    at = later(at, rng, 30, 110)
    at = yield at if purchase_order.is_public else in_office(at, rng)
    line = purchase_order.order.lines.order_by("pk").first()
    short = min(fate.short, line.quantity - 1)
    refused = {line.pk: (short, min(fate.damaged, line.quantity - 1 - short))}
    receiver = cast.receiver(purchase_order)
    pictures = [snapshots.crushed_box()] if fate.damaged and not purchase_order.is_public else ()
    who = {"by": receiver, "at": at, "note": fate.note}
    purchase_orders.accept(purchase_order=purchase_order, refused=refused, pictures=pictures, **who)
    return at


def _answer(purchase_order, fate, at, cast, rng):
    """Let the supplier answer to what was short or damaged, within a working day or two."""
    for claim in purchase_order.claims.to_answer():
        if fate.answer == Answer.NONE:
            return at
        at = yield in_office(later(at, rng, 3, 40), rng)
        _say(claim, fate, cast, at)
    return at


def _say(claim, fate, cast, at):
    """Answer a claim; what is rejected the buyer hands to the county office within the hour."""
    who = {"claim": claim, "by": cast.seller(claim.purchase_order), "at": at}
    if fate.answer == Answer.REFUNDED:
        claims.refund(words="情况属实，按实收结算", **who)
    elif fate.answer == Answer.RESHIPPED:
        claims.reship(carrier=CARRIERS[0], waybill=f"BF{claim.pk:011d}", words="当天补发", **who)
    else:
        claims.reject(words="发货前逐箱检查过，请承运公司核实", **who)
        receiver, later_on = cast.receiver(claim.purchase_order), at + timedelta(hours=1)
        claims.hand_over(claim=claim, by=receiver, at=later_on, words="签收时外箱已压损，有照片")


def _share_out(purchase_order, cast, at):
    """Share out what arrived, unless more of it is still to come."""
    handler = cast.handler(purchase_order.unit)
    with suppress(redistribution.Refused):
        redistribution.share_out(group_order=purchase_order.group_order, rule=TrimRule.PROPORTIONAL, by=handler, at=at)


def _cancel(purchase_order, fate, at, cast, rng):
    """Cancel: a shopper changes their mind themselves, anything else is the supplier's doing."""
    at = yield later(at, rng, 4, 30) if fate.is_prepaid else later(at, rng, 72, 74)
    seller = cast.seller(purchase_order)
    by = cast.receiver(purchase_order) if "买家" in fate.cancelled_because else seller
    purchase_orders.cancel(purchase_order=purchase_order, by=by, at=at, reason=fate.cancelled_because)
    yield from _refund(purchase_order, fate.cancelled_because, at, seller, rng)


def _refund(purchase_order, reason, at, seller, rng):
    if bank_transfer.refundable(purchase_order):
        at = yield in_office(later(at, rng, 20, 100), rng)
        reference = f"YSTK{at:%y%m%d}{purchase_order.pk:06d}"
        bank_transfer.refund(purchase_order=purchase_order, reference=reference, by=seller, at=at, reason=reason)
    return at
