"""Register an invoice, accept it, return it, take it back; agree on who else invoices for a supplier."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from oscar.core.loading import get_model

from ...forms.invoices import InvoiceForm, PartyForm, ReturnForm
from ...invoices import amounts, registry
from ...models import InvoicingParty, PurchaseOrder, Unit
from .pages import show, show_list

Partner = get_model("partner", "Partner")
INVALID, CONFLICT = 400, 409


@require_http_methods(["GET", "POST"])
def new(request, desk, buyer):
    """Register an invoice for orders of one unit."""
    units = Unit.objects.filter(purchase_orders__supplier=desk.partner).distinct()
    unit = get_object_or_404(units.prefetch_related("invoice_titles"), code=buyer)
    orders, left = _orders(unit.purchase_orders.filter(supplier=desk.partner))
    reds = desk.invoices().standing().filter(unit=unit, total__gt=0)
    return _new(request, desk, unit, orders, left, reds, _initial(request, desk, unit))


@require_http_methods(["GET", "POST"])
def new_public(request, desk, number):
    """Register the invoice that a shopper asked for."""
    rows = PurchaseOrder.objects.filter(supplier=desk.partner, unit=None).exclude(invoice_request=None)
    order = get_object_or_404(rows.select_related("invoice_request"), order__number=number)
    orders, left = _orders(rows.filter(pk=order.pk))
    reds = desk.invoices().standing().filter(parts__purchase_order=order, total__gt=0)
    asked = order.invoice_request
    initial = {"orders": [number], "seller_name": desk.partner.name, "buyer_name": asked.name}
    return _new(request, desk, asked, orders, left, reds, initial | {"buyer_code": asked.credit_code})


def _new(request, desk, buyer, orders, left, reds, initial):
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = InvoiceForm(*posted, orders=orders, reds=reds, initial=initial)
    status = 200
    if posted:
        made, status = _issue(request, form)
        if made:
            return redirect(desk.url("invoice", made.pk))
    chosen = set(form["orders"].value() or ())
    rows = [(order, left[order.pk], order.number in chosen) for order in orders]
    context = {"desk": desk, "partner": desk.partner, "buyer": buyer, "form": form, "rows": rows}
    return render(request, "invoices/new.html", context, status=status)


@require_POST
def accept(request, desk, pk):
    _require(desk)
    return _step(request, desk, pk, lambda **who: registry.accept(**who), "已接收发票。")


@require_POST
def send_back(request, desk, pk):
    _require(desk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, desk, desk.get(pk), form=form, status=INVALID)
    return _step(
        request, desk, pk, lambda **who: registry.send_back(**form.cleaned_data, **who), "已退回，供应商会看到原因。"
    )


@require_POST
def withdraw(request, desk, pk):
    return _step(request, desk, pk, lambda **who: registry.withdraw(**who), "已撤回，这张发票可以重新登记。")


@require_POST
def add_party(request, desk):
    """Agree that somebody else invoices for a supplier."""
    form = PartyForm(request.POST)
    if form.is_valid():
        supplier = Partner.objects.filter(code=form.cleaned_data["supplier"].strip()).first()
        facts = {"name": form.cleaned_data["name"].strip(), "credit_code": form.cleaned_data["credit_code"].strip()}
        if supplier is None:
            form.add_error("supplier", "没有这个供应商。")
        else:
            _add(request, supplier, facts)
            return redirect(desk.url("invoices"))
    return show_list(request, desk, form=form, status=INVALID)


@require_POST
def remove_party(request, desk, pk):
    get_object_or_404(InvoicingParty, pk=pk).delete()
    messages.success(request, "已取消约定，以前登记的发票不变。")
    return redirect(desk.url("invoices"))


def _orders(rows):
    """Return those orders that are not invoiced exactly, and what is left to invoice of each."""
    rows = rows.with_due().select_related("order")
    rows = list(rows.exclude(status=PurchaseOrder.Status.PENDING_PAYMENT).order_by("-placed_at", "-pk"))
    left = amounts.open_amounts(rows)
    return [order for order in rows if left[order.pk]], left


def _initial(request, desk, unit):
    titles = list(unit.invoice_titles.all())
    facts = {"orders": request.GET.getlist("order"), "seller_name": desk.partner.name, "tax": None}
    facts["buyer_name"] = titles[0].name if len(titles) == 1 else unit.name
    facts["buyer_code"] = titles[0].credit_code if len(titles) == 1 else unit.credit_code
    return facts


def _issue(request, form):
    if not form.is_valid():
        return None, INVALID
    try:
        made = registry.issue(by=request.user, at=timezone.now(), **form.facts())
    except registry.Refused as refusal:
        form.add_error(None, str(refusal))
        return None, CONFLICT
    messages.success(request, f"发票 {made.number} 已登记，买方可以看到。")
    return made, 200


def _step(request, desk, pk, act, done):
    """Do one step and say how it went; a second click only gets a friendly word."""
    invoice = desk.get(pk)
    try:
        act(invoice=invoice, by=request.user, at=timezone.now())
    except registry.Refused as refusal:
        if not refusal.is_repeated:
            messages.error(request, str(refusal))
            return show(request, desk, desk.get(pk), status=CONFLICT)
        messages.info(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(desk.url("invoice", pk))


def _add(request, supplier, facts):
    try:
        with transaction.atomic():
            InvoicingParty.objects.create(supplier=supplier, by=request.user, at=timezone.now(), **facts)
    except IntegrityError:
        messages.info(request, "已经约定过。")
    else:
        messages.success(request, f"已约定“{facts['name']}”可以代 {supplier.name} 开票。")


def _require(desk):
    if not desk.may_decide:
        raise PermissionDenied
