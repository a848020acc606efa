"""Write down money in and money back; tell a buyer where to pay."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shop.user import ways_back
from shop.user.confirming import confirmed

from .. import access, bank_transfer, summary
from ..forms import PaymentForm, RefundForm, SlipForm


@require_GET
def instructions(request, number):
    """Account, amount and reference of one order; print it, copy it, upload the slip."""
    return show(request, access.get_for_buyer(request, number))


def show(request, purchase_order, *, form=None, status=200):
    """Render the instructions; a slip with mistakes takes the place of a fresh form."""
    payment = summary.of(purchase_order)
    is_handler = not purchase_order.is_public and request.user.has_perm("procurement.handle", purchase_order)
    context = {
        "purchase_order": purchase_order,
        "payment": payment,
        "key": "" if access.is_buyer(request.user, purchase_order) else purchase_order.access_token,
        "remittance": purchase_order.remittances.standing().first(),
        "slips": list(purchase_order.bank_slips.all()),
        "may_upload": is_handler and payment.outstanding > 0,
        "slip_form": form or SlipForm(initial={"amount": payment.outstanding, "paid_on": timezone.localdate()}),
    }
    return render(request, "payments/instructions.html", context, status=status)


@require_POST
@login_required
def record(request, number):
    purchase_order = access.get_for_cashier(request, number)
    form = PaymentForm(request.POST)
    status = _attempt(request, form, bank_transfer.record, purchase_order, "收款已登记。")
    return _answer(request, purchase_order, form, status, ("record", "登记到账"))


@require_POST
@login_required
@confirmed
def refund(request, number):
    purchase_order = access.get_for_cashier(request, number)
    form = RefundForm(request.POST)
    status = _attempt(request, form, bank_transfer.refund, purchase_order, "退款已登记。")
    return _answer(request, purchase_order, form, status, ("refund", "登记退款"))


def _attempt(request, form, write, purchase_order, done):
    """Write money down; return 0 when the step is over, else the status to show the form with again."""
    if not form.is_valid():
        return 400
    try:
        write(purchase_order=purchase_order, by=request.user, **form.facts())
    except bank_transfer.AlreadyRecorded as refusal:
        messages.info(request, str(refusal))
    except bank_transfer.PaymentRefused as refusal:
        form.add_error(None, str(refusal))
        return 409
    else:
        messages.success(request, done)
    return 0


def _answer(request, purchase_order, form, status, step):
    back = ways_back.after_form(request)
    if not status:
        return HttpResponseRedirect(back)
    context = {
        "purchase_order": purchase_order,
        "payment": summary.of(purchase_order),
        "form": form,
        "action": step[0],
        "heading": step[1],
        "way_back": back,
    }
    return render(request, "payments/again.html", context, status=status)
