"""Write ledger entries: the only door. Called inside the transaction of the event it records."""

from copy import copy

from django.db.models import Q
from django.utils import timezone

from shop.produce.money import tax_in

from ..models import LedgerEntry, Stage
from . import book, snapshots

# What later entries of a line copy from its first one.
DIMENSIONS = """
    unit_id unit_code unit_name unit_path unit_kind region_code region_name county_code county_name category
    product_id product_title supplier_id supplier_code supplier_name channel fund_source measure_unit
    unit_price tax_rate purchase_order_id line_id is_demo
""".split()
# What entries of offline purchases copy beside them.
OFFLINE = ["offline_line_id", "offline_proof_id"]


def record(*, purchase_order, stage, quantities, at, reason="", acceptance=None, transaction=None):
    """Bring an order's net packs at a stage to the given quantities, writing entries for each difference.

    More packs than recorded write a positive entry; fewer write reversals, one for each entry that they undo, the
    newest first; equal quantities write nothing, so calling it again changes nothing. The first entries of a line
    (ORDERED) copy its dimensions as they are now, all later ones copy those.

    :param quantities: ``{line_id: packs}``; lines left out are untouched.
    :param at: when it happened (aware datetime).
    :return: the entries written.
    """
    proofs = {"reason": reason, "acceptance": acceptance, "transaction": transaction}
    return _bring(purchase_order, stage, lambda net: quantities, at, proofs)


def add(*, purchase_order, stage, quantities, at, reason="", acceptance=None, transaction=None):
    """Put packs of some lines on a stage, beside those that are there.

    :param quantities: ``{line_id: packs to add}``.
    """
    proofs = {"reason": reason, "acceptance": acceptance, "transaction": transaction}
    return _bring(purchase_order, stage, lambda net: _sums(net, quantities), at, proofs)


def reverse(*, purchase_order, stage, quantities, at, reason, acceptance=None, transaction=None):
    """Take packs of some lines off a stage.

    :param quantities: ``{line_id: packs to take off}``.
    """
    taken = {line: -packs for line, packs in quantities.items()}
    proofs = {"acceptance": acceptance, "transaction": transaction}
    return add(purchase_order=purchase_order, stage=stage, quantities=taken, at=at, reason=reason, **proofs)


def record_offline(*, purchase):
    """Count a verified offline purchase: each line at all four stages, dated the day it was bought.

    What is counted already is not counted again.

    :return: the entries written.
    """
    counted = {(entry.offline_line_id, entry.stage) for entry, _ in standing(_offline_entries(purchase))}
    return book.write(
        entry
        for line_id, source in snapshots.of_offline(purchase).items()
        for entry in _at_all_stages(source)
        if (line_id, entry.stage) not in counted
    )


def reverse_offline(*, purchase, reason):
    """Take all of an offline purchase off the ledger: it should not have been counted, or not like this.

    The reversals carry the days of the entries they undo: a wrong registration was wrong from its first day.

    :return: the entries written.
    """
    return book.write(_undoing(entry, reason) for entry, _ in standing(_offline_entries(purchase)))


def standing(entries):
    """Return ``[(positive entry, packs of it that were not undone)]``, oldest first."""
    left = {entry.pk: entry.quantity for entry in entries if entry.quantity > 0}
    for entry in entries:
        if entry.reversal_of_id:
            left[entry.reversal_of_id] += entry.quantity
    return [(entry, left[entry.pk]) for entry in entries if left.get(entry.pk)]


def _offline_entries(purchase):
    return list(LedgerEntry.objects.filter(offline_line__purchase=purchase).order_by("pk"))


def _at_all_stages(source):
    """Yield one unsaved entry a stage, like the source in everything else."""
    for stage in Stage:
        entry = copy(source)
        entry.stage = stage
        yield entry


def _undoing(entry, reason):
    """Return an unsaved entry that takes off all that another one put on."""
    names = [*DIMENSIONS, *OFFLINE, "stage", "occurred_on"]
    undoing = LedgerEntry(**{name: getattr(entry, name) for name in names}, reversal_of=entry, reason=reason[:200])
    for name in ("quantity", "amount", "tax_amount", "net_weight_g"):
        value = getattr(entry, name)
        setattr(undoing, name, None if value is None else -value)
    return undoing


def _bring(purchase_order, stage, wanted, at, proofs):
    """Write what brings the net packs of a stage to ``wanted(net packs now)``, both ``{line_id: packs}``."""
    first, existing = _entries_so_far(purchase_order, stage)
    sources = first or snapshots.of(purchase_order)
    net = {line_id: sum(entry.quantity for entry in entries) for line_id, entries in existing.items()}
    written = []
    for line_id, new in sorted(wanted(net).items()):
        old = net.get(line_id, 0)
        for step, undone in _steps(existing.get(line_id, []), old, new):
            entry = _entry_like(sources[line_id], stage=stage, old=old, new=step, at=at)
            _prove(entry, undone, **proofs)
            written.append(entry)
            old = step
    return book.write(written)


def _sums(net, quantities):
    return {line: net.get(line, 0) + packs for line, packs in quantities.items()}


def _entries_so_far(purchase_order, stage):
    """Return the first entry of each line, and each line's entries at a stage, oldest first, in one query."""
    first, by_line = {}, {}
    is_first = Q(stage=Stage.ORDERED, reversal_of=None)
    rows = LedgerEntry.objects.filter(Q(stage=stage) | is_first, purchase_order=purchase_order)
    for entry in rows.order_by("pk"):
        if entry.stage == Stage.ORDERED and not entry.reversal_of_id:
            first.setdefault(entry.line_id, entry)
        if entry.stage == stage:
            by_line.setdefault(entry.line_id, []).append(entry)
    return first, by_line


def _steps(entries, old, new):
    """Yield ``(net packs after the step, the entry undone or None)`` from ``old`` to ``new`` packs.

    :raises ValueError: if more would be undone than stands.
    """
    if new >= old:
        yield from [(new, None)] if new > old else []
        return
    for entry, left in reversed(standing(entries)):
        if old > new:
            old = max(old - left, new)
            yield old, entry
    if old != new:
        raise ValueError(f"Line {entries[0].line_id if entries else ''}: {new} packs is less than nothing.")


def _entry_like(source, *, stage, old, new, at):
    """Return an unsaved entry for the step from ``old`` to ``new`` net packs, with the source's dimensions.

    Tax is the difference of the tax contained before and after, so that a line's entries always sum to the tax of its
    net amount, to the fen.
    """
    occurred_on = timezone.localtime(at).date()
    price, rate = source.unit_price, source.tax_rate
    entry = LedgerEntry(
        stage=stage,
        occurred_on=occurred_on,
        quantity=new - old,
        amount=price * (new - old),
        tax_amount=tax_in(price * new, rate) - tax_in(price * old, rate),
        **{name: getattr(source, name) for name in DIMENSIONS},
    )
    if source.net_weight_g is not None:
        entry.net_weight_g = source.net_weight_g / source.quantity * (new - old)
    return entry


def _prove(entry, undone, *, reason, acceptance, transaction):
    """Tie an entry to its proofs, a negative one also to the entry that it undoes."""
    entry.reason, entry.acceptance, entry.transaction = reason, acceptance, transaction
    if undone:
        entry.reversal_of = undone
        entry.acceptance_id = entry.acceptance_id or undone.acceptance_id
        entry.transaction_id = entry.transaction_id or undone.transaction_id
