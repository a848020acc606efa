"""A shopper claims bad goods, or asks to send goods back, after the signature."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from procurement.delivery import claims
from procurement.views import unit_claims
from procurement.views.attempts import attempt

from .. import own_orders


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, number):
    purchase_order, now = own_orders.get(request, number), timezone.now()
    signed = unit_claims.claimable(purchase_order, now)
    if not signed:
        raise Http404
    position = request.GET.get("shipment", "")
    shipment = next((row for row in signed if str(row.position) == position), signed[0])
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form, status = unit_claims.open_form(shipment.receipt, now, *posted), 200
    if posted:
        by = request.user if request.user.is_authenticated else None
        act = lambda: claims.open_claim(acceptance=shipment.receipt, by=by, at=now, **form.facts())  # noqa: E731
        status = attempt(request, form, act, "已提交，供应商须在期限内答复。")
    key = own_orders.key_for(request, purchase_order)
    if not status:
        return redirect(reverse("checkout:order", args=[number], query={"key": key} if key else None))
    context = {"purchase_order": purchase_order, "shipment": shipment, "signed": signed, "form": form, "key": key}
    return render(request, "checkout/claim.html", context, status=status)
