"""Months of the ledger: closed ones to print, the next one to look over and close."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from shop.produce.money import to_fen
from shop.user.confirming import confirmed
from shop.user.desks import office_desk

from ...figures import closings, digests
from ...forms.closings import CloseForm
from ...models import Closing, Stage
from ...papers import closing as papers
from .ledger import with_orders
from .scopes import Scope

CONFLICT, PAGE_SIZE = 409, 50
# How the rows behind each kind of check are loaded.
LOADED = {
    "offline": lambda rows: rows.select_related("unit").with_total().order_by("purchased_on", "pk"),
    "orders": lambda rows: rows.select_related("order", "unit", "supplier").order_by("accepted_at", "pk"),
    "claims": lambda rows: rows.select_related(
        "purchase_order__order", "purchase_order__unit", "purchase_order__supplier"
    ).order_by("opened_at", "pk"),
    "entries": lambda rows: with_orders(rows).order_by("pk"),
}


@require_GET
@office_desk
def index(request):
    """All months, the newest first, and what each waits for."""
    return render(request, "office/closings.html", {"months": closings.listed(timezone.now())})


@require_GET
@office_desk
def detail(request, period):
    """A closed month as it was printed on its day, and what put it right since."""
    closing = get_object_or_404(Closing.objects.select_related("previous", "closed_by"), period=period)
    adjustments = closings.of_month(period)
    now = digests.of_months([period]).get(period, digests.of_nothing())
    context = {
        "scope": Scope(),
        "closing": closing,
        "paper": papers.write(closing),
        "is_intact": closing.is_intact and now == (closing.entries, closing.entries_digest),
        "corrected": _by_stage(adjustments),
        "page": Paginator(with_orders(adjustments), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "office/closing.html", context)


@require_http_methods(["GET", "POST"])
@office_desk
@confirmed
def close(request, period):
    """The checklist of a month and the form that closes it."""
    at, status = timezone.now(), 200
    try:
        closings.require_turn(period, at)
    except closings.Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("office:closings")
    checks = closings.check(period, at)
    has_outstanding = any(not one.is_clear for one in checks)
    form = CloseForm(request.POST or None, initial={"signer": request.user.name}, has_outstanding=has_outstanding)
    if request.method == "POST":
        if form.is_valid():
            facts = {"signer": form.cleaned_data["signer"], "note": form.cleaned_data["note"]}
            acknowledged = form.cleaned_data.get("is_acknowledged", False)
            try:
                closing = closings.close(period=period, by=request.user, at=at, is_acknowledged=acknowledged, **facts)
            except closings.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{closing.month_label}已封账。")
                return redirect("office:closing", period)
        status = CONFLICT if form.non_field_errors() else 400
    context = {
        "label": closings.label(period),
        "period": period,
        "checks": checks,
        "form": form,
        "is_forbidden": any(one.forbids for one in checks),
    }
    return render(request, "office/closing_check.html", context, status=status)


@require_GET
@office_desk
def check(request, period, key):
    """What one line of the checklist counts."""
    try:
        closings.require_turn(period, timezone.now())
    except closings.Refused:
        raise Http404 from None
    found = next((one for one in closings.check(period, timezone.now()) if one.key == key), None)
    if found is None:
        raise Http404
    context = {
        "scope": Scope(),
        "label": closings.label(period),
        "period": period,
        "check": found,
        "page": Paginator(LOADED[found.kind](found.rows), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "office/closing_rows.html", context)


def _by_stage(entries):
    """Return ``[(stage label, entries, amount)]`` of what put a month right, stages without any left out."""
    rows = entries.order_by().values_list("stage").annotate(Count("pk"), Sum("amount"))
    found = {stage: (count, to_fen(amount)) for stage, count, amount in rows}
    return [(stage.label, *found[stage]) for stage in Stage if stage in found]
