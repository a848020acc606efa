"""The gate before a group order: a code to type, or an account to log in with."""

from axes.helpers import get_client_ip_address
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..collection import admission, attempts
from ..models import GroupOrder

# Session keys: codes typed rightly, by the key of the link; personal links opened in this browser.
CODES, REMEMBERED = "join_codes", "participants"
WRONG = "口令不对，请核对后重填。口令是 6 位数字，请问经办人。"


def code_of(request, group_order):
    """Return the code typed in this browser."""
    return request.session.get(CODES, {}).get(group_order.join_token, "")


def is_open(request, group_order):
    """Tell whether this browser may see what can be had."""
    return admission.is_let_in(group_order, user=request.user, code=code_of(request, group_order))


def show(request, group_order, *, status=200, refusal=None):
    """Answer with the gate instead of the page."""
    context = {
        "group_order": group_order,
        "is_collecting": group_order.is_collecting(timezone.now()),
        "own": own(request, group_order),
        "refusal": refusal,
    }
    return render(request, "join/gate.html", context, status=status)


@require_POST
@never_cache
def code(request, token):
    """Take a code; a right one is remembered in this browser."""
    group_order = get_object_or_404(GroupOrder.objects.select_related("unit", "handler"), join_token=token)
    typed = request.POST.get("code", "").strip()[:20]
    if group_order.needs_code and not is_open(request, group_order):
        if not typed:
            return show(request, group_order, status=422, refusal="请填写口令。")
        try:
            attempt = count(request, group_order)
        except attempts.TooMany as refusal:
            return show(request, group_order, status=429, refusal=refusal)
        if not admission.is_code(group_order, typed):
            return show(request, group_order, status=422, refusal=WRONG)
        attempt.delete()
        request.session[CODES] = request.session.get(CODES, {}) | {token: group_order.join_code}
    return redirect("join:group_order", token)


def count(request, group_order):
    """Write down a try from this address."""
    return attempts.count(group_order=group_order, address=get_client_ip_address(request), at=timezone.now())


def own(request, group_order):
    """Return who joined from this browser or with this account."""
    mine = Q(token__in=request.session.get(REMEMBERED, []))
    if request.user.is_authenticated:
        mine |= Q(user=request.user)
    return list(group_order.participants.filter(mine, withdrawn_at=None))
