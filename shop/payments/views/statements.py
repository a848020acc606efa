"""Statements of banks: upload, say which column is which, see what became of every line, book what is sure."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from procurement.moves import Refused

from ..models import LinePart, PayerAlias, Statement, StatementLayout, StatementLine
from ..statement_forms import ColumnsForm, StatementForm
from ..statements import queue, uploads

PAGE_SIZE, RECENT, SAMPLES = 50, 8, 12
Status = StatementLine.Status
TABS = [status for status in Status if status not in (Status.WAITING, Status.PARTLY)]


@require_http_methods(["GET", "POST"])
def index(request, desk):
    """What waits at one account, with what may be done; the office chooses an account first."""
    accounts = desk.accounts()
    account = next(iter(accounts)) if len(accounts) == 1 else request.GET.get("account", "")
    form = StatementForm(request.POST or None, request.FILES or None, accounts=accounts, initial={"account": account})
    if request.method == "POST" and form.is_valid():
        facts = {"account": form.cleaned_data["account"], "file": form.cleaned_data["file"]}
        try:
            found = uploads.upload(**facts, name=facts["file"].name, by=request.user, at=timezone.now())
        except uploads.FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            _tell(request, found)
            return redirect(desk.url("statement", found.pk))
    context = {"desk": desk, "partner": desk.partner, "form": form, "accounts": _waiting(accounts), "account": account}
    if account in accounts:
        context |= _account(request, desk, account)
    return render(request, "payments/statements.html", context, status=400 if form.errors else 200)


@require_GET
def detail(request, desk, pk):
    """One file and the fate of each of its lines; its columns are asked for while nobody said which is which."""
    return show(request, desk, get(desk, pk))


def show(request, desk, statement, *, form=None, status=200):
    context = {"desk": desk, "partner": desk.partner, "statement": statement, "account": statement.account}
    if statement.is_mapped:
        lines = with_parts(statement.lines.order_by("row", "pk"))
        context["page"] = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
        counts = statement.lines.order_by().values_list("status").annotate(Count("pk"))
        context["counts"] = [(Status(value).label, count) for value, count in counts]
    else:
        context["samples"] = list(enumerate(statement.rows[:SAMPLES], start=1))
        context["form"] = form or ColumnsForm(rows=statement.rows[:SAMPLES])
    return render(request, "payments/statement.html", context, status=status)


@require_POST
def map_columns(request, desk, pk):
    statement = get(desk, pk)
    form = ColumnsForm(request.POST, rows=statement.rows[:SAMPLES])
    if not form.is_valid():
        return show(request, desk, statement, form=form, status=400)
    try:
        done = uploads.map_columns(statement=statement, by=request.user, at=timezone.now(), **form.facts())
    except (Refused, uploads.FileRefused) as refusal:
        form.add_error(None, str(refusal))
        return show(request, desk, statement, form=form, status=409)
    _tell(request, done)
    return redirect(desk.url("statement", pk))


@require_POST
def confirm(request, desk):
    """Book the lines that were shown as sure and are still."""
    account = _own(desk, request.POST.get("account", ""))
    pairs = [value.partition("-") for value in request.POST.getlist("sure")]
    chosen = {int(pk): digest for pk, _, digest in pairs if pk.isdigit()}
    facts = {"account": account, "orders": desk.orders(), "chosen": chosen}
    booked, refused = queue.confirm(**facts, by=request.user, at=timezone.now())
    if booked:
        messages.success(request, f"已入账 {len(booked)} 笔。")
    for sentence in refused:
        messages.warning(request, sentence)
    if not booked and not refused:
        messages.info(request, "没有选择要入账的流水，或已经办过了。")
    return redirect(f"{desk.url('statements')}?account={account}")


@require_POST
def forget(request, desk, kind, pk):
    """Forget a payer or the columns of a header; what was booked by them stays."""
    model = {"payer": PayerAlias, "columns": StatementLayout}[kind]
    found = get_object_or_404(model, pk=pk, account__in=desk.accounts())
    found.delete()
    messages.success(request, "已忘掉，以后遇到会再问。")
    return redirect(f"{desk.url('statements')}?account={found.account}")


def get(desk, pk):
    return get_object_or_404(Statement, pk=pk, account__in=desk.accounts())


def with_parts(lines):
    parts = LinePart.objects.select_related("purchase_order__order", "transaction")
    return lines.select_related("statement").prefetch_related(Prefetch("parts", parts))


def _account(request, desk, account):
    """Return what is shown of one account: the queue, or the lines with another fate."""
    rows = StatementLine.objects.filter(account=account)
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    state = request.GET.get("state", "")
    context = {
        "account": account,
        "state": state if state in TABS else "",
        "tabs": [(status.value, status.label, counts.get(status, 0)) for status in TABS],
        "waiting": counts.get(Status.WAITING, 0) + counts.get(Status.PARTLY, 0),
        "recent": Statement.objects.filter(account=account).defer("rows").select_related("by")[:RECENT],
        "aliases": PayerAlias.objects.filter(account=account).select_related("unit"),
        "layouts": StatementLayout.objects.filter(account=account),
    }
    if context["state"]:
        lines = with_parts(rows.filter(status=state).order_by("-booked_on", "-pk"))
        return context | {"page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))}
    found = queue.proposals(account=account, orders=desk.orders())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    sure = [(line, each, queue.digest(each.sure)) for line, each in page if each.sure]
    return context | {"page": page, "sure": sure, "unsure": [(line, each) for line, each in page if not each.sure]}


def _waiting(accounts):
    """Return ``(key, name, lines that wait)`` of each account, the most first."""
    rows = StatementLine.objects.waiting().filter(account__in=accounts).order_by()
    counts = dict(rows.values_list("account").annotate(Count("pk")))
    return sorted(((key, name, counts.get(key, 0)) for key, name in accounts.items()), key=lambda row: -row[2])


def _own(desk, account):
    if account not in desk.accounts():
        raise Http404
    return account


def _tell(request, statement):
    if not statement.is_mapped:
        messages.info(request, "表头认不出来，请对应一次各列，以后同样的表头会自动识别。")
        return
    new = statement.read - statement.known
    messages.success(request, f"读了 {statement.read} 行，新增 {new} 行，{statement.known} 行以前导入过。")
