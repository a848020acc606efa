"""What a unit has to pay, and one transfer for several orders."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from procurement.moves import Refused
from shop.user.desks import unit_desk

from .. import payees, remittances, terms
from ..forms import SlipForm
from .desks import remittance_pk


@dataclass(frozen=True)
class Account:
    """The unpaid orders of one account; ``free`` are those that can be put together in a remittance."""

    payee: payees.Payee
    orders: list

    @property
    def free(self):
        return [order for order in self.orders if not order.remittance]

    @property
    def amount(self):
        return remittances.outstanding(self.orders)


@require_GET
@unit_desk
def index(request, unit):
    """Unpaid orders by the account they are paid to."""
    accounts = _accounts(unit)
    context = {
        "unit": unit,
        "accounts": accounts,
        "amount": sum(account.amount for account in accounts),
        "may_pay": request.user.has_perm("procurement.handle", unit),
    }
    return render(request, "payments/payables.html", context)


@require_POST
@unit_desk
def make(request, unit):
    """Put the orders chosen together into one transfer."""
    _require_handler(request, unit)
    orders = unit.purchase_orders.filter(order__number__in=request.POST.getlist("order"))
    try:
        made = remittances.make(unit=unit, orders=list(orders), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("unit_payments:index", unit.code)
    return redirect("unit_payments:remittance", unit.code, made.reference)


@require_GET
@unit_desk
def remittance(request, unit, reference):
    """Account, amount and reference of one transfer; print it, copy it, upload its slip."""
    return show(request, unit, get(unit, reference))


def show(request, unit, found, *, form=None, status=200):
    """Render the page of a remittance; a slip with mistakes takes the place of a fresh form."""
    orders = remittances.orders_of(found)
    amount = remittances.outstanding(orders)
    slips = list(found.slips.all())
    may_pay = request.user.has_perm("procurement.handle", unit) and not found.is_withdrawn
    context = {
        "unit": unit,
        "remittance": found,
        "orders": orders,
        "amount": amount,
        "slips": slips,
        "may_upload": may_pay and amount > 0,
        "may_withdraw": may_pay and amount > 0 and not slips,
        "slip_form": form or SlipForm(initial={"amount": amount, "paid_on": timezone.localdate()}),
    }
    return render(request, "payments/remittance.html", context, status=status)


@require_POST
@unit_desk
def withdraw(request, unit, reference):
    _require_handler(request, unit)
    try:
        remittances.withdraw(remittance=get(unit, reference), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("unit_payments:remittance", unit.code, reference)
    messages.success(request, "汇款单已撤销，订单可以重新合并或单独付款。")
    return redirect("unit_payments:index", unit.code)


def get(unit, reference):
    return get_object_or_404(unit.remittances.all(), pk=remittance_pk(reference))


def _accounts(unit):
    """Group the unit's unpaid orders by the account they are paid to, the largest sum first."""
    grouped = {}
    orders = terms.to_pay().filter(unit=unit)
    taken = dict(unit.remittances.standing().values_list("orders", "pk"))
    made = {row.pk: row for row in unit.remittances.filter(pk__in=taken.values())}
    for row in terms.due(orders, today=timezone.localdate()):
        order = row.order
        order.remittance, order.row = made.get(taken.get(order.pk)), row
        payee = payees.of(order.supplier)
        grouped.setdefault(payee.key or order.supplier_id, Account(payee, [])).orders.append(order)
    return sorted(grouped.values(), key=lambda account: -account.amount)


def _require_handler(request, unit):
    if not request.user.has_perm("procurement.handle", unit):
        raise PermissionDenied
