"""What an order costs by now, what was received for it, and the PAID and COMPLETED entries that follow."""

from oscar.core.loading import get_model

from shop.produce.money import ZERO

from .. import moves
from ..figures import ledger
from ..models import ShipmentLine, Stage

Transaction = get_model("payment", "Transaction")


def amount_due(purchase_order):
    """Return what the order costs in CNY: as ordered, less what was cancelled, refused or taken back, and freight."""
    return with_freight(purchase_order, purchase_order.ledger_entries.at_stage(Stage.ORDERED).total())


def with_freight(purchase_order, goods_amount):
    """Add freight to an amount of goods; once no goods are left to pay for, their freight is not due either.

    Freight lies in Oscar's order and never in the ledger: figures count goods only.
    """
    return goods_amount + purchase_order.order.shipping_incl_tax if goods_amount > 0 else goods_amount


def amount_received(purchase_order):
    """Return the money received less refunds, in CNY."""
    sources = purchase_order.order.sources.all()
    return sum((source.amount_debited - source.amount_refunded for source in sources), ZERO)


def amount_replacing(purchase_order):
    """Return what the replacements on their way cost in CNY: due again once somebody signs for them."""
    rows = ShipmentLine.objects.filter(shipment__purchase_order=purchase_order, shipment__acceptance=None)
    rows = rows.exclude(shipment__claim=None).select_related("line")
    coming = sum((row.quantity * row.line.unit_price_incl_tax for row in rows), ZERO)
    # Freight falls away with the last goods and is due again with the first of them.
    return coming if amount_due(purchase_order) else with_freight(purchase_order, coming)


def record_progress(*, purchase_order, by, at, proof=None, reason=""):
    """Write the PAID and COMPLETED entries that the money and goods received by now stand for.

    PAID once the money covers what is due; after a shortage of a paid order PAID keeps its amount until the refund,
    and after replaced packs made more due, until the rest is paid. COMPLETED for packs both paid and accepted. Calling
    it again changes nothing.

    :param proof: the payment or refund (Oscar ``Transaction``) that leads here; the order's last one by default.
    """
    proof = proof or _last_payment(purchase_order)
    paid = _record_paid(purchase_order, at=at, proof=proof, reason=reason)
    _record_completed(purchase_order, paid, at=at, proof=proof, reason=reason)
    _mark_paid(purchase_order, paid, at=at)
    follow(purchase_order, by=by, at=at)


def follow(purchase_order, *, by, at):
    """Let the group order behind a purchase order follow it."""
    if purchase_order.group_order:
        moves.follow(group_order=purchase_order.group_order, by=by, at=at)


def _mark_paid(purchase_order, paid, *, at):
    owes = amount_received(purchase_order) < amount_due(purchase_order)
    is_covered = not owes and (any(paid.values()) or _owes_nothing(purchase_order))
    if (purchase_order.is_paid and owes) or (not purchase_order.is_paid and is_covered):
        purchase_order.paid_at = None if owes else at
        purchase_order.save(update_fields=["paid_at"])


def _record_paid(purchase_order, *, at, proof, reason):
    """Bring PAID to what the money covers; return ``{line_id: packs paid}``."""
    due, received = amount_due(purchase_order), amount_received(purchase_order)
    entries = purchase_order.ledger_entries.at_stage(Stage.PAID)
    paid = with_freight(purchase_order, entries.total())
    if received < paid and received < due and proof:
        # Money went back that was due: it is not paid in full any more.
        nothing = dict.fromkeys(entries.net_quantities(), 0)
        facts = {"reason": reason, "transaction": proof}
        ledger.record(purchase_order=purchase_order, stage=Stage.PAID, quantities=nothing, at=at, **facts)
        return nothing
    if received < due or (received > due and due <= paid <= received) or not proof:
        return entries.net_quantities()
    ordered = purchase_order.ledger_entries.at_stage(Stage.ORDERED).net_quantities()
    facts = {"reason": reason, "transaction": proof}
    ledger.record(purchase_order=purchase_order, stage=Stage.PAID, quantities=ordered, at=at, **facts)
    return ordered


def _record_completed(purchase_order, paid, *, at, proof, reason):
    """Bring COMPLETED to the packs both paid and accepted, on the day of the later of the two.

    Each pack carries the acceptance that it was accepted with: the first packs accepted are the first completed, the
    last to come are the first to go.
    """
    accepted = _accepted(purchase_order) if paid else {}
    completed = purchase_order.ledger_entries.at_stage(Stage.COMPLETED).net_quantities()
    fewer, more = {}, {}
    for line, rows in accepted.items():
        old, new = completed.get(line, 0), min(paid.get(line, 0), sum(packs for _, packs in rows))
        if new < old:
            fewer[line] = new
        for acceptance, packs in _between(rows, old, new):
            quantities = more.setdefault(acceptance, {})
            quantities[line] = quantities.get(line, 0) + packs
    facts = {"purchase_order": purchase_order, "stage": Stage.COMPLETED, "reason": reason, "transaction": proof}
    if fewer:
        ledger.record(quantities=fewer, at=max(at, proof.date_created), **facts)
    for acceptance, quantities in more.items():
        when = max(at, acceptance.at, proof.date_created)
        ledger.add(quantities=quantities, at=when, acceptance=acceptance, **facts)


def _accepted(purchase_order):
    """Return ``{line_id: [(acceptance, packs still accepted)]}``, oldest first."""
    by_line = {}
    entries = purchase_order.ledger_entries.at_stage(Stage.ACCEPTED).select_related("acceptance").order_by("pk")
    for entry in entries:
        by_line.setdefault(entry.line_id, []).append(entry)
    return {
        line: [(entry.acceptance, packs) for entry, packs in ledger.standing(rows)] for line, rows in by_line.items()
    }


def _between(rows, start, end):
    """Yield ``(acceptance, packs)`` of the packs from number ``start`` to ``end`` of a row of packs."""
    before = 0
    for acceptance, packs in rows:
        taken = min(before + packs, end) - max(before, start)
        if taken > 0:
            yield acceptance, taken
        before += packs


def _owes_nothing(purchase_order):
    """Everything was refused or taken back before it was paid for."""
    return purchase_order.is_accepted and amount_due(purchase_order) == amount_received(purchase_order) == 0


def _last_payment(purchase_order):
    return Transaction.objects.filter(source__order=purchase_order.order).order_by("-pk").first()
