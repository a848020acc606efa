"""The county office's look at what came in and went back online."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shop.user.desks import office_desk

from .. import gateways
from ..models import GatewayEvent, OnlinePayment, OnlineRefund

PAGE_SIZE = 25
STATES = {status.value.lower(): status for status in OnlinePayment.Status}


@require_GET
@office_desk
def index(request):
    state = request.GET.get("state", "")
    rows = OnlinePayment.objects.prefetch_related("parts__purchase_order__order", "refunds")
    rows = rows.filter(status=STATES[state]) if state in STATES else rows
    failed = OnlineRefund.objects.filter(status=OnlineRefund.Status.FAILED)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "states": [(key, status.label) for key, status in STATES.items()],
        "state": state,
        "failed": failed.select_related("purchase_order__order", "payment")[:PAGE_SIZE],
        "unheard": GatewayEvent.objects.filter(handled_at=None).count(),
        "is_online": any(gateway.IS_ONLINE for gateway in gateways.available()),
    }
    return render(request, "payments/office.html", context)
