"""Households helped, beside sales: entered by the office, read by each supplier about itself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from shop.user.desks import office_desk, supplier_desk

from ..figures import households
from ..forms.beneficiaries import StatementForm
from ..models import Plan


@require_http_methods(["GET", "HEAD", "POST"])
@office_desk
def office(request):
    form = StatementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            households.state(by=request.user, at=timezone.localtime(), **form.cleaned_data)
        except households.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已登记。以前的登记保留。")
            return redirect("office:beneficiaries")
    context = {**_context(), "form": form}
    return render(request, "beneficiaries/office.html", context, status=400 if form.errors else 200)


@require_GET
@supplier_desk
def supplier(request, partner):
    return render(request, "beneficiaries/supplier.html", {"partner": partner, **_context(partner)})


def _context(partner=None):
    plan = Plan.objects.current(timezone.localdate())
    return {"plan": plan, "rows": households.rows(plan, supplier=partner)}
