"""Bring a workbook of offline purchases in: read, look over, register what has no mistakes."""

from dataclasses import dataclass, field

from django.db import transaction

from ..models import OfflineFile, OfflineImport, Unit
from ..moves import Refused
from ..proofs import files as proof_files
from ..proofs import fingerprints
from ..workbooks import reading
from ..workbooks.safety import Refused as FileRefused
from . import attachments, references, registrations
from .workbook import columns, plan
from .workbook.plan import Outcome

__all__ = ["FileRefused", "Refused", "apply", "cancel", "read", "review", "upload"]
Status = OfflineImport.Status
MAX_FILES = 60


@dataclass
class Done:
    """What an import registered: purchases, and how many rows and files they have."""

    planned: list
    registered: list = field(default_factory=list)
    files: int = 0

    def count(self, outcome):
        return sum(planned.outcome == outcome for planned in self.planned)

    def rows(self, outcome):
        return sum(len(planned.rows) for planned in self.planned if planned.outcome == outcome)


def read(file):
    """Return the table of a workbook.

    :raises FileRefused: if it cannot be read.
    """
    return reading.read(file, columns.LAYOUT)


@transaction.atomic
def upload(*, file, name, attached, by, at, unit=None):
    """Read a workbook and keep its rows and the files beside it for the review; nothing is registered.

    :param attached: ``proof_files.Checked`` list.
    :param unit: whose purchases they must be; None for the office.
    :raises FileRefused: if it cannot be read.
    """
    table = read(file)
    facts = {"columns": table.letters, "rows": table.rows, "by": by, "at": at}
    made = OfflineImport.objects.create(unit=unit, name=name[:200], **facts)
    _keep(made, attached, by=by, at=at)
    return made


def review(offline_import, *, today):
    """Return the planned purchases as of now."""
    titles = [file.title for file in offline_import.files.all()]
    return planned(offline_import.rows, unit=offline_import.unit, titles=titles, today=today)


def planned(table_rows, *, today, unit=None, titles=()):
    """Return what would be registered of rows ``[(number, {key: text})]``."""
    rows = plan.parsed(table_rows, today=today)
    names = {(row.facts.get("product", ""), row.facts.get("spec", "")) for row in rows}
    known = references.load(names, units=unit and Unit.objects.filter(pk=unit.pk))
    found = plan.purchases(rows, known, own_unit=unit, files=titles)
    plan.blame_taken(found, fingerprints.taken([one.key for one in found if one.key]))
    return found


@transaction.atomic
def apply(*, offline_import, by, at, today):
    """Register every purchase that has no mistake; those with files of their proof are handed in at once.

    :raises Refused: if the workbook was decided before.
    """
    locked = _lock(offline_import)
    done = Done(review(locked, today=today))
    kept = {file.title: file for file in locked.files.all()}
    for one in done.planned:
        if one.is_new:
            _register(one, kept, done, by=by, at=at, is_demo=one.facts.unit.is_demo)
    locked.created, locked.unchanged = done.count(Outcome.NEW), done.count(Outcome.UNCHANGED)
    locked.rejected, locked.applied_at, locked.status = done.count(Outcome.REJECTED), at, Status.APPLIED
    locked.save()
    return done


@transaction.atomic
def cancel(*, offline_import):
    """Put a workbook away, and the files that came with it."""
    locked = _lock(offline_import)
    locked.status = Status.CANCELLED
    locked.save(update_fields=["status"])
    for file in locked.files.filter(proof=None):
        file.delete()
        transaction.on_commit(lambda name=file.name: proof_files.remove(name))


def _keep(made, attached, *, by, at):
    rows = [OfflineFile(offline_import=made, by=by, at=at, **proof_files.store(one)) for one in attached]
    OfflineFile.objects.bulk_create(rows)


def _register(one, kept, done, *, by, at, is_demo):
    """Register one purchase with the files it names; a mistake that only shows now rejects it alone."""
    try:
        with transaction.atomic():
            purchase = registrations.register(facts=one.facts, by=by, at=at, is_demo=is_demo)
            count = _attach(purchase, [kept[title] for title in one.files])
            if count:
                purchase = registrations.submit(purchase=purchase, by=by, at=at)
    except registrations.ProofTaken as taken:
        one.reject("number", str(taken))
    except Refused as refusal:
        one.reject("files", str(refusal))
    else:
        done.registered.append(purchase)
        done.files += count


def _attach(purchase, found):
    """Give a purchase files that came with the workbook; one file may prove one purchase only."""
    for file in found:
        if file.proof_id:
            raise Refused(f"附件“{file.title}”已用于另一张凭证。")
        if file.content_type == proof_files.XML:
            attachments.read_invoice(purchase.proof, proof_files.einvoice.read(proof_files.read(file.name)))
        file.proof = purchase.proof
        file.save(update_fields=["proof"])
    return len(found)


def _lock(offline_import):
    rows = OfflineImport.objects.select_for_update(of=("self",)).select_related("unit")
    locked = rows.get(pk=offline_import.pk)
    if not locked.is_in_review:
        raise Refused(f"这份清单{locked.get_status_display()}，没有重复办理。")
    return locked
