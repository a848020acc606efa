"""A file's way into the shop: uploaded, read and planned, looked over, confirmed, applied, and perhaps undone."""

from dataclasses import dataclass, field

from django.core.files import File
from django.db import transaction
from django.db.models.functions import Now

from shop.produce import pictures

from . import duplicates, held_pictures, moves, planned_rows, tasks, uploads, work
from .models import CatalogueImport
from .models.imports import CANCELLED_AS
from .plan import Outcome
from .private_files import Staged, keep_upload

Status = CatalogueImport.Status


@dataclass
class Result:
    """What an import did, or would do; ``errors`` are ``{"row", "column", "value", "message"}``."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    images: int = 0
    errors: list = field(default_factory=list)


def run(*, path, name, supplier, by, at, dry_run=False, publish=True):
    """Import a file in the foreground: the good rows are applied without asking.

    :param path: ``pathlib.Path`` of the file.
    :raises Refused: when the file is not taken.
    """
    if dry_run:
        file = {"path": path, "name": name, "supplier": supplier, "publish": publish}
        return _result(*work.plan_file(**file, keep=pictures.digest, tell=_tell_nobody))
    with path.open("rb") as file:
        catalogue_import = _create(
            supplier=supplier, file=File(file, "upload"), name=name, publish=publish, by=by, at=at
        )
    work.read(catalogue_import=catalogue_import, at=at, path=path)
    moves.move(catalogue_import=catalogue_import, to=Status.APPLYING, by=by, at=at, confirmed_at=at)
    work.apply_confirmed(catalogue_import=catalogue_import, at=at)
    return result(CatalogueImport.objects.get(pk=catalogue_import.pk))


@transaction.atomic
def upload(*, supplier, file, name, publish, unpublish_missing, by, at):
    """Keep an uploaded file and have it read in the background.

    :raises uploads.TooMany: when this supplier uploaded too much lately.
    """
    uploads.check(supplier=supplier, at=at)
    catalogue_import = _create(
        supplier=supplier, file=file, name=name, publish=publish, unpublish_missing=unpublish_missing, by=by, at=at
    )
    _start(catalogue_import)
    return catalogue_import


@transaction.atomic
def confirm(*, catalogue_import, by, at):
    """Have a looked-over import applied in the background, or one that was stopped go on.

    :raises moves.IllegalMove: unless it is in review or stopped, so a second click starts nothing.
    """
    moves.move(catalogue_import=catalogue_import, to=Status.APPLYING, by=by, at=at, confirmed_at=at)
    _start(catalogue_import)


@transaction.atomic
def undo(*, catalogue_import, by, at):
    """Have an applied import undone in the background.

    :raises moves.IllegalMove: unless it was applied and is not being undone already.
    """
    moves.move(catalogue_import=catalogue_import, to=Status.UNDOING, by=by, at=at)
    _start(catalogue_import)


@transaction.atomic
def cancel(*, catalogue_import, by, at):
    """Give an import up; one that is being applied stops after the transaction at hand, and what is written stays.

    :raises moves.IllegalMove: when it is over already.
    """
    locked = CatalogueImport.objects.select_for_update().get(pk=catalogue_import.pk)
    to = CANCELLED_AS.get(locked.status, Status.CANCELLED)
    moves.move(catalogue_import=locked, to=to, by=by, at=at)
    if to == Status.CANCELLED:
        held_pictures.release(locked)
        transaction.on_commit(Staged(locked.pk).forget)


def result(catalogue_import):
    """Return what an import in review would do, or a finished one did."""
    counts = planned_rows.counts(catalogue_import)
    errors = planned_rows.errors(catalogue_import)
    return Result(rows=sum(counts.values()), **counts, images=catalogue_import.images, errors=errors)


def _create(*, file, name, at, **fields):
    # Its ending says what kind of file it is, so a long name loses its beginning.
    facts = {"name": name[-200:], "digest": duplicates.digest(file)}
    return CatalogueImport.objects.create(
        stored_name=keep_upload(file), uploaded_at=at, stage_at=Now(), **facts, **fields
    )


def _start(catalogue_import):
    transaction.on_commit(lambda: tasks.start(catalogue_import.pk))


def _result(found, planned):
    count = [sum(row.outcome == outcome for row in planned) for outcome in Outcome]
    errors = [mistake.as_error(row.row.number) for row in planned for mistake in row.row.mistakes]
    return Result(len(planned), *count, found.images, errors)


def _tell_nobody(stage, done, total):
    pass
