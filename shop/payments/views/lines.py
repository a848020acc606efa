"""One line of a statement: what it may be, and every decision about it."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from procurement.moves import Refused
from shop.produce.money import to_fen
from shop.user.confirming import confirmed

from .. import payees, remittances
from ..books import Transaction
from ..models import StatementLine
from ..statement_forms import ReasonForm, ReturnForm, amounts_of
from ..statements import decisions, queue
from .statements import with_parts

SHOWN = 30


@require_GET
def detail(request, desk, pk):
    return show(request, desk, _get(desk, pk))


def show(request, desk, line, *, status=200, **forms):
    """Render a line; forms with mistakes take the place of fresh ones."""
    words = request.GET.get("words", "").replace("\0", "").strip()[:60]
    context = {
        "desk": desk,
        "partner": desk.partner,
        "line": line,
        "account": line.account,
        "words": words,
        "set_aside_form": ReasonForm(auto_id="aside_%s"),
        "return_form": ReturnForm(auto_id="return_%s"),
        **forms,
    }
    if line.is_open:
        found = dict(queue.proposals(account=line.account, orders=desk.orders()))
        proposal = next((each for one, each in found.items() if one.pk == line.pk), None)
        context |= {
            "proposal": proposal,
            "choices": _choices(desk, proposal),
            "orders": _orders(desk, line, words),
            "recorded": _recorded(desk, line),
        }
    elif line.is_outgoing:
        context["refunds"] = _refunds(desk, line)
    return render(request, "payments/line.html", context, status=status)


@require_POST
def book(request, desk, pk):
    """Write the line's money down for orders chosen by hand."""
    line = _get(desk, pk)
    amounts, problem = amounts_of(request.POST, desk.orders())
    if problem:
        messages.error(request, problem)
        return show(request, desk, line, status=400)

    def act(**who):
        decisions.book(line=line, amounts=amounts, how="人工选择", **who)
        if request.POST.get("remember"):
            decisions.remember(line=line, orders=amounts, **who)

    return _step(request, desk, line, act, "已入账。")


@require_POST
def recognise(request, desk, pk):
    line = _get(desk, pk)
    chosen = request.POST.get("row", "")
    row = get_object_or_404(_recorded(desk, line), pk=int(chosen) if chosen.isdigit() else 0)
    act = lambda **who: decisions.recognise(line=line, row=row, **who)  # noqa: E731
    return _step(request, desk, line, act, "已对上登记过的收款。")


@require_POST
@confirmed
def refund(request, desk, pk):
    line = _get(desk, pk)
    order = get_object_or_404(desk.orders(), order__number=request.POST.get("order", ""))
    facts = {"line": line, "order": order, "reason": "按银行流水登记退款"}
    return _step(request, desk, line, lambda **who: decisions.refund(**facts, **who), "已登记退款。")


@require_POST
@confirmed
def give_back(request, desk, pk):
    line, form = _get(desk, pk), ReturnForm(request.POST, auto_id="return_%s")
    if not form.is_valid():
        return show(request, desk, line, status=400, return_form=form)
    facts = {"line": line, "reference": form.cleaned_data["reference"]}
    return _step(request, desk, line, lambda **who: decisions.give_back(**facts, **who), "已登记退还付款人。")


@require_POST
def set_aside(request, desk, pk):
    line, form = _get(desk, pk), ReasonForm(request.POST, auto_id="aside_%s")
    if not form.is_valid():
        return show(request, desk, line, status=400, set_aside_form=form)
    facts = {"line": line, "reason": form.cleaned_data["reason"]}
    return _step(request, desk, line, lambda **who: decisions.set_aside(**facts, **who), "已标为与订单无关，可以放回。")


@require_POST
def put_back(request, desk, pk):
    line = _get(desk, pk)
    return _step(request, desk, line, lambda **who: decisions.put_back(line=line, **who), "已放回待处理。")


def _step(request, desk, line, act, done):
    """Do one step and say how it went; a second click only gets a friendly word."""
    try:
        act(by=request.user, at=timezone.now())
    except Refused as refusal:
        if not refusal.is_repeated:
            messages.error(request, str(refusal))
            return show(request, desk, _get(desk, line.pk), status=409)
        messages.info(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(desk.url("line", line.pk))


def _get(desk, pk):
    rows = StatementLine.objects.filter(account__in=desk.accounts())
    return get_object_or_404(with_parts(rows), pk=pk)


def _choices(desk, proposal):
    """Return ``(choice, [(order, CNY)])`` of what is proposed, the sure one first."""
    found = [choice for choice in (proposal.sure, *proposal.suggestions) if choice] if proposal else []
    orders = {row.pk: row for row in desk.orders().filter(pk__in={pk for choice in found for pk in choice.parts})}
    return [(choice, [(orders[pk], amount) for pk, amount in choice.parts.items()]) for choice in found]


def _orders(desk, line, words):
    """Return unpaid orders of this account to choose from, those searched for or the oldest."""
    rows = desk.orders().filter(supplier__in=payees.with_account(line.account)).to_pay()
    if words:
        rows = rows.filter(Q(order__number__icontains=words) | Q(unit__name__icontains=words))
    rows = list(rows.order_by("placed_at", "pk")[:SHOWN])
    for row in rows:
        row.owed = remittances.owed(row)
    return rows


def _recorded(desk, line):
    """Return the money written down by hand, no line's yet, that this line may be."""
    rows = Transaction.objects.filter(txn_type=Transaction.DEBIT, line_part=None, amount__lte=line.rest)
    rows = rows.filter(source__source_type__code="bank-transfer", date_created__date__gte=line.booked_on)
    orders = desk.orders().filter(supplier__in=payees.with_account(line.account)).order_by()
    rows = rows.filter(source__order__purchase_order__in=orders.values("pk"))
    return rows.select_related("source__order__purchase_order__unit").order_by("date_created", "pk")


def _refunds(desk, line):
    """Return the orders whose refund is exactly this much."""
    rows = desk.orders().filter(supplier__in=payees.with_account(line.account)).to_refund()
    return [row for row in rows if to_fen(row.received - row.due - row.replacing) == -line.amount]
