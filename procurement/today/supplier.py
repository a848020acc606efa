"""What waits for a supplier's people today."""

from django.db.models import Min, OuterRef, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from shop.produce.models import ListingRequest
from shop.produce.stock import running_out

from ..models import Acceptance, Claim, PurchaseOrder
from .tasks import Task, end_of, oldest, ranked, within

Status = PurchaseOrder.Status
SHIP_DAYS, REST_DAYS, INVOICE_DAYS, REFUND_DAYS, LISTING_DAYS = 2, 3, 7, 3, 7
SOURCES = []


def register(source):
    """Add a source of a layer above: called with supplier and moment, it yields tasks."""
    if source not in SOURCES:
        SOURCES.append(source)


def of(partner, at):
    """Return the tasks of a supplier, the most urgent first; a constant number of queries."""
    own = [*_claims(partner, at), *_orders(partner, at), *_products(partner, at), *_licences(partner, at)]
    return ranked([*own, *(task for source in SOURCES for task in source(partner, at))])


def _claims(partner, at):
    found = oldest(Claim.objects.of_supplier(partner).to_answer(), "opened_at", due_at=Min("answer_by"))
    url = reverse("supplier:claims", args=[partner.code]) + "?state=open"
    yield Task("待答复的售后", "去答复", url, at=at, measure="笔", **found)


def _orders(partner, at):
    rows, page = PurchaseOrder.objects.of_supplier(partner), reverse("supplier:orders", args=[partner.code])
    accepted_at = Acceptance.objects.filter(purchase_order=OuterRef("pk")).order_by("-at").values("at")[:1]
    for title, step, query, found, days in (
        ("待发货", "去发货", "state=placed", oldest(rows.filter(status=Status.PLACED), "placed_at"), SHIP_DAYS),
        (
            "还有货要发",
            "去发货",
            "state=partly_shipped",
            oldest(rows.filter(status=Status.PARTLY_SHIPPED), "shipped_at"),
            REST_DAYS,
        ),
        ("待退款", "去退款", "payment=refund", oldest(rows.to_refund(), "placed_at"), REFUND_DAYS),
        (
            "待开发票",
            "去开票",
            "invoice=missing",
            oldest(rows.to_invoice().annotate(accepted_at=Subquery(accepted_at)), "accepted_at"),
            INVOICE_DAYS,
        ),
    ):
        yield Task(title, step, f"{page}?{query}", at=at, due_at=within(found["since"], days), **found)


def _products(partner, at):
    returned = ListingRequest.objects.of(partner).unsolved(at)
    found = oldest(returned, "decided_at")
    url = reverse("catalogue_import:listings", args=[partner.code]) + "?state=UNSOLVED"
    due_at = within(found["since"], LISTING_DAYS)
    yield Task("被退回的上架和涨价", "去修改", url, at=at, due_at=due_at, measure="项", **found)
    records = running_out(partner.stockrecords.filter(product__is_public=True))
    url = reverse("supplier:products", args=[partner.code]) + "?shelf=low"
    yield Task("快卖完的商品", "去补货", url, records.count(), at, measure="种")


def _licences(partner, at):
    """Yield the licences that end within a month, unless a new one waits for the office already."""
    waiting = partner.licences.waiting().values("kind")
    found = oldest(partner.licences.expiring(localdate(at)).exclude(kind__in=waiting), "expires_on")
    url = reverse("supplier:profile", args=[partner.code]) + "#licences"
    yield Task("快到期的证照", "去更新", url, found["count"], at, due_at=end_of(found["since"]))
