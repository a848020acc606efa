"""Import a workbook from the command line: registrations of the office, with files that lie beside it."""

from dataclasses import dataclass, field

from django.utils import timezone

from ..proofs import files as proof_files
from . import imports
from .workbook import plan
from .workbook.plan import Outcome


@dataclass
class Result:
    """What became of the rows, counted as ``import_catalogue`` counts them; ``images`` are files of proofs."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    images: int = 0
    errors: list = field(default_factory=list)


def run(*, path, at, dry_run=False):
    """Read a workbook and register what it says; with ``dry_run`` nothing is written.

    :raises imports.FileRefused: if it cannot be read.
    """
    today = timezone.localtime(at).date()
    with path.open("rb") as file:
        table = imports.read(file)
    checked, bad = _beside(path, imports.planned(table.rows, today=today))
    if dry_run:
        titles = [one.title for one in checked]
        done = imports.Done(imports.planned(table.rows, titles=titles, today=today))
    else:
        with path.open("rb") as file:
            made = imports.upload(file=file, name=path.name, attached=checked, by=None, at=at)
        done = imports.apply(offline_import=made, by=None, at=at, today=today)
    return _result(done, table, bad)


def _beside(path, planned):
    """Return ``(files that the workbook names and its folder has, {name: why one of them cannot be taken})``."""
    checked, bad = [], {}
    for name in dict.fromkeys(name for one in planned for name in one.missing_files):
        file = path.parent / name
        if name != file.name or not file.is_file():
            continue
        try:
            checked.append(proof_files.check(name, _bytes(file)))
        except proof_files.BadFile as problem:
            bad[name] = str(problem)
    return checked, bad


def _bytes(file):
    """Return as much of a file as tells whether it is too large."""
    with file.open("rb") as opened:
        return opened.read(proof_files.MAX_BYTES + 1)


def _result(done, table, bad):
    return Result(
        rows=len(table.rows),
        created=done.rows(Outcome.NEW),
        unchanged=done.rows(Outcome.UNCHANGED),
        rejected=done.rows(Outcome.REJECTED),
        images=done.files,
        errors=[*_mistakes(done, table), *_bad_files(bad)],
    )


def _mistakes(done, table):
    for one in done.planned:
        for number, _, header, value, message in plan.mistakes(one, table.letters):
            yield {"row": number, "column": header, "value": value, "message": message}


def _bad_files(bad):
    for name, message in bad.items():
        yield {"row": None, "column": "附件", "value": name, "message": message}
