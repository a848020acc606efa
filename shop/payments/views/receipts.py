"""Money that came in at a supplier's account: slips that wait, transfers for several orders to confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from procurement.workbooks.writing import MEDIA_TYPE

from .. import ageing, bank_transfer, remittances, terms
from ..forms import ConfirmForm
from ..models import BankSlip
from ..models.terms import DEFAULT_DAYS, MOST_DAYS

SHOWN = 50


@require_GET
def index(request, desk):
    """Slips whose money nobody has confirmed yet, and who owes what for how long."""
    waiting = BankSlip.objects.filter(orders__in=desk.orders().order_by().to_pay().values("pk")).distinct()
    rows = waiting.select_related("remittance").prefetch_related("orders__order", "orders__unit")
    owing, is_late = _owing(desk), request.GET.get("late") == "1"
    listed = [row for row in owing if row.is_late or not is_late]
    sums, whole = ageing.by_counterpart(owing, lambda order: order.unit.name)
    context = {
        "desk": desk,
        "partner": desk.partner,
        "slips": rows.order_by("at", "pk")[:SHOWN],
        "is_late": is_late,
        "page": Paginator(listed, SHOWN).get_page(request.GET.get("page")),
        "sums": sums,
        "whole": whole,
        "buckets": ageing.BUCKETS,
        "default_days": DEFAULT_DAYS,
        "most_days": MOST_DAYS,
    }
    return render(request, "payments/receipts.html", context)


@require_GET
def workbook(request, desk):
    """Download who owes what for how long."""
    disposition = content_disposition_header(as_attachment=True, filename=f"账龄{timezone.localdate()}.xlsx")
    headers = {"Content-Disposition": disposition}
    return HttpResponse(ageing.workbook(_owing(desk)), content_type=MEDIA_TYPE, headers=headers)


def _owing(desk):
    rows = terms.to_pay().filter(pk__in=desk.orders().order_by().values("pk"))
    return terms.due(rows, today=timezone.localdate())


@require_http_methods(["GET", "POST"])
def remittance(request, desk, reference):
    """Confirm that a transfer for several orders arrived; each desk sees and confirms its own orders."""
    found = desk.remittance(reference)
    own = set(desk.orders().values_list("pk", flat=True).filter(remittances=found))
    orders = remittances.orders_of(found)
    mine = [order for order in orders if order.pk in own]
    to_pay = [order for order in mine if remittances.owed(order)]
    slips = list(found.slips.all())
    form = ConfirmForm(request.POST or None, orders=to_pay, initial=_initial(slips))
    status = 200
    if request.method == "POST":
        status = _confirm(request, form)
        if not status:
            return redirect(desk.url("remittance", reference))
    context = {
        "desk": desk,
        "partner": desk.partner,
        "remittance": found,
        "orders": mine,
        "others": len(orders) - len(mine),
        "amount": remittances.outstanding(mine),
        "slips": slips,
        "form": form if to_pay else None,
    }
    return render(request, "payments/remittance_confirm.html", context, status=status)


def _confirm(request, form):
    if not form.is_valid():
        return 400
    try:
        done = bank_transfer.record_several(by=request.user, **form.facts())
    except bank_transfer.AlreadyRecorded as refusal:
        messages.info(request, str(refusal))
    except bank_transfer.PaymentRefused as refusal:
        form.add_error(None, str(refusal))
        return 409
    else:
        messages.success(request, f"收款已登记到 {len(done)} 张订单。")
    return 0


def _initial(slips):
    """Return what the newest slip says, for the form."""
    today = {"paid_on": timezone.localdate()}
    return today | ({"reference": slips[0].serial, "paid_on": slips[0].paid_on} if slips else {})
