"""Licences of suppliers: handed in, confirmed or returned by the office, and what follows when one ends."""

from django.db import transaction
from django.utils.timezone import localdate
from oscar.core.loading import get_model

from .. import messages
from ..models import Licence, LicenceFile, SupplierPause
from ..moves import Refused, Repeated
from ..proofs import files
from . import pauses, records

Partner = get_model("partner", "Partner")
Kind, Status, Cause = Licence.Kind, Licence.Status, SupplierPause.Cause
TAKEN = {files.JPEG, files.PDF}
MOST = 12


def check_in_force(licence, today):
    """Refuse a licence that has ended.

    :raises Refused: with its name and last day.
    """
    if licence.expires_on and licence.expires_on < today:
        raise Refused(f"{licence.name}已于 {licence.expires_on:%Y-%m-%d} 到期，请换成在有效期内的。")


@transaction.atomic
def renew(*, supplier, checked, by, at, **facts):
    """Hand in a new licence of a supplier, which counts once the office confirmed it.

    :param checked: ``files.Checked`` list.
    :param facts: ``kind``, ``title``, ``number``, ``expires_on``.
    :raises Refused: if it ended, a file is of another kind, or too many wait already.
    """
    locked = records.lock(supplier)
    if locked.licences.waiting().count() >= MOST:
        raise Refused("待确认的证照太多，请等县协作办确认后再上传。")
    licence = create(checked, supplier=locked, by=by, at=at, **facts)
    records.write(supplier=locked, what=records.What.LICENCE, by=by, at=at, words=f"上传{_words(licence)}")
    messages.suppliers.licence_waits(licence, by=by, at=at)
    return licence


@transaction.atomic
def confirm(*, licence, by, at):
    """Let a renewal count; goods that were off sale for the old licence come back with it.

    :raises Repeated: if it was decided before.
    :raises Refused: if it has ended.
    """
    locked = _lock_waiting(licence)
    check_in_force(locked, localdate(at))
    _decide(locked, Status.CONFIRMED, by=by, at=at, words="确认")
    _resume(locked, f"{locked.name}已更新", by, at)
    messages.suppliers.licence_answered(locked, by=by, at=at)
    return locked


@transaction.atomic
def send_back(*, licence, by, at, reason):
    """Return a renewal with the reason; the old licence stays what it is.

    :raises Repeated: if it was decided before.
    """
    locked = _lock_waiting(licence)
    locked.reason = reason
    _decide(locked, Status.RETURNED, by=by, at=at, words="退回")
    messages.suppliers.licence_answered(locked, by=by, at=at)
    return locked


@transaction.atomic
def retire(*, licence, by, at, reason):
    """Let a confirmed licence count no longer, because its supplier does without; goods may come back by that.

    :raises Repeated: if it does not count.
    """
    locked = _lock(licence)
    if not locked.is_confirmed:
        raise Repeated(f"这张证照{locked.get_status_display()}，没有重复办理。")
    locked.reason = f"不再需要，{reason}"[:200]
    _decide(locked, Status.RETURNED, by=by, at=at, words="撤下")
    _resume(locked, f"{locked.name}不再需要", by, at)
    messages.suppliers.licence_answered(locked, by=by, at=at)
    return locked


def expire(*, at):
    """Take the goods of every supplier off sale of which a licence ended; return how many suppliers that were.

    Doing it again changes nothing. Suppliers without licences are left alone.
    """
    ended = Licence.objects.expired(localdate(at))
    suppliers = Partner.objects.filter(pk__in=ended.values("supplier"))
    waiting = suppliers.exclude(pauses__in=SupplierPause.objects.filter(cause=Cause.LICENCE, ended_at=None))
    return sum(_expire(supplier, at) for supplier in waiting.order_by("pk"))


@transaction.atomic
def _expire(supplier, at):
    locked = records.lock(supplier)
    # Looked at again under the lock: a renewal may have been confirmed meanwhile.
    ended = list(locked.licences.expired(localdate(at)))
    if not ended:
        return False
    reason = "、".join(f"{row.name} {row.expires_on:%Y-%m-%d} 到期" for row in ended)[:200]
    return pauses.begin(supplier=locked, cause=Cause.LICENCE, by=None, at=at, reason=reason) is not None


def create(checked, *, by, at, expires_on, **facts):
    """Keep a licence with its files; see ``renew``."""
    if not checked:
        raise Refused("请选择证照的照片或 PDF。")
    if len(checked) > files.MAX_FILES:
        raise Refused(f"一张证照最多 {files.MAX_FILES} 个文件。")
    if any(one.content_type not in TAKEN for one in checked):
        raise Refused("证照请上传照片或 PDF。")
    licence = Licence(expires_on=expires_on, by=by, at=at, **facts)
    check_in_force(licence, localdate(at))
    licence.save()
    LicenceFile.objects.bulk_create(LicenceFile(licence=licence, **files.store(one)) for one in checked)
    return licence


def _resume(licence, reason, by, at):
    """Let the goods come back if no licence of the supplier is over any more."""
    if not licence.supplier.licences.expired(localdate(at)).exists():
        pauses.end(supplier=licence.supplier, cause=Cause.LICENCE, by=by, at=at, reason=reason)


def _lock(licence):
    records.lock(licence.supplier)
    return Licence.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=licence.pk)


def _lock_waiting(licence):
    locked = _lock(licence)
    if not locked.is_waiting:
        raise Repeated(f"这张证照{locked.get_status_display()}，没有重复办理。")
    return locked


def _decide(locked, to, *, by, at, words):
    locked.status, locked.decided_by, locked.decided_at = to, by, at
    locked.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    words = f"{words}{_words(locked)}" + (f"：{locked.reason}" if locked.reason else "")
    records.write(supplier=locked.supplier, what=records.What.LICENCE, by=by, at=at, words=words)


def _words(licence):
    until = f"有效期至 {licence.expires_on:%Y-%m-%d}" if licence.expires_on else "长期有效"
    return f"{licence.name} {licence.number}，{until}"
