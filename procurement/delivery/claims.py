"""Claims for packs short, damaged, bad or sent back: ask, answer, hand to the office, decide.

The ledger follows: what was refused at the door came off the order when it was signed for and comes back on when it is
replaced, or when the claim proves unfounded; what is claimed later comes off once the supplier or the office agrees,
and comes back on when it is replaced. So no pack is ever counted twice.
"""

from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from shop.produce import stock

from ..figures import ledger
from ..models import Claim, ClaimLine, Stage
from ..moves import Refused, Repeated
from . import shipments
from .accounts import record_progress
from .claim_moves import MOVES, IllegalMove, lock_claim, move, open_for
from .placement import BadQuantities
from .purchase_order_moves import lock, remark

__all__ = [
    "LATER",
    "MOVES",
    "IllegalMove",
    "TooLate",
    "claimable_packs",
    "days_to_claim",
    "dismiss",
    "hand_over",
    "is_returnable",
    "last_day",
    "open_claim",
    "packs_under_claim",
    "refund",
    "reject",
    "reship",
    "uphold",
    "withdraw",
]
Kind, Status = Claim.Kind, Claim.Status
BOTH = (Stage.ORDERED, Stage.ACCEPTED)
# Kinds that a buyer opens after the signature.
LATER = (Kind.QUALITY, Kind.RETURN)


class TooLate(Refused):
    """The days within which this may be claimed are over."""


@transaction.atomic
def open_claim(*, acceptance, kind, packs, words, by, at, pictures=()):
    """Claim packs that were accepted: bad ones found later, or goods to send back.

    :param packs: ``{line_id: packs}``.
    :raises TooLate: when the days for this kind of claim are over.
    :raises Refused: if goods that perish are to go back without being bad.
    :raises BadQuantities: if more is claimed than was accepted and is not claimed yet.
    :raises Repeated: if the same claim was opened just now, as by a second click.
    """
    locked = lock(acceptance.purchase_order)
    if kind == Kind.ARRIVAL or at > last_day(acceptance, kind):
        raise TooLate(f"验收后 {days_to_claim(kind)} 天内可以{Kind(kind).label}，现在已经超过。")
    packs = {line: quantity for line, quantity in packs.items() if quantity}
    if kind == Kind.RETURN:
        _check_returnable(acceptance, packs)
    _refuse_twin(acceptance, kind, packs, words)
    claimable = claimable_packs(acceptance)
    if not packs or any(not 0 < quantity <= claimable.get(line, 0) for line, quantity in packs.items()):
        raise BadQuantities("数量须大于 0，且不能超过这批实收、没有在办售后的数量。")
    acceptance.purchase_order = locked
    lines = {line: (quantity, 0) for line, quantity in packs.items()}
    return open_for(acceptance=acceptance, kind=kind, lines=lines, by=by, at=at, words=words, pictures=pictures)


@transaction.atomic
def refund(*, claim, by, at, words=""):
    """Let the supplier agree that the packs are not paid for; what was paid is then to refund.

    :raises IllegalMove: unless it is open or rejected.
    """
    if lock_claim(claim).is_disputed:
        raise IllegalMove(Status.DISPUTED, Status.REFUNDED)
    return _give_in(claim, Status.REFUNDED, by=by, at=at, words=words)


