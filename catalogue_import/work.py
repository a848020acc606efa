"""What a worker does with an import: read it, apply it, undo it; again from where another worker died."""

from contextlib import nullcontext

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from . import apply, duplicates, existing, held_pictures, leases, mappings, moves, plan, planned_rows, reading, undo
from .garbage import uncollected
from .leases import Lost
from .mapping_tables import Unmapped
from .models import CatalogueImport
from .models.imports import WORKING
from .parse.rows import NOTHING
from .private_files import Staged, as_path
from .workbook.refusals import Refused

Status = CatalogueImport.Status
MAX_ATTEMPTS = 3
CHUNK = 1000
BROKEN_READING = "读取时出了意外，请再上传一次；如果还是不行，请联系协作办。"
BROKEN_APPLYING = "导入中断了，已经写入的商品都在。请再点一次“确认导入”，会接着导入余下的行。"
BROKEN_UNDOING = "撤销中断了，已经撤销的都在。请再点一次“撤销这次导入”，会接着撤销余下的行。"


def is_at_work(import_pk):
    return CatalogueImport.objects.filter(pk=import_pk, status__in=WORKING).exists()


def go_on(*, import_pk, at):
    """Do what an import waits for, unless another worker is at it."""
    catalogue_import = CatalogueImport.objects.select_related("supplier__profile__region").filter(pk=import_pk).first()
    if catalogue_import is None:
        return
    steps = {Status.UPLOADED: read_uploaded, Status.READING: read_uploaded}
    steps |= {Status.APPLYING: apply_confirmed, Status.UNDOING: undo_applied}
    if catalogue_import.status in steps:
        steps[catalogue_import.status](catalogue_import=catalogue_import, at=at)


def read_uploaded(*, catalogue_import, at):
    """Read and plan an uploaded file; it ends in review, refused with the reason, or waiting for its columns."""
    try:
        read(catalogue_import=catalogue_import, at=at)
    except Refused:
        return


def read(*, catalogue_import, at, path=None):
    """Read and plan a file, kept or at a path.

    :raises Refused: after the import was moved to refused.
    """
    lease = leases.claim(catalogue_import)
    if lease is None:
        return
    try:
        _give_up_at_last(lease)
        _start_reading(catalogue_import, lease, at)
        with nullcontext(path) if path else as_path(catalogue_import.stored_name) as file:
            found, planned = plan_file(
                path=file,
                name=catalogue_import.name,
                supplier=catalogue_import.supplier,
                publish=catalogue_import.publish,
                keep=Staged(catalogue_import.pk).keep,
                tell=lease.tell,
            )
        _keep_plan(catalogue_import, lease, found, planned, at=at)
    except Lost:
        _forget_unless_at_work(catalogue_import)
    except Exception as error:
        Staged(catalogue_import.pk).forget()
        if isinstance(error, Unmapped) and not path:
            _break_off(catalogue_import, lease, Status.MAPPING, str(error)[:400], at, preview=error.preview)
            return
        reason = str(error) if isinstance(error, Refused) else BROKEN_READING
        _break_off(catalogue_import, lease, Status.REFUSED, reason[:400], at)
        raise


def plan_file(*, path, name, supplier, publish, keep, tell):
    """Return a file's ``Reading`` and its planned rows, warnings at them."""
    context = existing.context_of(supplier)
    known = held_pictures.known(supplier)
    limits = settings.WORKBOOK_LIMITS
    layouts = mappings.layouts(supplier)
    found = reading.read(
        path=path, name=name, context=context, limits=limits, keep=keep, tell=tell, known=known, layouts=layouts
    )
    planned = _planned(found.rows, supplier, publish)
    duplicates.warn(planned, existing.names(supplier))
    return found, planned


@uncollected()
def _planned(rows, supplier, publish):
    """Plan some rows at a time, so that never more than their products are in memory."""
    plan.mark_doubled(rows)
    planned = []
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        held = existing.load(supplier, [row.code for row in chunk])
        for row in chunk:
            decided = plan.decide(row, held.get(row.code), publish=publish)
            # Applying decides each row anew.
            decided.values = NOTHING
            planned.append(decided)
    return planned


def apply_confirmed(*, catalogue_import, at):
    """Apply a confirmed import; running it again after an interruption goes on where it stopped."""
    _work(catalogue_import, apply.apply, Status.REVIEW, BROKEN_APPLYING, at)


def undo_applied(*, catalogue_import, at):
    """Undo an import; running it again after an interruption goes on where it stopped."""
    _work(catalogue_import, undo.undo, Status.STOPPED, BROKEN_UNDOING, at)


def _work(catalogue_import, step, broken, reason, at):
    lease = leases.claim(catalogue_import)
    if lease is None:
        return
    try:
        _give_up_at_last(lease)
        step(catalogue_import=catalogue_import, lease=lease, at=at)
    except Lost:
        return
    except Exception:
        _break_off(catalogue_import, lease, broken, reason, at)
        raise


def _start_reading(catalogue_import, lease, at):
    # What a worker that died left behind may be half written.
    Staged(catalogue_import.pk).forget()
    if catalogue_import.status == Status.UPLOADED:
        held = {"worker": lease.token, "beat_at": Now(), "attempts": lease.attempts}
        moves.move(catalogue_import=catalogue_import, to=Status.READING, by=catalogue_import.by, at=at, **held)


@uncollected()
@transaction.atomic
def _keep_plan(catalogue_import, lease, found, planned, *, at):
    lease.lock()
    planned_rows.keep(catalogue_import, planned)
    held_pictures.remember(catalogue_import.supplier, found.sources)
    held_pictures.hold(catalogue_import, planned_rows.digests(planned))
    held = existing.load(catalogue_import.supplier) if catalogue_import.unpublish_missing else {}
    fields = planned_rows.counts(catalogue_import)
    fields |= {"preview": found.preview, "mapping_id": found.layout.pk if found.layout else None}
    fields |= {"images": found.images, "tables": found.tables, "missing": plan.missing(found.rows, held)}
    moves.move(catalogue_import=catalogue_import, to=Status.REVIEW, by=None, at=at, **fields)


def _give_up_at_last(lease):
    """Break off what has killed its worker again and again."""
    if lease.attempts > MAX_ATTEMPTS:
        raise RuntimeError(f"Import {lease.import_pk} was interrupted {MAX_ATTEMPTS} times.")


@transaction.atomic
def _break_off(catalogue_import, lease, to, reason, at, **fields):
    try:
        lease.lock()
    except Lost:
        return
    moves.move(catalogue_import=catalogue_import, to=to, by=None, at=at, reason=reason, **fields)


def _forget_unless_at_work(catalogue_import):
    """Delete the pictures of a reading that was given up; another worker's reading keeps them."""
    if not is_at_work(catalogue_import.pk):
        Staged(catalogue_import.pk).forget()
