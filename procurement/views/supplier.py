"""A supplier's today: what to ship, what to answer, who owes what, what runs out."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from shop.produce import stock
from shop.user.desks import supplier_desk

from ..models import Claim, PurchaseOrder
from ..today import supplier as today

SHOWN = 6


@dataclass(frozen=True)
class Waiting:
    """What waits for one thing: the oldest few, how many in all, and the filters that show all of them."""

    title: str
    filters: str
    count: int
    rows: list


@require_GET
@supplier_desk
def home(request, partner):
    lists, claims, now = _lists(PurchaseOrder.objects.of_supplier(partner)), _claims(partner), timezone.now()
    context = {
        "partner": partner,
        "pauses": partner.pauses.filter(ended_at=None),
        "lists": lists,
        "claims": claims,
        "now": now,
        "tasks": today.of(partner, now),
        "is_clear": not any(waiting.count for waiting in (*lists, claims)),
        **_products(partner),
    }
    return render(request, "supplier/home.html", context)


def _lists(orders):
    status = PurchaseOrder.Status
    partly = _waiting("还有货要发", "?state=partly_shipped", orders.filter(status=status.PARTLY_SHIPPED).with_money())
    return [
        _waiting("待发货", "?state=placed", orders.filter(status=status.PLACED).with_money()),
        *([partly] if partly.count else []),
        _waiting("已验收，待付款", "?state=accepted&payment=unpaid", orders.filter(status=status.ACCEPTED).to_pay()),
        _waiting("待退款", "?payment=refund", orders.to_refund()),
    ]


def _waiting(title, filters, orders):
    rows = list(orders.select_related("order", "unit").order_by("placed_at", "pk")[:SHOWN])
    return Waiting(title, filters, orders.count(), rows)


def _claims(partner):
    """Return the claims that wait for an answer, the nearest deadline first."""
    claims = Claim.objects.of_supplier(partner).to_answer()
    rows = claims.select_related("purchase_order__order", "purchase_order__unit").prefetch_related("lines__line")
    return Waiting("待答复的售后", "?state=open", claims.count(), list(rows.order_by("answer_by", "pk")[:SHOWN]))


def _products(partner):
    records = partner.stockrecords.order_by("pk")
    published = records.filter(product__is_public=True)
    running_out = stock.running_out(published)
    product_count, published_count = records.count(), published.count()
    return {
        "product_count": product_count,
        "published_count": published_count,
        "unpublished_count": product_count - published_count,
        "running_out": running_out.select_related("product__dossier")[:SHOWN],
        "running_out_count": running_out.count(),
        "low_stock": stock.LOW,
    }
