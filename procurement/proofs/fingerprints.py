"""Claim an invoice or receipt for what it proves; the database refuses the same one twice, county-wide."""

from django.db import IntegrityError, transaction

from ..models import ProofFingerprint, ProofKind


class Taken(Exception):
    """The proof was registered before; ``fingerprint`` is the one that holds it."""

    def __init__(self, fingerprint):
        self.fingerprint = fingerprint
        super().__init__(f"这张{fingerprint.get_kind_display()}已经登记过，同一凭证只能用一次。")


def key(kind, number, amount):
    """Return what a proof is known by: an invoice by its number, a receipt by its number and amount.

    The tax office gives each invoice number once, so another amount under it is the same invoice. Receipts are numbered
    by whoever sells the pads.
    """
    return f"{kind}:{number}" if kind == ProofKind.INVOICE else f"{kind}:{number}:{amount:.2f}"


def claim(*, kind, number, amount, by, at):
    """Return a fresh fingerprint for a proof.

    :param number: as ``numbers`` writes it.
    :raises Taken: if it was claimed before.
    """
    facts = {"kind": kind, "number": number, "amount": amount, "claimed_by": by, "claimed_at": at}
    own = key(kind, number, amount)
    try:
        with transaction.atomic():
            return ProofFingerprint.objects.create(key=own, **facts)
    except IntegrityError:
        raise Taken(ProofFingerprint.objects.get(key=own)) from None


def release(fingerprint):
    """Let a proof be registered anew."""
    if fingerprint is not None:
        fingerprint.delete()


def taken(keys):
    """Return ``{key: fingerprint}`` of those among the keys that are claimed, with what they prove."""
    rows = ProofFingerprint.objects.filter(key__in=keys).select_related("offline_proof__purchase")
    rows = rows.prefetch_related("offline_proof__purchase__lines")
    return {row.key: row for row in rows}
