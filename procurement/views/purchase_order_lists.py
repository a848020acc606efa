"""Filter and page lists of purchase orders, for the desks that show them."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.utils import timezone
from oscar.core.loading import get_model

from ..models import (
    Acceptance,
    AcceptanceLine,
    ClaimLine,
    InvoicePart,
    PurchaseOrder,
    PurchaseOrderMove,
    Shipment,
    ShipmentLine,
)

PAGE_SIZE = 25
MAX_WORDS = 60
STATES = {
    status.value.lower(): (status.label, lambda rows, at, status=status: rows.filter(status=status))
    for status in PurchaseOrder.Status
} | {
    "to_sign": ("等验收", lambda rows, at: rows.to_sign()),
    "coming": ("等到货", lambda rows, at: rows.coming()),
    "claims": ("售后没有谈妥", lambda rows, at: rows.to_settle(at)),
}
PAYMENTS = {
    "unpaid": ("待付款", lambda rows: rows.to_pay()),
    "paid": ("已付清", lambda rows: rows.filter(paid_at__isnull=False)),
    "refund": ("待退款", lambda rows: rows.to_refund()),
}
INVOICES = {"missing": ("没有开足", lambda rows: rows.to_invoice())}


def page(request, purchase_orders):
    """Return what a list template needs: the page of rows, the filters chosen and those to choose from."""
    state, payment, invoice = (request.GET.get(name, "") for name in ("state", "payment", "invoice"))
    words = request.GET.get("words", "").replace("\0", "").strip()[:MAX_WORDS]
    rows = purchase_orders.select_related("order", "supplier", "unit", "group_order").with_money()
    rows = STATES[state][1](rows, timezone.now()) if state in STATES else rows
    rows = PAYMENTS[payment][1](rows) if payment in PAYMENTS else rows
    rows = INVOICES[invoice][1](rows) if invoice in INVOICES else rows
    rows = rows.filter(_named(words)) if words else rows
    return {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "states": [(key, label) for key, (label, _) in STATES.items()],
        "payments": [(key, label) for key, (label, _) in PAYMENTS.items()],
        "invoices": [(key, label) for key, (label, _) in INVOICES.items()],
        "state": state,
        "payment": payment,
        "invoice": invoice,
        "words": words,
        "is_filtered": bool(state or payment or invoice or words),
    }


def with_details(purchase_orders):
    """Load all that one purchase order's page shows."""
    return (
        purchase_orders.select_related("order__shipping_address", "supplier__profile", "unit", "group_order")
        .prefetch_related(
            _lines(),
            Prefetch("order__lines__shipment_lines", ShipmentLine.objects.select_related("shipment")),
            "order__lines__acceptance_lines",
            Prefetch("shipments", Shipment.objects.select_related("acceptance__by")),
            _goods("shipments__lines", ShipmentLine),
            _goods("shipments__acceptance__lines", AcceptanceLine),
            "shipments__acceptance__photos",
            Prefetch("acceptances", Acceptance.objects.select_related("by")),
            Prefetch("claims__lines", ClaimLine.objects.select_related("line")),
            Prefetch("invoice_parts", InvoicePart.objects.select_related("invoice")),
            Prefetch("moves", PurchaseOrderMove.objects.select_related("by")),
        )
        .with_money()
    )


def _lines():
    return Prefetch("order__lines", get_model("order", "Line").objects.select_related("product__dossier"))


def _goods(path, model):
    return Prefetch(path, model.objects.select_related("line__product__dossier"))


def _named(words):
    names = ("order__number", "unit__name", "supplier__name", "group_order__title")
    found = Q(pk__in=Shipment.objects.filter(waybill__icontains=words).values("purchase_order"))
    for name in names:
        found |= Q(**{f"{name}__icontains": words})
    return found
