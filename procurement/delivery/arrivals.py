"""What a signature means for claims: replaced packs close one, packs short or damaged open one."""

from ..models import Claim
from . import claim_moves


def follow(acceptance, rows, *, by, at):
    """Close the claim that a signed replacement answers, and open one for what is short or damaged now.

    :param rows: the ``AcceptanceLine`` rows.
    :return: the claim opened, or None.
    """
    answered = acceptance.shipment.claim
    if answered:
        claim_moves.move(claim=answered, to=Claim.Status.REPLACED, by=by, at=at, words=_words(rows))
    lines = {row.line_id: (row.refused, row.short) for row in rows if row.refused}
    if not lines:
        return None
    facts = {"kind": Claim.Kind.ARRIVAL, "lines": lines, "words": acceptance.note}
    return claim_moves.open_for(acceptance=acceptance, by=by, at=at, **facts)


def _words(rows):
    accepted, refused = sum(row.accepted for row in rows), sum(row.refused for row in rows)
    return f"补发实收 {accepted} 件" + (f"，又有 {refused} 件短少或破损" if refused else "")
