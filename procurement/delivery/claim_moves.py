"""The table of moves of a claim, and the functions that open one and move it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from .. import messages
from ..models import Claim, ClaimLine
from ..moves import Refused
from . import photos
from .purchase_order_moves import lock

Status = Claim.Status
SETTLED = {Status.RESHIPPED, Status.REFUNDED}
MOVES = {
    Status.OPEN: SETTLED | {Status.REJECTED, Status.DISPUTED, Status.WITHDRAWN},
    Status.REJECTED: SETTLED | {Status.DISPUTED, Status.WITHDRAWN},
    Status.DISPUTED: {Status.REFUNDED, Status.DISMISSED, Status.WITHDRAWN},
    Status.RESHIPPED: {Status.REPLACED},
}


class IllegalMove(Refused):
    """The claim is not in a state that allows this step; ``is_repeated`` when it was taken already."""

    def __init__(self, old, new):
        self.is_repeated = old == new
        if self.is_repeated:
            sentence = f"这笔售后已经是“{Status(old).label}”，没有重复办理。"
        else:
            sentence = f"售后当前为“{Status(old).label}”，不能改为“{Status(new).label}”。"
        super().__init__(sentence)


@transaction.atomic
def open_for(*, acceptance, kind, lines, by, at, words="", pictures=()):
    """Open a claim on an acceptance; the supplier has ``CLAIM_ANSWER_DAYS`` to answer.

    :param lines: ``{line_id: (packs, short of them)}``.
    """
    claims = acceptance.purchase_order.claims
    facts = {"kind": kind, "opened_at": at, "answer_by": deadline(at), "position": claims.count() + 1}
    claim = claims.create(acceptance=acceptance, **facts)
    rows = [ClaimLine(claim=claim, line_id=line, packs=packs, short=short) for line, (packs, short) in lines.items()]
    ClaimLine.objects.bulk_create(rows)
    _record(claim, old="", by=by, at=at, words=words, pictures=pictures)
    return claim


@transaction.atomic
def move(*, claim, to, by, at, words="", pictures=()):
    """Move a claim along one allowed arrow and record who did it; its purchase order is locked first.

    :return: the claim read anew, its ``purchase_order`` locked.
    :raises IllegalMove: if the table has no such arrow.
    """
    locked = lock_claim(claim)
    if to not in MOVES.get(locked.status, ()):
        raise IllegalMove(locked.status, to)
    old, locked.status = locked.status, to
    if locked.is_rejected:
        # Now it is the buyer's turn.
        locked.answer_by = deadline(at)
    locked.save(update_fields=["status", "answer_by"])
    _record(locked, old=old, by=by, at=at, words=words, pictures=pictures)
    return locked


def lock_claim(claim):
    """Return the claim read anew under the lock of its purchase order; call inside a transaction."""
    purchase_order = lock(claim.purchase_order)
    locked = purchase_order.claims.select_related("acceptance").get(pk=claim.pk)
    locked.purchase_order = purchase_order
    return locked


def deadline(at):
    """Return until when the other side should act."""
    return at + timedelta(days=settings.CLAIM_ANSWER_DAYS)


def _record(claim, *, old, by, at, words, pictures):
    row = claim.moves.create(old=old, new=claim.status, by=by, at=at, words=words[:300])
    photos.keep(pictures, purchase_order=claim.purchase_order, claim_move=row, by=by, at=at)
    messages.claims.moved(claim, old=old, by=by, at=at, words=words)
