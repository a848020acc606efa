"""Share out what arrived among the participants."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shop.user.desks import unit_desk

from ..collection import redistribution
from ..models import Redistribution, TrimRule
from .group_orders import get_group_order, require

CONFLICT = 409
HINTS = {
    TrimRule.PROPORTIONAL: "每人按认购数量的同样比例",
    TrimRule.EQUAL: "每人一样多，不超过各自的认购",
    TrimRule.FIRST_COME: "先认购的先得",
}


@require_http_methods(["GET", "POST"])
@unit_desk
def index(request, unit, number):
    """What arrived of each product, who gets how much by the rule that holds, and the rules to choose from."""
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    if not group_order.is_placed:
        raise Http404
    status = _share_out(request, group_order) if request.method == "POST" else 200
    if not status:
        return redirect("unit:redistribution", unit.code, number)
    rows, last = redistribution.arrivals(group_order), redistribution.latest(group_order)
    context = {
        "unit": unit,
        "group_order": group_order,
        "rows": rows,
        "is_short": any(row.is_short for row in rows),
        "last": last,
        "is_stale": last is not None and redistribution.is_stale(last, rows),
        "shared": redistribution.shared_items(last) if last else [],
        "rules": [(rule, label, HINTS[rule]) for rule, label in Redistribution.RULES],
    }
    return render(request, "unit/redistribution.html", context, status=status)


def _share_out(request, group_order):
    """Apply the rule chosen; return 0 when it is done, else the status to show the page with."""
    facts = {"rule": request.POST.get("rule", ""), "by": request.user, "at": timezone.now()}
    try:
        redistribution.share_out(group_order=group_order, **facts)
    except redistribution.Refused as refusal:
        show = messages.info if refusal.is_repeated else messages.error
        show(request, str(refusal))
        return 0 if refusal.is_repeated else CONFLICT
    messages.success(request, "已分配，分发表和参加人的页面都已更新。")
    return 0
