"""The list of invoices, one of them, and its files."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from ...forms.invoices import PartyForm, ReturnForm
from ...invoices import requests
from ...models import Invoice, InvoiceFile, InvoicingParty, Unit
from ...proofs import files

PAGE_SIZE = 50
Status = Invoice.Status


@require_GET
def index(request, desk):
    """Invoices in one state or all; a supplier also starts a new one here."""
    return show_list(request, desk)


def show_list(request, desk, *, form=None, status=200):
    rows = desk.invoices()
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    state = request.GET.get("status", "")
    state = state if state in Status.values else ""
    shown = rows.filter(status=state) if state else rows
    shown = shown.prefetch_related("parts__purchase_order__order")
    context = {
        "desk": desk,
        "unit": desk.unit,
        "partner": desk.partner,
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "tabs": [(value, label, counts.get(value, 0)) for value, label in Status.choices],
        "total_count": sum(counts.values()),
        "state": state,
    }
    if desk.partner:
        context["buyers"] = Unit.objects.filter(purchase_orders__supplier=desk.partner).distinct().order_by("name")
        context["asked"] = requests.waiting(desk.partner)[:PAGE_SIZE]
    if desk.is_office:
        context["parties"] = InvoicingParty.objects.select_related("supplier")
        context["party_form"] = form or PartyForm()
    return render(request, "invoices/index.html", context, status=status)


@require_GET
def detail(request, desk, pk):
    return show(request, desk, desk.get(pk))


def show(request, desk, invoice, *, form=None, status=200):
    context = {
        "desk": desk,
        "unit": desk.unit,
        "partner": desk.partner,
        "invoice": invoice,
        "parts": invoice.parts.select_related("purchase_order__order"),
        "files": invoice.files.all(),
        "reds": invoice.reds.all(),
        "may_decide": desk.may_decide and invoice.is_issued,
        "may_withdraw": desk.partner is not None and invoice.is_issued,
        "return_form": form or ReturnForm(),
    }
    return render(request, "invoices/invoice.html", context, status=status)


@require_GET
@cache_control(private=True, max_age=3600)
def file(request, desk, pk, token):
    """Answer with a file of an invoice: a picture to look at, anything else to save."""
    found = get_object_or_404(InvoiceFile, invoice=desk.get(pk), token=token)
    is_picture = found.content_type == files.JPEG
    disposition = content_disposition_header(as_attachment=not is_picture, filename=found.title)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": disposition}
    return HttpResponse(files.read(found.name), content_type=found.content_type, headers=headers)
