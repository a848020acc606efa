"""First publications and steep price rises wait for the county office; everything else is live at once.

A rise is measured against the price of a month ago, or one the office approved since, so that many small steps count
as the one large step they make, and going back after a slip counts as none.
"""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from oscar.core.loading import get_model

from . import editions, prices, publication
from .models import ListingRequest, PriceChange, PriceTier
from .signals import products_changed

Product = get_model("catalogue", "Product")
StockRecord = get_model("partner", "StockRecord")
Kind, State = ListingRequest.Kind, ListingRequest.State
WINDOW = timedelta(days=30)
# On sale, or only off it because the supplier is paused.
CONSENTED = Q(is_public=True) | Q(held__isnull=False)


class Paused(Exception):
    """The supplier may not sell now; the text says so."""


def is_on():
    """Tell whether anything waits for the county office at all."""
    return settings.LISTING_REVIEW


def listed(product_ids):
    """Return which products were on sale before, or are now, a paused supplier's included."""
    approved = ListingRequest.objects.filter(product__in=product_ids, kind=Kind.FIRST, state=State.APPROVED)
    public = Product.objects.filter(CONSENTED, pk__in=product_ids)
    return {*approved.values_list("product", flat=True), *public.values_list("pk", flat=True)}


def is_steep(baseline, live, wanted):
    """Tell whether going from one ``(price, tiers)`` to another raises any price beyond the set percentage.

    :param baseline: the unit price that a rise is measured against.
    :param live: tiers are ``[(minimum quantity, Decimal), …]``.
    """
    most = 1 + Decimal(settings.LISTING_PRICE_RISE) / 100
    if wanted[0] > live[0] and wanted[0] > baseline * most:
        return True
    quantities = {least for _, tiers in (live, wanted) for least, _ in tiers}
    return any(prices.price_at(*wanted, each) > prices.price_at(*live, each) * most for each in quantities)


def baselines(product_ids, *, at):
    """Return ``{product: price}`` that rises are measured against; a product without any history is left out."""
    found, since = {}, at - WINDOW
    changes = PriceChange.objects.filter(product__in=product_ids).order_by("at", "pk")
    for product, old, new, changed_at in changes.values_list("product", "old", "new", "at"):
        if changed_at <= since:
            found[product] = new
        else:
            found.setdefault(product, new if old is None else old)
    approved = ListingRequest.objects.filter(product__in=product_ids, state=State.APPROVED, decided_at__gt=since)
    approved = approved.exclude(new_price=None).order_by("decided_at", "pk")
    return found | dict(approved.values_list("product", "new_price"))


@transaction.atomic
def ask(*, requests, by, at, import_number=None):
    """Ask the county office; what waits already for the same product and kind is replaced.

    :param requests: unsaved ``ListingRequest`` rows.
    """
    for kind in Kind:
        withdraw(product_ids=[row.product_id for row in requests if row.kind == kind], kind=kind, by=by, at=at)
    for row in requests:
        row.asked_by, row.asked_at, row.import_number = by, at, import_number
    return ListingRequest.objects.bulk_create(requests)


def withdraw(*, product_ids, kind, by, at):
    """Take back what waits, because the supplier wants something else now."""
    if product_ids:
        waiting = ListingRequest.objects.waiting().filter(product__in=product_ids, kind=kind)
        waiting.update(state=State.WITHDRAWN, decided_by=by, decided_at=at)


@transaction.atomic
def publish(*, product, by, at):
    """Put a product on sale, or ask for it when it never was; return whether it is on sale.

    :raises Paused: if its supplier may not sell.
    """
    if publication.is_paused(publication.lock_suppliers([product.pk])):
        raise Paused("本供应商暂停供货，恢复后才能上架。")
    if is_on() and not listed([product.pk]):
        record = product.stockrecords.first()
        ask(requests=[ListingRequest(product=product, kind=Kind.FIRST, new_price=record.price)], by=by, at=at)
        return False
    if publication.show(product_ids=[product.pk], at=at):
        editions.turn()
        products_changed.send(sender=Product, product_ids=[product.pk])
    return True