@transaction.atomic
def reship(*, claim, carrier, waybill, by, at, packs=None, words=""):
    """Let the supplier send packs anew without charge; they count again once somebody signs for them.

    :param packs: ``{line_id: packs}``, all that is claimed unless given; the rest is not paid for.
    :raises IllegalMove: unless it is open or rejected.
    :raises Refused: for goods sent back by the buyer's wish, or when the store holds too few.
    :raises BadQuantities: if more is sent than was claimed, or nothing.
    """
    if claim.is_return:
        raise Refused("退货不能用补发来答复。")
    claimed = dict(claim.lines.values_list("line", "packs"))
    packs = claimed if packs is None else {line: quantity for line, quantity in packs.items() if quantity}
    rest = sum(claimed.values()) - sum(packs.values())
    words = (
        f"补发 {sum(packs.values())} 件，{carrier} {waybill}"
        + (f"，其余 {rest} 件扣款" if rest else "")
        + (f"。{words}" if words else "")
    )
    moved = _give_in(claim, Status.RESHIPPED, by=by, at=at, words=words)
    if not packs or any(not 0 < quantity <= claimed.get(line, 0) for line, quantity in packs.items()):
        raise BadQuantities("补发数量须大于 0，且不能超过售后的数量。")
    purchase_order = moved.purchase_order
    shipments.create(purchase_order, packs, carrier=carrier, waybill=waybill, by=by, at=at, claim=moved)
    _take_from_store(shipments.stock_packs(purchase_order, packs))
    remark(purchase_order=purchase_order, by=by, at=at, reason=f"{moved.title}：{words}")
    return moved


@transaction.atomic
def reject(*, claim, by, at, words, pictures=()):
    """Let the supplier say no, with the reason; the buyer may then hand it to the office."""
    moved = move(claim=claim, to=Status.REJECTED, by=by, at=at, words=words, pictures=pictures)
    remark(purchase_order=moved.purchase_order, by=by, at=at, reason=f"{moved.title}：供应商不同意，{words}")
    return moved


@transaction.atomic
def hand_over(*, claim, by, at, words="", pictures=(), by_supplier=False):
    """Hand a claim to the county office: the buyer once it is rejected or overdue, the supplier if the buyer is silent.

    :raises Refused: while it is the other side's turn and its deadline runs.
    """
    locked = lock_claim(claim)
    must_wait = locked.is_rejected if by_supplier else locked.is_open
    if must_wait and not locked.is_late(at):
        raise Refused("对方的答复期限还没有到，请先等答复。")
    if by_supplier and locked.is_open:
        raise Refused("请先答复买方，再提交协作办。")
    moved = move(claim=locked, to=Status.DISPUTED, by=by, at=at, words=words, pictures=pictures)
    remark(purchase_order=moved.purchase_order, by=by, at=at, reason=f"{moved.title}：提交协作办裁定")
    return moved


@transaction.atomic
def withdraw(*, claim, by, at, words=""):
    """Let the buyer take a claim back; what came off at the door is then due and accepted after all."""
    moved = move(claim=claim, to=Status.WITHDRAWN, by=by, at=at, words=words)
    return _restore(moved, by=by, at=at, words=words or "买方撤回")


@transaction.atomic
def uphold(*, claim, by, at, words):
    """Let the office decide for the buyer: the packs are not paid for.

    :raises IllegalMove: unless somebody handed it over.
    """
    _check_disputed(claim, Status.REFUNDED)
    return _give_in(claim, Status.REFUNDED, by=by, at=at, words=f"协作办裁定扣款：{words}")


@transaction.atomic
def dismiss(*, claim, by, at, words):
    """Let the office decide for the supplier: the packs are due and count as accepted.

    :raises IllegalMove: unless somebody handed it over.
    """
    moved = move(claim=claim, to=Status.DISMISSED, by=by, at=at, words=words)
    return _restore(moved, by=by, at=at, words=f"协作办不予支持：{words}")


def claimable_packs(acceptance):
    """Return ``{line_id: packs}`` of one acceptance that the buyer may still claim."""
    accepted = Counter(dict(acceptance.lines.values_list("line", "accepted")))
    claimed = ClaimLine.objects.filter(claim__acceptance=acceptance).exclude(claim__kind=Kind.ARRIVAL)
    accepted.subtract(_sums(claimed.exclude(claim__status__in=Claim.UNFOUNDED)))
    net = Counter(acceptance.purchase_order.ledger_entries.at_stage(Stage.ACCEPTED).net_quantities())
    net.subtract(packs_under_claim(acceptance.purchase_order))
    return {line: max(min(packs, net[line]), 0) for line, packs in accepted.items()}


