"""A shopper asks for an invoice of an order, and downloads it once it is there."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.invoice_requests import InvoiceRequestForm
from procurement.invoices import requests
from procurement.models import Invoice, InvoiceFile
from procurement.proofs import files
from procurement.views.attempts import attempt

from .. import own_orders


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, number):
    purchase_order = own_orders.get(request, number)
    key, asked = own_orders.key_for(request, purchase_order), requests.of(purchase_order)
    sent = request.POST if request.method == "POST" else None
    form, status = InvoiceRequestForm(sent, initial=_initial(asked)), 200
    if request.method == "POST":
        who = {"by": request.user if request.user.is_authenticated else None, "at": timezone.now()}
        act = lambda: requests.ask(purchase_order=purchase_order, **who, **form.cleaned_data)  # noqa: E731
        status = attempt(request, form, act, "已提交开票申请，供应商开好后可以在这里下载。")
        if not status:
            return redirect(reverse("checkout:invoice", args=[number], query={"key": key} if key else None))
    context = {
        "purchase_order": purchase_order,
        "form": form,
        "asked": asked,
        "key": key,
        "can_ask": requests.is_open(purchase_order),
        "invoices": _standing(purchase_order).prefetch_related("files"),
    }
    return render(request, "checkout/invoice.html", context, status=status)


@never_cache
@require_safe
def file(request, number, token):
    """Answer with a file of the order's own invoice, always to save."""
    purchase_order = own_orders.get(request, number)
    found = get_object_or_404(InvoiceFile, invoice__in=_standing(purchase_order), token=token)
    disposition = content_disposition_header(as_attachment=True, filename=found.title)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": disposition}
    return HttpResponse(files.read(found.name), content_type=found.content_type, headers=headers)


def _standing(purchase_order):
    return Invoice.objects.standing().filter(parts__purchase_order=purchase_order)


def _initial(asked):
    if asked is None:
        return {"kind": "PERSONAL"}
    return {"kind": asked.kind, "name": asked.name, "credit_code": asked.credit_code}
