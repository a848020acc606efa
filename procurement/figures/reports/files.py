"""Files that take long are made in the background and kept for a while; each for the person who asked."""

import secrets
from datetime import timedelta
from functools import partial
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import Q

from ...models import ReportFile, ReportForm
from ...rules import may_view_branch
from ..statistics import selection as selections
from ..statistics import source
from . import bulletin, words, workbook
from .money import SCALES, YUAN

State = ReportFile.State
# Writing a workbook of this many entries takes about a second.
SOON = 2000
# A worker silent for so long is taken for dead; files are kept for so long.
SILENT, KEPT = timedelta(minutes=15), timedelta(days=90)


def takes_long(entries):
    """Tell whether a workbook of so many entries is to be made in the background."""
    return entries > SOON


@transaction.atomic
def ask(*, user, unit, form, parameters, at, scale=YUAN.key, once=""):
    """Have a file made; return it, or None if it was asked for ``once`` already."""
    facts = {"user": user, "unit": unit, "form": form, "parameters": parameters, "scale": scale, "once": once}
    try:
        with transaction.atomic():
            asked = ReportFile.objects.create(created_at=at, **facts)
    except IntegrityError:
        return None
    transaction.on_commit(partial(enqueue, asked.pk), robust=True)
    return asked


def enqueue(pk):
    # The task module imports this one.
    from . import tasks

    tasks.make.enqueue(pk)


def make(*, pk, at, tell=None):
    """Write a file that waits; a second worker with the same one finds it taken.

    :param tell: called with the file once it is there.
    """
    free = Q(state=State.WAITING) | Q(state=State.WRITING, started_at__lt=at - SILENT)
    if not ReportFile.objects.filter(free, pk=pk).update(state=State.WRITING, started_at=at, done=0):
        return
    asked = ReportFile.objects.select_related("user", "unit").get(pk=pk)
    try:
        _write(asked, at)
    except selections.BadSelection:
        ReportFile.objects.filter(pk=pk).update(state=State.FAILED, finished_at=at)
        return
    if tell:
        tell(asked)


def waiting(at):
    """Return the keys of files that nobody makes: queued too long ago, or left by a worker that died."""
    lost = Q(state=State.WAITING, created_at__lt=at - SILENT) | Q(state=State.WRITING, started_at__lt=at - SILENT)
    return list(ReportFile.objects.filter(lost).values_list("pk", flat=True))


def forget(*, at):
    """Delete files older than they are kept, and return how many; what was made ``once`` stays remembered."""
    old = ReportFile.objects.filter(created_at__lt=at - KEPT).exclude(file="")
    for asked in old:
        storages["private"].delete(asked.file)
    return old.update(file="")


def selection_of(asked, *, on):
    """Return the selection of a file as its person may see it now."""
    is_alone = asked.unit is not None and not may_view_branch(asked.user, asked.unit)
    return selections.read(asked.parameters, on=on, scope=asked.unit, is_alone=is_alone)


def _write(asked, at):
    selection = selection_of(asked, on=words.day_of(at))
    scale = SCALES.get(asked.scale, YUAN)
    form = ReportForm(asked.form)
    with TemporaryFile() as file:
        if form == ReportForm.XLSX:
            _note(asked, total=source.total(selection, source.MEASURES["entries"]))
            workbook.save(file, selection, at=at, scale=scale, tell=lambda done: _note(asked, done=done))
        else:
            file.write(bulletin.write(selection, at=at, scale=scale))
        file.seek(0)
        stored = storages["private"].save(f"reports/{secrets.token_urlsafe(24)}.{form.extension}", File(file))
    asked.file, asked.name = stored, words.file_name(selection, form.extension)[:255]
    asked.state, asked.finished_at = State.DONE, at
    asked.save(update_fields=["file", "name", "state", "finished_at"])


def _note(asked, **progress):
    ReportFile.objects.filter(pk=asked.pk).update(**progress)
