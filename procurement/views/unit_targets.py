"""What a unit pledges of its own free will, and what it reckons for itself."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.user.desks import unit_desk

from ..figures.targets import listing, pledging, progress, reserve, saying
from ..forms.plans import PledgeChangeForm, PledgeForm, ReserveForm
from ..models import Plan, Target, TargetBasis
from .group_orders import require

PLEDGE = "procurement.pledge_target"
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@unit_desk
def index(request, unit):
    """The targets under the plan that runs, or the one asked for; everyone in the unit may look."""
    return _show(request, unit, _plan(request.GET.get("plan")))


@require_POST
@unit_desk
def pledge(request, unit, year):
    require(request.user, PLEDGE, unit)
    plan = _plan(str(year))
    form = PledgeForm(request.POST, plan=plan)
    if form.is_valid():
        try:
            target = pledging.pledge(plan=plan, unit=unit, **form.cleaned_data, **_now(request))
        except pledging.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已认领 {target.amount:,.2f} 元（{target.scope_words}）。随时可以修改或撤回。")
            return _back(unit, plan)
    return _show(request, unit, plan, pledge_form=form)


@FORM
@unit_desk
def change(request, unit, pk):
    """Everything said about one target of the unit; its own pledge may be changed."""
    target = _get(unit, pk)
    history = list(saying.history(target))
    may_pledge = target.is_pledged and request.user.has_perm(PLEDGE, unit)
    form = PledgeChangeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.user, PLEDGE, unit)
        _require_own(target)
        if form.is_valid() and _try(form, lambda: pledging.change(target=target, **form.cleaned_data, **_now(request))):
            messages.success(request, f"已改为 {form.cleaned_data['amount']:,.2f} 元，从今天起算。")
            return _back(unit, target.plan)
    context = {"unit": unit, "target": target, "history": history, "newest": history[0], "form": form}
    context["may_pledge"] = may_pledge
    return render(request, "unit/target.html", context, status=400 if form.errors else 200)


@FORM
@unit_desk
def withdraw(request, unit, pk):
    require(request.user, PLEDGE, unit)
    target = _get(unit, pk)
    _require_own(target)
    form = PledgeChangeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _try(form, lambda: pledging.withdraw(target=target, **_now(request))):
        messages.success(request, f"已撤回（{target.scope_words}）。以后仍可以重新认领。")
        return _back(unit, target.plan)
    context = {"unit": unit, "target": target, "errors": form.non_field_errors}
    return render(request, "unit/target_withdraw.html", context, status=400 if request.method == "POST" else 200)


@require_POST
@unit_desk
def put_reserve(request, unit, year):
    require(request.user, PLEDGE, unit)
    plan = _plan(str(year))
    form = ReserveForm(request.POST)
    if not form.is_valid():
        return _show(request, unit, plan, reserve_form=form)
    reserve.put(plan=plan, unit=unit, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, "已保存测算，只有本单位能看到。")
    return _back(unit, plan)


@require_POST
@unit_desk
def remove_reserve(request, unit, year):
    require(request.user, PLEDGE, unit)
    plan = _plan(str(year))
    reserve.remove(plan=plan, unit=unit)
    messages.success(request, "已删除测算。")
    return _back(unit, plan)


def _show(request, unit, plan, *, pledge_form=None, reserve_form=None):
    context = {"unit": unit, "plan": plan, "plans": Plan.objects.visible()}
    if plan:
        today = timezone.localdate()
        may_pledge = request.user.has_perm(PLEDGE, unit)
        rows = listing.of(plan.targets.visible().filter(unit=unit), on=plan.within(today))
        basis, amount = reserve.of(plan, unit) if may_pledge else (None, None)
        context |= {
            "rows": progress.of(rows, unit, plan),
            "may_pledge": may_pledge,
            "is_over": today > plan.ends_on,
            "pledge_form": pledge_form or PledgeForm(plan=plan),
            "reserve_form": reserve_form or ReserveForm(initial=basis and vars(basis)),
            "basis": basis,
            "reserve_amount": amount,
        }
        if request.user.has_perm("procurement.view_branch", unit):
            everybody = listing.of(plan.targets.visible(), on=plan.within(today))
            found = listing.supervisor(everybody, unit)
            context["supervisors"] = [found] if found else []
    return render(request, "unit/targets.html", context, status=400 if pledge_form or reserve_form else 200)


def _plan(year):
    """Return the plan of a year, or the one that runs today; None if there is none at all."""
    plans = Plan.objects.visible()
    if year:
        return get_object_or_404(plans, year=int(year) if year.isdecimal() and len(year) == 4 else 0)
    return plans.current(timezone.localdate())


def _get(unit, pk):
    rows = Target.objects.visible().filter(unit=unit, plan__in=Plan.objects.visible())
    return get_object_or_404(rows.select_related("plan", "unit", "region"), pk=pk)


def _require_own(target):
    """Answer 404 for what the office set: it is not the unit's to change."""
    if target.basis != TargetBasis.PLEDGED:
        raise Http404


def _try(form, act):
    try:
        act()
    except pledging.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _now(request):
    return {"by": request.user, "at": timezone.now(), "on": timezone.localdate()}


def _back(unit, plan):
    address = redirect("unit:targets", unit.code)
    address["Location"] += f"?plan={plan.year}"
    return address
