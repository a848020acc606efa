"""The filters of the figures: read from the address, shown as chips, offered as choices."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from shop.produce.models import Region

from ...figures.statistics import selection as selections
from ...figures.statistics.dimensions import CHANNEL, FUND, KIND
from ...figures.statistics.selection.conditions import ANY
from ...models import Plan, Stage, Unit
from .scopes import at_desk

OFFERED = {"plan", "stage", "from", "to", "unit", "region", "tree", "channel", "fund", "kind"}


def figures_view(view):
    """Call ``view(request, scope, selection, …)`` with what the address selects, or say what is wrong with that."""

    @require_GET
    @at_desk
    @wraps(view)
    def with_selection(request, scope, *arguments, **named):
        try:
            selection = read(request, scope)
        except selections.BadSelection as refusal:
            return refused(request, scope, refusal)
        return view(request, scope, selection, *arguments, **named)

    return with_selection


def refused(request, scope, refusal):
    return render(request, "office/refused.html", {"refusal": refusal, "scope": scope}, status=400)


def read(request, scope, values=None):
    """Return the selection of an address, or of ``values``.

    :raises BadSelection: if something in it does not exist.
    """
    values, today = request.GET.dict() if values is None else values, timezone.localdate()
    try:
        return selections.read(values, on=today, **scope.facts)
    except selections.BadMonths:
        # Another plan was picked while the months of the last one still stood beside it.
        messages.info(request, "所选月份不在这个方案的期限之内，已改为统计整个方案。")
        return selections.read({**values, "from": "", "to": ""}, on=today, **scope.facts)


def choices(scope, selection, **kept):
    """Return what every page of figures needs: the scope, the selection, its chips and what the filter form offers.

    :param kept: parameters of the page itself, which filtering must not lose.
    """
    hidden = {name: value for name, value in selection.parameters.items() if name not in OFFERED}
    return {
        "scope": scope,
        "selection": selection,
        "chips": chips(selection),
        "kept": hidden | {name: value for name, value in kept.items() if value},
        "units": list(_units(scope, selection).values_list("code", "short_name")),
        "plans": [(plan.year, _plan_words(plan)) for plan in Plan.objects.visible()],
        "stages": [(stage, _of_plan(stage, label, selection.plan)) for stage, label in Stage.choices],
        "regions": list(Region.objects.partners().values_list("code", "name")),
        "months": [(month, f"{int(month[:4])}年{int(month[5:])}月") for month in selection.plan.months],
        "more": _more(selection),
        "has_more": bool(selection.channel or selection.fund_source or selection.kind or selection.is_current),
    }


def _plan_words(plan):
    return f"{plan.year} 年{'（演示）' if plan.is_demo else ''}"


def _of_plan(stage, label, plan):
    return f"{label}（默认）" if stage == plan.counting_stage else label


def _units(scope, selection):
    """Return the units of the desk, none where there is only one."""
    rows = Unit.objects.order_by("code")
    rows = rows if settings.DEMO else rows.filter(is_demo=False)
    if scope.unit is None:
        return rows
    below = set() if scope.is_alone else selection.hierarchy.below(scope.unit.pk)
    return rows.filter(pk__in=below) if len(below) > 1 else rows.none()


def _more(selection):
    """Return ``[(parameter, label, choices, value chosen)]`` of the filters that are folded away."""
    chosen = {"channel": selection.channel, "fund": selection.fund_source, "kind": selection.kind}
    return [
        (dimension.key, dimension.label, [(key or selections.EMPTY, words) for key, words in dimension.labels.items()])
        + (chosen[dimension.key],)
        for dimension in (CHANNEL, FUND, KIND)
    ]


def chips(selection):
    """Return ``[(words, query string without this filter)]`` of the filters that narrow a selection."""
    words = {
        "unit": f"采购方：{selection.buyer}",
        "branch": f"{selection.branch_name}及下属单位",
        "tree": "按现行隶属关系",
        "region": f"地区：{getattr(selection.region, 'name', '')}",
        "county": f"产地：{selection.county_name}",
        "category": f"类别：{selection.category}",
        "supplier": f"供应商：{selection.supplier_name}",
        "product": f"商品：{selection.product_title}",
        "channel": f"渠道：{CHANNEL.words(selection.channel)}",
        "fund": f"费用来源：{FUND.words(selection.fund_source)}",
        "corrects": f"更正已封账的{'月份' if selection.corrects == ANY else selection.corrects}",
        "kind": f"单位性质：{KIND.words('' if selection.kind == selections.EMPTY else selection.kind)}",
    }
    without = {
        "unit": {"unit": None, "is_public": False},
        "branch": {"branch": ""},
        "tree": {"is_current": False},
        "region": {"region": None},
        "fund": {"fund_source": ""},
    }
    narrowing = [name for name in words if name in selection.parameters]
    found = [(words[name], selection.narrowed(**without.get(name, {name: ""})).query) for name in narrowing]
    if not selection.is_whole_plan:
        months = selection.plan.months
        everything = selection.narrowed(first_month=months[0], last_month=months[-1])
        found.append((f"月份：{selection.month_words}", everything.query))
    return found
