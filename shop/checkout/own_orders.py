"""Which public orders a person may see: their own, or the one whose key they hold."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from procurement.models import PurchaseOrder
from procurement.views.purchase_order_lists import with_details
from shop.payments import access

from . import addresses


def of(user):
    """Return a person's own public orders, newest first."""
    return PurchaseOrder.objects.filter(unit=None, order__user=user)


def get(request, number):
    """Return a public order with all its page shows, for its buyer or the holder of its key; else answer 404."""
    rows = with_details(PurchaseOrder.objects.filter(unit=None))
    purchase_order = get_object_or_404(rows, order__number=number)
    if not (access.is_buyer(request.user, purchase_order) or access.holds_key(request, purchase_order)):
        raise Http404
    return purchase_order


def key_for(request, purchase_order):
    """Return the key that links need: none for the buyer who is logged in."""
    return "" if access.is_buyer(request.user, purchase_order) else purchase_order.access_token


def bought_with(purchase_order):
    """Return the orders placed together with one, itself included."""
    return access.bought_with(purchase_order)


def find(*, number, mobile):
    """Return the public order with this number and mobile number, or None.

    The number without its ``-01`` finds the first supplier's order.
    """
    rows = PurchaseOrder.objects.filter(unit=None, order__number__in=[number, f"{number}-01"])
    found = rows.select_related("order__shipping_address").first()
    if found and addresses.mobile_of(found.order.shipping_address) == mobile:
        return found
    return None


def with_goods(purchase_orders):
    """Load what a list of orders shows: supplier, money, lines with their pictures."""
    rows = purchase_orders.select_related("order", "supplier").with_money()
    return rows.prefetch_related("order__lines__product__images", "order__lines__product__dossier")