def packs_under_claim(purchase_order):
    """Return ``{line_id: packs}`` accepted and claimed later, about which nothing is decided."""
    rows = ClaimLine.objects.filter(claim__purchase_order=purchase_order, claim__status__in=Claim.UNDECIDED)
    return _sums(rows.exclude(claim__kind=Kind.ARRIVAL))


def days_to_claim(kind):
    """Return within how many days of acceptance a kind of claim may be opened."""
    return settings.RETURN_DAYS if kind == Kind.RETURN else settings.CLAIM_DAYS


def is_returnable(line):
    """Tell whether the goods of an order line may go back without being bad; what is unknown may."""
    dossier = getattr(line.product, "dossier", None)
    return dossier is None or dossier.is_returnable


def last_day(acceptance, kind):
    """Return until when a kind of claim may be opened."""
    return acceptance.at + timedelta(days=days_to_claim(kind))


def _sums(rows):
    sums = rows.order_by().values_list("line").annotate(Sum("packs"))
    return dict(sums.values_list("line", "packs__sum"))


def _check_returnable(acceptance, packs):
    rows = acceptance.lines.filter(line__in=packs).select_related("line__product__dossier")
    fresh = [row.line.title for row in rows if not is_returnable(row.line)]
    if fresh:
        raise Refused(f"{'、'.join(fresh)}鲜活易腐，没有质量问题不能退货。货有问题请选“{Kind.QUALITY.label}”。")


def _refuse_twin(acceptance, kind, packs, words):
    for claim in acceptance.claims.filter(kind=kind, status=Status.OPEN, moves__words=words[:300]):
        if dict(claim.lines.values_list("line", "packs")) == packs:
            raise Repeated(f"{claim.title}已经提交，没有重复办理。")


def _check_disputed(claim, to):
    locked = lock_claim(claim)
    if not locked.is_disputed:
        raise IllegalMove(locked.status, to)


def _give_in(claim, to, *, by, at, words):
    """Settle a claim for the buyer: packs that still count come off the order."""
    moved = move(claim=claim, to=to, by=by, at=at, words=words)
    purchase_order = moved.purchase_order
    if not moved.is_counted_off:
        packs = dict(moved.lines.values_list("line", "packs"))
        for stage in BOTH:
            facts = {"purchase_order": purchase_order, "stage": stage, "quantities": packs, "at": at}
            ledger.reverse(reason=f"{moved.title} {moved.get_kind_display()}：{words}"[:200], **facts)
    if to == Status.REFUNDED:
        reason = f"{moved.title}：{moved.packs} 件不计价" + (f"，{words}" if words else "")
        remark(purchase_order=purchase_order, by=by, at=at, reason=reason)
    record_progress(purchase_order=purchase_order, by=by, at=at, reason=f"{moved.title}")
    return moved


def _restore(moved, *, by, at, words):
    """Count packs again that came off at the door for a claim that proved unfounded."""
    purchase_order = moved.purchase_order
    if moved.is_counted_off:
        packs = dict(moved.lines.values_list("line", "packs"))
        facts = {"purchase_order": purchase_order, "quantities": packs, "at": at, "acceptance": moved.acceptance}
        for stage in BOTH:
            ledger.add(stage=stage, reason=f"{moved.title}：{words}"[:200], **facts)
    remark(purchase_order=purchase_order, by=by, at=at, reason=f"{moved.title}：{words}")
    record_progress(purchase_order=purchase_order, by=by, at=at)
    return moved


def _take_from_store(packs):
    try:
        stock.allocate(packs)
    except stock.OutOfStock as shortage:
        raise Refused(f"库存不够补发（{shortage}），请先补库存或改为扣款。") from shortage
    stock.send_out(packs)
