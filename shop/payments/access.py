"""Who may see a purchase order's payment: its buyer, its unit, its supplier, the office, or the holder of its key."""

import hmac

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from procurement.models import PurchaseOrder


def holds_key(request, purchase_order):
    """Tell whether the address carries the order's secret key (for guests)."""
    key = request.GET.get("key") or request.POST.get("key") or ""
    return purchase_order.is_public and hmac.compare_digest(key.encode(), purchase_order.access_token.encode())


def is_buyer(user, purchase_order):
    """Tell whether a person bought this: their own public order, or any role in the unit that ordered."""
    if not user.is_authenticated:
        return False
    if purchase_order.is_public:
        return purchase_order.order.user_id == user.pk
    return purchase_order.unit.memberships.filter(user=user).exists()


def get_for_buyer(request, number):
    """Return the purchase order for its buyer or the holder of its key, or answer 404."""
    purchase_order = _get(number)
    if not (is_buyer(request.user, purchase_order) or holds_key(request, purchase_order)):
        raise Http404
    return purchase_order


def get_for_cashier(request, number):
    """Return the purchase order for those who may record its payments.

    Its buyer, who knows the order but may not, gets 403; anybody else 404.
    """
    purchase_order = _get(number)
    if request.user.has_perm("procurement.record_payment", purchase_order):
        return purchase_order
    raise PermissionDenied if is_buyer(request.user, purchase_order) else Http404


def bought_with(purchase_order):
    """Return the orders placed together with a public one, itself included, by number."""
    basket = purchase_order.order.basket_id
    together = {"order__basket": basket} if basket else {"pk": purchase_order.pk}
    rows = PurchaseOrder.objects.filter(unit=None, **together).select_related("order", "supplier")
    return rows.order_by("order__number")


def _get(number):
    rows = PurchaseOrder.objects.select_related("order__shipping_address", "supplier__profile", "unit", "group_order")
    return get_object_or_404(rows, order__number=number)