@transaction.atomic
def take_off(*, product_ids, by, at):
    """Take products off sale, remembering that they were; return which of them were on sale."""
    withdraw(product_ids=product_ids, kind=Kind.FIRST, by=by, at=at)
    note_listed(product_ids=product_ids, by=by, at=at)
    pks = publication.hide(product_ids=product_ids, at=at)
    if pks:
        editions.turn()
        products_changed.send(sender=Product, product_ids=pks)
    return pks


def note_listed(*, product_ids, by, at):
    """Write down that products on sale were consented to, for those where nobody did."""
    known = ListingRequest.objects.filter(product__in=product_ids, kind=Kind.FIRST, state=State.APPROVED)
    consented = Product.objects.filter(CONSENTED, pk__in=product_ids)
    records = StockRecord.objects.filter(product__in=consented).exclude(product__in=known.values("product"))
    facts = {"kind": Kind.FIRST, "state": State.APPROVED, "asked_by": by, "asked_at": at, "decided_at": at}
    rows = [
        ListingRequest(product_id=product, new_price=price, **facts)
        for product, price in records.values_list("product", "price")
    ]
    ListingRequest.objects.bulk_create(rows)


@transaction.atomic
def approve(*, requests, by, at):
    """Put on sale, or raise the price of, all of these that still wait; return them.

    The goods of a paused supplier are consented to, and go on sale when it may sell again.

    :param requests: a queryset.
    """
    publication.lock_suppliers(requests.order_by().values("product"))
    waiting = _lock(requests)
    records = _records(waiting)
    for row in waiting:
        record = records.get(row.product_id)
        if not row.is_rise and record:
            row.new_price = record.price
        row.state, row.decided_by, row.decided_at = State.APPROVED, by, at
    _raise([row for row in waiting if row.is_rise], records, by=by, at=at)
    first = [row.product_id for row in waiting if not row.is_rise]
    publication.show(product_ids=first, at=at)
    ListingRequest.objects.bulk_update(waiting, ["state", "decided_by", "decided_at", "new_price"], batch_size=200)
    if waiting:
        editions.turn()
        products_changed.send(sender=Product, product_ids=sorted({row.product_id for row in waiting}))
    return waiting


@transaction.atomic
def send_back(*, requests, reason, by, at):
    """Return all of these that still wait to their suppliers, with the reason; return them."""
    waiting = _lock(requests)
    rows = ListingRequest.objects.filter(pk__in=[row.pk for row in waiting])
    rows.update(state=State.RETURNED, reason=reason, decided_by=by, decided_at=at)
    return waiting


def _lock(requests):
    return list(requests.waiting().select_for_update(of=("self",)).order_by("pk"))


def _records(requests):
    """Lock the stock rows of the products, in primary-key order."""
    rows = StockRecord.objects.filter(product__in=[row.product_id for row in requests])
    return {row.product_id: row for row in rows.select_for_update(of=("self",)).order_by("pk")}


def _raise(rises, records, *, by, at):
    tiers, changes = defaultdict(list), []
    for row in rises:
        record = records[row.product_id]
        if record.price != row.new_price:
            changes.append(_change(row, record.price, by, at))
        record.price, record.date_updated = row.new_price, at
        tiers[row.product_id] = [PriceTier(product_id=row.product_id, min_quantity=q, price=p) for q, p in row.tiers]
    StockRecord.objects.bulk_update([records[pk] for pk in tiers], ["price", "date_updated"], batch_size=200)
    PriceTier.objects.filter(product__in=tiers).delete()
    PriceTier.objects.bulk_create([tier for each in tiers.values() for tier in each])
    PriceChange.objects.bulk_create(changes)
    Product.objects.filter(pk__in=tiers).update(date_updated=at)


def _change(row, old, by, at):
    facts = {"product_id": row.product_id, "old": old, "new": row.new_price}
    return PriceChange(**facts, at=at, by=by, import_number=row.import_number)
