"""The licences of an application, as long as it may be changed."""

from django.db import transaction

from ..moves import Refused
from ..proofs import files
from . import applications, licences


@transaction.atomic
def put(*, application, checked, by, at, **facts):
    """Put a licence with an application that is not handed in.

    :param checked: ``files.Checked`` list.
    :param facts: ``kind``, ``title``, ``number``, ``expires_on``.
    :raises Refused: if the application waits, the licence ended, or a file is of another kind.
    """
    locked = applications.lock_editable(application)
    if locked.licences.count() >= licences.MOST:
        raise Refused(f"一份申请最多 {licences.MOST} 张证照。")
    return licences.create(checked, application=locked, by=by, at=at, **facts)


@transaction.atomic
def remove(*, licence):
    """Take a licence away from an application that is not handed in, with its files.

    :raises Refused: if the application waits or was approved.
    """
    applications.lock_editable(licence.application)
    names = list(licence.files.values_list("name", flat=True))
    licence.delete()
    transaction.on_commit(lambda: [files.remove(name) for name in names])
