"""Another account for a supplier: asked for by an owner, counting once a second person confirmed it."""

from django.db import transaction

from .. import messages
from ..models import BankChange
from ..moves import Refused, Repeated
from . import records

Status = BankChange.Status
ACCOUNT = ("account_name", "bank_name", "bank_account")


@transaction.atomic
def ask(*, supplier, by, at, **account):
    """Ask for another account; what waits already is replaced. Until it is confirmed papers name the old one.

    :param account: ``account_name``, ``bank_name``, ``bank_account``.
    :raises Refused: if it is the account there is.
    """
    locked = records.lock(supplier)
    if all(getattr(locked.profile, key) == account[key] for key in ACCOUNT):
        raise Refused("和现在的收款账户一样，不用变更。")
    locked.bank_changes.filter(status=Status.WAITING).update(status=Status.WITHDRAWN, decided_by=by, decided_at=at)
    change = locked.bank_changes.create(asked_by=by, asked_at=at, **account)
    _record(change, "申请改为", by, at)
    messages.suppliers.bank_change_waits(change, by=by, at=at)
    return change


@transaction.atomic
def confirm(*, change, by, at):
    """Let another account count from now on.

    :raises Repeated: if it was decided or replaced before.
    :raises Refused: to whoever asked for it.
    """
    locked = _lock(change, by)
    profile = locked.supplier.profile
    for key in ACCOUNT:
        setattr(profile, key, getattr(locked, key))
    profile.save(update_fields=ACCOUNT)
    return _decide(locked, Status.CONFIRMED, "已改为", by=by, at=at)


@transaction.atomic
def decline(*, change, by, at):
    """Leave the account as it is.

    :raises Repeated: if it was decided or replaced before.
    :raises Refused: to whoever asked for it.
    """
    return _decide(_lock(change, by), Status.DECLINED, "没有同意改为", by=by, at=at)


@transaction.atomic
def withdraw(*, change, by, at):
    """Take back what was asked for.

    :raises Repeated: if it was decided or replaced before.
    """
    return _decide(_lock(change), Status.WITHDRAWN, "撤回改为", by=by, at=at)


def _lock(change, second=None):
    records.lock(change.supplier)
    rows = BankChange.objects.select_for_update(of=("self",)).select_related("supplier__profile")
    locked = rows.get(pk=change.pk)
    if not locked.is_waiting:
        raise Repeated("这项账户变更已经办过，或者又改过，请重新看一看。")
    if second and second.pk == locked.asked_by_id:
        raise Refused("账户变更要由第二个人确认：请另一位负责人，或县协作办确认。")
    return locked


def _decide(locked, to, words, *, by, at):
    locked.status, locked.decided_by, locked.decided_at = to, by, at
    locked.save(update_fields=["status", "decided_by", "decided_at"])
    _record(locked, words, by, at)
    messages.suppliers.bank_change_answered(locked, by=by, at=at)
    return locked


def _record(change, words, by, at):
    # Whoever reads the records needs to know the account again, not to copy it.
    words = f"{words} {change.account_name}，{change.bank_name}，尾号 {change.bank_account[-4:]}"
    records.write(supplier=change.supplier, what=records.What.ACCOUNT, by=by, at=at, words=words)
