"""The county office decides what waits, and the suppliers are told."""

from collections import defaultdict

from django.db import transaction
from django.urls import reverse
from oscar.core.loading import get_model

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell
from shop.produce import listings

StockRecord = get_model("partner", "StockRecord")


@transaction.atomic
def approve(*, requests, by, at):
    """Approve what still waits of some requests; return how many."""
    done = listings.approve(requests=requests, by=by, at=at)
    _tell(Kind.LISTED, done, by=by, at=at)
    return len(done)


@transaction.atomic
def send_back(*, requests, reason, by, at):
    """Return what still waits of some requests to the suppliers; return how many."""
    done = listings.send_back(requests=requests, reason=reason, by=by, at=at)
    _tell(Kind.LISTING_RETURNED, done, by=by, at=at, reason=reason)
    return len(done)


def _tell(kind, requests, *, by, at, **words):
    """Tell each supplier's people once about all of its products."""
    records = StockRecord.objects.filter(product__in=[row.product_id for row in requests])
    products = defaultdict(list)
    for record in records.select_related("partner", "product").order_by("pk"):
        products[record.partner].append(record.product.title)
    for supplier, titles in products.items():
        link = reverse("catalogue_import:listings", args=[supplier.code])
        tell(kind=kind, people=supplier.users.all(), link=link, by=by, at=at, titles=titles, **words)
