"""Register what a unit bought outside the site, and carry it to the ledger: submit, send back, verify, withdraw."""

from django.db import transaction

from .. import messages, numbers
from ..figures import ledger
from ..models import OfflineLine, OfflineProof, OfflinePurchase
from ..moves import Refused
from ..proofs import fingerprints
from . import attachments, rule
from .facts import Goods, Purchase
from .moves import IllegalMove, lock, lock_for, move

__all__ = ["Goods", "IllegalMove", "Purchase", "Refused", "change", "correct", "register", "submit"]
Status = OfflinePurchase.Status
HEAD = "fund_source channel purchased_on note".split()
PROOF = "kind number issued_on seller_name".split()


class ProofTaken(Refused):
    """The invoice or receipt proves another purchase already; ``fingerprint`` is the one that holds it."""

    def __init__(self, fingerprint):
        self.fingerprint = fingerprint
        super().__init__("这张凭证已经登记过，同一凭证只能用一次。")


@transaction.atomic
def register(*, facts, by, at, is_demo=False, corrects=None):
    """Keep a purchase as a draft that waits for the files of its proof.

    :param facts: ``Purchase`` with its goods.
    :raises ProofTaken: if its invoice or receipt was registered before.
    """
    purchase = OfflinePurchase.objects.create(
        number=numbers.next_offline_number(at.year),
        unit=facts.unit,
        registered_by=by,
        registered_at=at,
        is_demo=is_demo,
        corrects=corrects,
        **{name: getattr(facts, name) for name in HEAD},
    )
    proof = OfflineProof(purchase=purchase)
    _write(proof, facts, by=by, at=at)
    purchase.moves.create(old="", new=Status.DRAFT, by=by, at=at)
    return purchase


@transaction.atomic
def change(*, purchase, facts, by, at):
    """Replace what a draft or a returned registration says; its unit stays.

    :raises Refused: if it is neither, or as ``register``.
    """
    locked = attachments.lock_editable(purchase)
    for name in HEAD:
        setattr(locked, name, getattr(facts, name))
    locked.save()
    locked.lines.all().delete()
    old = locked.proof.fingerprint
    locked.proof.fingerprint = None
    locked.proof.save(update_fields=["fingerprint"])
    fingerprints.release(old)
    _write(locked.proof, facts, by=by, at=at)
    locked.moves.create(old=locked.status, new=locked.status, by=by, at=at, reason="修改了登记内容")
    return locked


@transaction.atomic
def submit(*, purchase, by, at):
    """Hand a registration in: the rule verifies it, or the office gets it with the reasons why it has to look.

    :raises Refused: without a file of its proof, or if it was handed in before.
    """
    locked = lock_for(purchase, Status.SUBMITTED)
    if not locked.proof.files.exists():
        raise Refused("请先上传发票或收据的文件，再提交。")
    locked.submitted_at = at
    locked.reasons = rule.reasons(locked)
    if not locked.reasons:
        return _count(locked, by=None, at=at, reason=rule.ALL_MATCH)
    moved = move(locked, Status.SUBMITTED, by=by, at=at)
    messages.offline.submitted(moved, by=by, at=at)
    return moved


@transaction.atomic
def verify(*, purchase, by, at, reason=""):
    """Count a registration that the office has looked at."""
    locked = lock_for(purchase, Status.VERIFIED)
    if not locked.is_submitted:
        raise IllegalMove(locked.status, Status.VERIFIED)
    counted = _count(locked, by=by, at=at, reason=reason)
    messages.offline.decided(counted, by=by, at=at, reason=reason)
    return counted


@transaction.atomic
def send_back(*, purchase, by, at, reason):
    """Return a registration that waits, with what is to be corrected."""
    moved = move(lock_for(purchase, Status.RETURNED), Status.RETURNED, by=by, at=at, reason=reason)
    messages.offline.decided(moved, by=by, at=at, reason=reason)
    return moved


@transaction.atomic
def withdraw(*, purchase, by, at, reason=""):
    """Take a registration back; what it put into the ledger is reversed, and its proof may be registered anew."""
    moved = _withdraw(lock_for(purchase, Status.WITHDRAWN), by=by, at=at, reason=reason)
    messages.offline.decided(moved, by=by, at=at, reason=reason)
    return moved


@transaction.atomic
def correct(*, purchase, by, at, reason):
    """Take a verified purchase off the ledger and give its unit a returned copy to put right.

    :return: the copy.
    """
    locked = lock(purchase)
    if not locked.is_verified:
        raise IllegalMove(locked.status, Status.RETURNED)
    old = _withdraw(locked, by=by, at=at, reason=reason)
    copy = register(facts=facts_of(old), by=by, at=at, is_demo=old.is_demo, corrects=old)
    attachments.copy(old.proof, copy.proof)
    submitted = move(copy, Status.SUBMITTED, by=by, at=at, reason=f"更正 {old.number}")
    moved = move(submitted, Status.RETURNED, by=by, at=at, reason=reason)
    messages.offline.decided(moved, by=by, at=at, reason=reason)
    return moved


def facts_of(purchase):
    """Return what a registration says, as ``register`` takes it."""
    goods = [Goods(**{name: getattr(line, name) for name in Goods.__dataclass_fields__}) for line in _lines(purchase)]
    head = {name: getattr(purchase, name) for name in HEAD}
    return Purchase(unit=purchase.unit, goods=goods, **head, **{name: getattr(purchase.proof, name) for name in PROOF})


def _lines(purchase):
    return purchase.lines.select_related("product", "supplier", "region", "county")


def _count(locked, *, by, at, reason):
    locked.verified_by, locked.verified_at = by, at
    moved = move(locked, Status.VERIFIED, by=by, at=at, reason=reason)
    ledger.record_offline(purchase=moved)
    return moved


def _withdraw(locked, *, by, at, reason):
    ledger.reverse_offline(purchase=locked, reason=reason or "登记撤回")
    old = locked.proof.fingerprint
    locked.proof.fingerprint = None
    locked.proof.save(update_fields=["fingerprint"])
    fingerprints.release(old)
    return move(locked, Status.WITHDRAWN, by=by, at=at, reason=reason)


def _write(proof, facts, *, by, at):
    for name in PROOF:
        setattr(proof, name, getattr(facts, name))
    proof.amount = max(facts.amount, attachments.total_of(proof) or facts.amount)
    try:
        claim = {"kind": proof.kind, "number": proof.number, "amount": proof.amount}
        proof.fingerprint = fingerprints.claim(**claim, by=by, at=at)
    except fingerprints.Taken as taken:
        raise ProofTaken(taken.fingerprint) from taken
    proof.save()
    rows = [
        OfflineLine(purchase=proof.purchase, position=position, **one.as_dict())
        for position, one in enumerate(facts.goods, start=1)
    ]
    OfflineLine.objects.bulk_create(rows)
