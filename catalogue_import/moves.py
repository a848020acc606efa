"""The table of moves of an import, and the one function that moves it."""

from django.db import transaction
from django.db.models.functions import Now

from . import messages
from .models import CatalogueImport

Status = CatalogueImport.Status
MOVES = {
    Status.UPLOADED: {Status.READING, Status.CANCELLED},
    Status.READING: {Status.REVIEW, Status.REFUSED, Status.MAPPING, Status.CANCELLED},
    # Read again once the supplier has said which column is which; also when it said so wrongly.
    Status.MAPPING: {Status.UPLOADED, Status.CANCELLED},
    Status.REVIEW: {Status.APPLYING, Status.CANCELLED, Status.MAPPING},
    # Back to review when the work broke down; stopped when somebody stops it. What is written stays written.
    Status.APPLYING: {Status.DONE, Status.REVIEW, Status.STOPPED},
    Status.STOPPED: {Status.APPLYING, Status.UNDOING},
    Status.DONE: {Status.UNDOING},
    Status.UNDOING: {Status.UNDONE, Status.STOPPED},
}


class IllegalMove(Exception):
    """The import is not in a state that allows this step."""

    def __init__(self, old, new):
        super().__init__(f"这次导入当前为“{Status(old).label}”，不能改为“{Status(new).label}”。")


@transaction.atomic
def move(*, catalogue_import, to, by, at, reason="", **fields):
    """Move an import along one allowed arrow, record who did it, and return it read anew.

    Whoever worked on it has to claim it again, unless ``worker`` is among the fields.

    :param fields: other fields to write with the new status.
    :raises IllegalMove: if the table has no such arrow.
    """
    locked = CatalogueImport.objects.select_for_update().get(pk=catalogue_import.pk)
    if to not in MOVES.get(locked.status, ()):
        raise IllegalMove(locked.status, to)
    locked.moves.create(old=locked.status, new=to, by=by, at=at, reason=reason)
    reset = {"stage": "", "done": 0, "total": 0, "stage_at": Now(), "worker": "", "beat_at": None, "attempts": 0}
    fields = reset | {"status": to, "failure": reason} | fields
    CatalogueImport.objects.filter(pk=locked.pk).update(**fields)
    locked.refresh_from_db()
    messages.moved(locked, by=by, at=at, reason=reason)
    return locked
