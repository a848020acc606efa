"""The county office's first page, and the orders behind the figures."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from shop.user.desks import office_desk

from ...figures.statistics import outstanding, overview
from ...figures.statistics.selection import whole
from ...models import Plan, PurchaseOrder
from ...today import office as queues
from ..purchase_order_lists import page, with_details
from .ledger import with_orders
from .scopes import Scope


@require_GET
@office_desk
def home(request):
    """The headline of the plan that runs today, and what is still under way."""
    today = timezone.localdate()
    plan = Plan.objects.current(today)
    group_orders, group_order_count = outstanding.group_orders()
    context = {
        "scope": Scope(),
        "tasks": queues.of(timezone.now()),
        "overview": overview.read(whole(plan, on=today)) if plan else None,
        "waiting": outstanding.purchase_orders(),
        "group_orders": group_orders,
        "group_order_count": group_order_count,
    }
    return render(request, "office/home.html", context)


@require_GET
@office_desk
def purchase_orders(request):
    return render(request, "office/purchase_orders.html", page(request, _visible()))


@require_GET
@office_desk
def purchase_order(request, number):
    found = get_object_or_404(with_details(_visible()), order__number=number)
    entries = with_orders(found.ledger_entries.order_by("pk"))
    return render(
        request, "office/purchase_order.html", {"scope": Scope(), "purchase_order": found, "entries": entries}
    )


def _visible():
    rows = PurchaseOrder.objects.all()
    return rows if settings.DEMO else rows.filter(is_demo=False)
