"""The lines of an account that wait, each with what may be done, worked out anew whenever somebody looks."""

import hashlib

from django.db import transaction
from django.utils.timezone import localdate

from procurement.models import PurchaseOrder, Unit
from procurement.moves import Refused
from shop.produce.money import ZERO

from .. import payees, references
from ..models import PayerAlias, Remittance, StatementLine
from . import decisions, matching


def proposals(*, account, orders):
    """Return ``[(line, Proposal)]`` of the lines that wait, the oldest first.

    :param orders: queryset of the orders that this desk may write money down for.
    """
    lines = list(StatementLine.objects.filter(account=account).waiting().prefetch_related("parts"))
    found = matching.propose(lines, _book(account, lines, orders))
    return [(line, found[line.pk]) for line in lines]


def digest(choice):
    """Return what a choice looked at is known by."""
    text = ",".join(f"{pk}:{amount:.2f}" for pk, amount in sorted(choice.parts.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def confirm(*, account, orders, chosen, by, at):
    """Book the sure lines that a person looked at; what looks different by now is left alone.

    :param chosen: ``{line pk: digest of the choice looked at}``.
    :return: ``(lines booked, sentences about the others)``.
    """
    booked, refused = [], []
    for line, proposal in proposals(account=account, orders=orders):
        if line.pk not in chosen:
            continue
        if not proposal.sure or digest(proposal.sure) != chosen[line.pk]:
            refused.append(f"{line.booked_on} {line.amount} 元：订单刚刚有变化，请重新核对。")
            continue
        rows = {row.pk: row for row in orders.filter(pk__in=proposal.sure.parts)}
        amounts = {rows[pk]: amount for pk, amount in proposal.sure.parts.items()}
        try:
            with transaction.atomic():
                how = "汇款码" if proposal.sure.words.startswith("附言") else "付款人和金额"
                booked.append(decisions.book(line=line, amounts=amounts, how=how, by=by, at=at))
        except Refused as refusal:
            refused.append(f"{line.booked_on} {line.amount} 元：{refusal}")
    return booked, refused


def _book(account, lines, orders):
    suppliers = payees.with_account(account)
    named, remittances = _named(lines)
    unpaid = PurchaseOrder.objects.filter(supplier__in=suppliers).to_pay()
    also = PurchaseOrder.objects.filter(supplier__in=suppliers, pk__in=named).with_money()
    mine = set(orders.filter(supplier__in=suppliers).values_list("pk", flat=True))
    found = {}
    for row in [*unpaid.select_related("order"), *also.select_related("order")]:
        facts = {"number": row.number, "unit": row.unit_id, "placed_on": localdate(row.placed_at)}
        owed = ZERO if row.is_cancelled else max(row.due - row.received, ZERO)
        found[row.pk] = matching.Candidate(pk=row.pk, owed=owed, is_mine=row.pk in mine, **facts)
    return matching.Book(found, _payers(account, {row.unit for row in found.values()}), remittances)


def _named(lines):
    """Return the orders that notes name, and ``{remittance pk: order pks}`` of the remittances they name."""
    whole = [one for line in lines for one in references.find(line.note).whole]
    orders = {pk for kind, pk in whole if kind == references.ORDER}
    named = Remittance.objects.filter(pk__in={pk for kind, pk in whole if kind == references.REMITTANCE})
    remittances = {}
    for pk, order in named.order_by("orders").values_list("pk", "orders"):
        remittances.setdefault(pk, []).append(order)
    return orders.union(*remittances.values()), remittances


def _payers(account, units):
    """Return ``{normalised name: unit pks}``: names, titles of unit and union, and what somebody said once."""
    payers = {}
    for unit in Unit.objects.filter(pk__in=units - {None}).prefetch_related("invoice_titles"):
        for name in (unit.name, unit.short_name, *(title.name for title in unit.invoice_titles.all())):
            payers.setdefault(matching.name_key(name), set()).add(unit.pk)
    for name, unit in PayerAlias.objects.filter(account=account).values_list("name", "unit"):
        payers.setdefault(name, set()).add(unit)
    return payers
