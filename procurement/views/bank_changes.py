"""Another account for a supplier: asked for by an owner, confirmed by another one or by the office."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shop.user.confirming import confirmed
from shop.user.desks import office_desk, supplier_desk

from ..forms.suppliers import BankAccountForm
from ..moves import Refused
from ..sellers import bank_changes
from .group_orders import require
from .office import suppliers

MANAGE = "procurement.manage_supplier"
DONE = {
    bank_changes.confirm: "收款账户已变更，从现在起单据上用新账户。",
    bank_changes.decline: "没有同意变更，仍用原来的账户。",
    bank_changes.withdraw: "变更申请已撤回。",
}


@require_http_methods(["GET", "HEAD", "POST"])
@supplier_desk
@confirmed
def ask(request, partner):
    """Ask for another account."""
    require(request.user, MANAGE, partner)
    form = BankAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bank_changes.ask(supplier=partner, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已提交，等第二个人确认：另一位负责人，或县协作办。确认之前仍用原来的账户。")
            return redirect("supplier:profile", partner.code)
    context = {"partner": partner, "profile": partner.profile, "form": form}
    return render(request, "supplier/bank_change.html", context, status=400 if form.errors else 200)


@require_POST
@supplier_desk
@confirmed
def confirm(request, partner, pk):
    require(request.user, MANAGE, partner)
    return _decide(request, bank_changes.confirm, partner, pk, "supplier:profile")


@require_POST
@supplier_desk
def decline(request, partner, pk):
    require(request.user, MANAGE, partner)
    return _decide(request, bank_changes.decline, partner, pk, "supplier:profile")


@require_POST
@supplier_desk
def withdraw(request, partner, pk):
    require(request.user, MANAGE, partner)
    return _decide(request, bank_changes.withdraw, partner, pk, "supplier:profile")


@require_POST
@office_desk
@confirmed
def confirm_at_office(request, code, pk):
    return _decide(request, bank_changes.confirm, suppliers.get(code), pk, "office:supplier")


@require_POST
@office_desk
def decline_at_office(request, code, pk):
    return _decide(request, bank_changes.decline, suppliers.get(code), pk, "office:supplier")


def _decide(request, act, supplier, pk, page):
    change = get_object_or_404(supplier.bank_changes.select_related("supplier"), pk=pk)
    try:
        act(change=change, by=request.user, at=timezone.now())
    except Refused as refusal:
        (messages.info if refusal.is_repeated else messages.error)(request, str(refusal))
    else:
        messages.success(request, DONE[act])
    return redirect(page, supplier.code)
