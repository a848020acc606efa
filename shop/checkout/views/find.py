"""Find an order again without an account."""

from axes.helpers import get_client_ip_address
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import limits, own_orders
from ..forms import FindForm

# The same for a wrong number as for a wrong mobile: nobody learns which orders exist.
NOT_FOUND = "没有找到这张订单。请核对订单号和下单时填的手机号。"
TOO_MANY = "尝试次数太多了，请 10 分钟后再试。"


@never_cache
@require_http_methods(["GET", "POST"])
def find(request):
    """Lead whoever knows number and mobile to the order's page."""
    if request.method == "GET":
        return _render(request, FindForm())
    form = FindForm(request.POST)
    valid = form.is_valid()
    number = form.cleaned_data.get("number", "")
    if limits.is_exceeded(get_client_ip_address(request), *([f"number:{number}"] if number else [])):
        return _render(request, form, refusal=TOO_MANY, status=429)
    if not valid:
        return _render(request, form, status=422)
    purchase_order = own_orders.find(**form.cleaned_data)
    if purchase_order is None:
        return _render(request, form, refusal=NOT_FOUND, status=422)
    query = {"key": purchase_order.access_token}
    return redirect(reverse("checkout:order", args=[purchase_order.number], query=query))


def _render(request, form, *, refusal="", status=200):
    return render(request, "checkout/find.html", {"form": form, "refusal": refusal}, status=status)
