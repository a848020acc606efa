"""Take part in a group order, without an account: see what can be had, choose, join."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ..collection import attempts, decisions, group_orders, overall, progress
from ..forms.pledges import JoinForm
from ..models import GroupOrder
from . import gates, pasted_quantities

MOST_REMEMBERED = 20
# htmx reads this status as: take the answer, and stop asking.
STOP_POLLING = 286


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def group_order(request, token):
    """What can be had, how far it is, and the form to take part."""
    wanted = get_object_or_404(GroupOrder.objects.select_related("unit", "handler"), join_token=token)
    if not gates.is_open(request, wanted):
        return gates.show(request, wanted, status=403 if request.method == "POST" else 200)
    rows = progress.of(wanted)
    if request.method == "POST" and pasted_quantities.is_asked(request):
        form, found = pasted_quantities.fill(request, rows, JoinForm)
        return _render(request, wanted, rows, form, pasted=found, status=422 if found.mistakes else 200)
    if request.method == "POST":
        return _join(request, wanted, rows, JoinForm(request.POST, rows=rows))
    return _render(request, wanted, rows, JoinForm(rows=rows, initial=_prefilled(request, wanted)))


@require_safe
@never_cache
def live(request, token):
    """How far each product is by now, for the open page to refresh itself."""
    wanted = get_object_or_404(GroupOrder.objects.select_related("unit"), join_token=token)
    if not gates.is_open(request, wanted):
        return HttpResponse(status=STOP_POLLING)
    is_collecting, rows = wanted.is_collecting(timezone.now()), progress.of(wanted)
    context = {
        "token": token,
        "rows": rows,
        "joined": _joined(wanted),
        "overall": overall.sentence(wanted, progress.total_packs(rows)),
        "is_collecting": is_collecting,
    }
    return render(request, "join/_live.html", context, status=200 if is_collecting else STOP_POLLING)


def _join(request, wanted, rows, form):
    if not form.is_valid():
        status = 422 if wanted.is_collecting(timezone.now()) else 409
        return _render(request, wanted, rows, form, status=status)
    at = timezone.now()
    try:
        person = _try_to_join(request, wanted, form, at)
    except attempts.TooMany as refusal:
        return _render(request, wanted, rows, form, status=429, refusal=refusal)
    except group_orders.Refused as refusal:
        return _render(request, wanted, rows, form, status=409, refusal=refusal)
    if person.joined_at != at:
        messages.info(request, "您已经参加，没有重复登记。")
    _remember(request, person)
    return redirect("join:participant", person.token)


def _try_to_join(request, wanted, form, at):
    """Join; on a list of names, guessing is counted until it proves right, or wrong for another reason."""
    attempt = gates.count(request, wanted) if wanted.is_for_list else None
    try:
        person = group_orders.join(
            group_order=wanted,
            quantities=form.quantities,
            totals=form.totals,
            by=request.user if request.user.is_authenticated else None,
            user=_account(request, form.person["mobile"]),
            code=gates.code_of(request, wanted),
            at=at,
            **form.person,
        )
    except group_orders.Refused as refusal:
        if attempt and not isinstance(refusal, group_orders.NotAdmitted):
            attempt.delete()
        raise
    if attempt:
        attempt.delete()
    return person


def _remember(request, person):
    tokens = [token for token in request.session.get(gates.REMEMBERED, []) if token != person.token]
    request.session[gates.REMEMBERED] = [*tokens, person.token][-MOST_REMEMBERED:]


def _account(request, mobile):
    """Return the account of the person who joins; somebody else's phone may be used to join."""
    return request.user if request.user.is_authenticated and request.user.mobile == mobile else None


def _render(request, wanted, rows, form, *, status=200, refusal=None, pasted=None):
    # A race may have closed it since it was loaded.
    wanted.refresh_from_db(fields=["status", "deadline_at"])
    context = {
        "group_order": wanted,
        "rows": [(row, form.quantity_field(row.item), form.more(row.item)) for row in rows],
        "results": [(row, decisions.sentences(row)) for row in rows],
        "form": form,
        "pasted": pasted,
        "joined": _joined(wanted),
        "is_collecting": wanted.is_collecting(timezone.now()),
        "overall": overall.sentence(wanted, progress.total_packs(rows)),
        "own": gates.own(request, wanted),
        "refusal": refusal,
        "is_known": isinstance(refusal, group_orders.AlreadyJoined),
    }
    return render(request, "join/group_order.html", context, status=status)


def _joined(wanted):
    return wanted.participants.filter(withdrawn_at=None).count()


def _prefilled(request, wanted):
    """Return what the form may know already: a withdrawn participant who comes back, or a member's own account."""
    again = wanted.participants.filter(token=request.GET.get("again", "")).exclude(withdrawn_at=None).first()
    if again:
        return {"key": again.token, "name": again.name, "mobile": again.mobile, "department": again.department}
    if not request.user.is_authenticated:
        return {}
    membership = wanted.unit.memberships.filter(user=request.user).exclude(department="").first()
    return {
        "name": request.user.name,
        "mobile": request.user.mobile,
        "department": membership.department if membership else "",
    }
