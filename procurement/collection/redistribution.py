"""Share out what arrived among the participants, when less arrived than was ordered.

Packs that are short fall on the unit's own top-up first; the participants share the rest by one of the rules of
``allotment``, so that together they get exactly the packs accepted.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Sum

from .. import messages, moves
from ..models import LedgerEntry, Pledge, PledgeShare, PurchaseOrder, Redistribution, SharedItem, Stage
from ..moves import Refused, Repeated
from . import allotment, demands


@dataclass(frozen=True)
class Arrival:
    """One item of which no more is to come: packs ordered, accepted, and the queue of those who wait."""

    item: object
    accepted: int
    queue: list

    @property
    def ordered(self):
        return self.item.quantity

    @property
    def is_short(self):
        return self.accepted < self.ordered

    @property
    def missing(self):
        return self.ordered - self.accepted

    @property
    def wanted(self):
        """``[packs]`` that each in the queue was to get."""
        return [allotted(pledge) for pledge in self.queue]

    @property
    def for_people(self):
        """Packs that the participants share; what is beyond their wishes is the unit's."""
        return min(self.accepted, sum(self.wanted))

    @property
    def for_unit(self):
        return self.accepted - self.for_people

    def shares(self, rule):
        """Return ``[(pledge, packs wanted, packs received)]`` by a rule."""
        gets = allotment.share(rule, self.wanted, self.for_people)
        return list(zip(self.queue, self.wanted, gets, strict=True))


@transaction.atomic
def share_out(*, group_order, rule, by, at):
    """Share out all that arrived by a rule; the newest sharing holds.

    :raises Refused: if nothing that arrived was short, or the rule is unknown.
    :raises Repeated: if the same rule was applied to the same packs before.
    """
    locked = moves.lock(group_order)
    if rule not in dict(Redistribution.RULES):
        raise Refused("请选择一种分配办法。")
    rows, last = arrivals(locked), latest(locked)
    if last is None and not any(row.is_short for row in rows):
        raise Refused("到货与采购数量一致，或还没有全部验收，不用分配。")
    if last and last.rule == rule and not is_stale(last, rows):
        raise Repeated(f"已经{last.get_rule_display()}分配过，没有重复办理。")
    made = locked.redistributions.create(rule=rule, by=by, at=at)
    for row in rows:
        _write(made, row)
    moves.remark(
        group_order=locked, by=by, at=at, reason=f"到货不足，{made.get_rule_display()}分配给参加人", is_told=True
    )
    messages.participants.shared_out(locked, words(locked), by=by, at=at)
    return made


def arrivals(group_order):
    """Return an ``Arrival`` for each item of which no more is to come, in a constant number of queries."""
    items = group_order.items.filter(is_dropped=False, quantity__gt=0).select_related("product__dossier").order_by("pk")
    products, accepted = _received_products(group_order), _accepted(group_order)
    queues = _queues(group_order)
    return [
        Arrival(item, accepted[item.product_id], queues.get(item.pk, []))
        for item in items
        if item.product_id in products
    ]


def latest(group_order):
    """Return the sharing that holds, or None."""
    return group_order.redistributions.prefetch_related("items").order_by("-pk").first()


def is_stale(redistribution, rows):
    """Tell whether more or fewer packs are there by now than were shared out."""
    return {row.item_id: row.accepted for row in redistribution.items.all()} != {
        row.item.pk: row.accepted for row in rows
    }


def is_missing(group_order):
    """Tell whether goods that arrived short still wait to be shared out."""
    rows = arrivals(group_order)
    last = latest(group_order)
    return is_stale(last, rows) if last else any(row.is_short for row in rows)


def words(group_order):
    """Return one sentence for each item that arrived short and was shared out, for everybody to read."""
    last = group_order.redistributions.order_by("-pk").first()
    if last is None:
        return []
    rows = last.items.select_related("item__product__dossier").order_by("item")
    return [_sentence(row, last) for row in rows if row.accepted < row.item.quantity]


def shared_items(redistribution):
    """Return the items of a sharing that arrived short, with who got what, for a page."""
    rows = redistribution.items.filter(accepted__lt=F("item__quantity")).select_related("item__product__dossier")
    return rows.prefetch_related("shares__pledge__participant").order_by("item")


def unit_packs(group_order):
    """Return ``{item_pk: packs}`` of its own top-up that the unit got by the sharing that holds; empty without one."""
    last = latest(group_order)
    return {row.item_id: row.unit_packs for row in last.items.all()} if last else {}


def allotted(pledge):
    """Return the packs a pledge was to get; ``steps`` should be loaded."""
    if pledge.allotted is not None:
        return pledge.allotted
    return demands.of_pledge(pledge).at(pledge.item.unit_price)


def _sentence(row, last):
    unit = row.item.product.dossier.unit
    counts = f"采购 {row.item.quantity} {unit}，实收 {row.accepted} {unit}"
    return f"{row.item.product.title}：{counts}，{last.get_rule_display()}分配。"


def _write(made, row):
    shared = SharedItem.objects.create(
        redistribution=made, item=row.item, accepted=row.accepted, unit_packs=row.for_unit
    )
    shares, pledges = [], []
    for pledge, wanted, received in row.shares(made.rule):
        shares.append(PledgeShare(shared_item=shared, pledge=pledge, wanted=wanted, received=received))
        pledge.received = received
        pledges.append(pledge)
    PledgeShare.objects.bulk_create(shares)
    Pledge.objects.bulk_update(pledges, ["received"], batch_size=500)


def _received_products(group_order):
    """Return the products of orders signed for whole, or cancelled."""
    over = (PurchaseOrder.Status.ACCEPTED, PurchaseOrder.Status.CANCELLED)
    lines = group_order.purchase_orders.filter(status__in=over)
    return set(lines.values_list("order__lines__product", flat=True))


def _accepted(group_order):
    entries = LedgerEntry.objects.filter(purchase_order__group_order=group_order, stage=Stage.ACCEPTED).order_by()
    return Counter(
        dict(entries.values_list("product").annotate(Sum("quantity")).values_list("product", "quantity__sum"))
    )


def _queues(group_order):
    """Return ``{item_pk: [pledge]}`` in the order in which they were asked for."""
    rows = Pledge.objects.filter(item__group_order=group_order, **demands.STANDING).select_related(
        "item", "participant"
    )
    queues = {}
    for pledge in rows.prefetch_related("steps").order_by("pledged_at", "participant"):
        queues.setdefault(pledge.item_id, []).append(pledge)
    return queues
