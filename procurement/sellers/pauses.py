"""When a supplier may sell: each reason against it is written down, and only without any do its goods come back."""

from django.db import transaction

from shop.produce import publication

from .. import messages
from ..models import SupplierPause
from ..moves import Repeated
from . import records


@transaction.atomic
def begin(*, supplier, cause, by, at, reason):
    """Take the goods of a supplier off sale at once for one more reason; return the pause.

    Orders placed before go on as agreed.

    :raises Repeated: if it is paused for this cause already.
    """
    locked = records.lock(supplier)
    if locked.pauses.filter(cause=cause, ended_at=None).exists():
        raise Repeated("这家供应商已经暂停，没有重复办理。")
    pause = locked.pauses.create(cause=cause, reason=reason, by=by, at=at)
    count = publication.pause(supplier=locked, at=at)
    words = f"{pause.get_cause_display()}：{reason}；下架 {count} 种商品"
    records.write(supplier=locked, what=records.What.PAUSED, by=by, at=at, words=words)
    messages.suppliers.paused(pause, count, by=by, at=at)
    return pause


@transaction.atomic
def end(*, supplier, cause, by, at, reason=""):
    """End the pause of one cause; goods come back when no other is left. Return whether there was one."""
    locked = records.lock(supplier)
    ended = locked.pauses.filter(cause=cause, ended_at=None).update(ended_by=by, ended_at=at)
    if not ended:
        return False
    is_free = not locked.pauses.filter(ended_at=None).exists()
    count = publication.resume(supplier=locked, at=at) if is_free else 0
    words = f"重新上架 {count} 种商品" if is_free else "还有其他暂停原因，商品仍不上架"
    label = SupplierPause.Cause(cause).label
    words = "；".join(filter(None, [f"解除“{label}”", reason, words]))
    records.write(supplier=locked, what=records.What.RESUMED, by=by, at=at, words=words)
    messages.suppliers.resumed(locked, words, by=by, at=at)
    return True
