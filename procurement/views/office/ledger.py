"""The entries behind a figure, and one entry with its proofs."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ...figures import entry_pages
from ...figures.statistics import source
from ...figures.statistics.selection import belongs
from ...models import CHANNEL_LABELS, Invoice, InvoicePart, LedgerEntry, PurchaseOrder
from ..purchase_order_lists import with_details
from .filters import choices, figures_view
from .scopes import at_desk

PAGE_SIZE = 50


@figures_view
def index(request, scope, selection):
    """Entries, newest first; their sum is the figure that was clicked."""
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    is_last = request.GET.get("last") == "1"
    totals = {measure.key: (measure, value) for measure, value in source.totals(selection)}
    context = {
        "page": entry_pages.read(with_orders(selection.entries()), size=PAGE_SIZE, is_last=is_last, **asked),
        "total": totals.pop("amount")[1],
        "count": totals.pop("entries")[1],
        "totals": totals.values(),
        **choices(scope, selection),
    }
    return render(request, "office/ledger.html", context)


@require_GET
@at_desk
def detail(request, scope, pk):
    proofs = ["purchase_order__order", "acceptance__by", "transaction__source__source_type", "reversal_of"]
    proofs += ["offline_line__purchase", "offline_proof"]
    rows = LedgerEntry.objects.select_related(*proofs)
    entry = get_object_or_404(rows if settings.DEMO else rows.filter(is_demo=False), pk=pk)
    _require(scope, entry)
    context = {
        "scope": scope,
        "entry": entry,
        "is_intact": entry.is_intact,
        "channel": CHANNEL_LABELS.get(entry.channel, entry.channel),
        "accepted": _accepted(entry),
        "invoices": _invoices(entry),
        "reversals": entry.reversals.order_by("pk"),
        "siblings": with_orders(entry.of_same_goods().exclude(pk=entry.pk)).order_by("pk"),
    }
    return render(request, "office/entry.html", context)


@require_GET
@at_desk
def order(request, scope, pk):
    """The order of an entry of a unit below, to look at only."""
    entry = get_object_or_404(LedgerEntry.objects.exclude(purchase_order=None), pk=pk)
    _require(scope, entry)
    found = with_details(PurchaseOrder.objects.filter(pk=entry.purchase_order_id)).get()
    return render(request, "office/entry_order.html", {"scope": scope, "entry": entry, "purchase_order": found})


def _require(scope, entry):
    """Answer 404 for an entry that this desk has nothing to do with."""
    if (entry.is_demo and not settings.DEMO) or not belongs(entry, **scope.facts):
        raise Http404


def with_orders(entries):
    """Load the order or offline purchase that each entry links to."""
    return entries.select_related("purchase_order__order", "offline_line__purchase")


def _invoices(entry):
    """Return what standing invoices say of the order of an entry."""
    rows = InvoicePart.objects.filter(purchase_order=entry.purchase_order_id, invoice__in=Invoice.objects.standing())
    return rows.select_related("invoice") if entry.purchase_order_id else ()


def _accepted(entry):
    return entry.acceptance and entry.acceptance.lines.filter(line=entry.line_id).first()
