"""Targets as the office enters and changes them; each page shows all that was ever said about one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shop.user.desks import office_desk

from ...figures.targets import office, saying
from ...forms.plans import ChangeForm, RemoveForm, TargetForm
from . import plans

FORM = require_http_methods(["GET", "POST"])


@require_POST
@office_desk
def new(request, year):
    plan = plans.get(year)
    form = TargetForm(request.POST, plan=plan)
    if form.is_valid():
        try:
            target = office.set_target(plan=plan, by=request.user, at=timezone.now(), **form.cleaned_data)
        except office.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已录入：{target.of_whom}。")
            return redirect("office:plan", year)
    return plans.show(request, plan, target_form=form)


@FORM
@office_desk
def detail(request, year, pk):
    """Everything said about one target; another amount may be said unless the unit pledged it itself."""
    target = _get(year, pk)
    history = list(saying.history(target))
    facts = {"amount": history[0].amount, "effective_on": target.plan.within(timezone.localdate())}
    form = ChangeForm(request.POST if request.method == "POST" else None, plan=target.plan, initial=facts)
    if request.method == "POST" and form.is_valid() and _try(form, lambda: _change(request, target, form)):
        messages.success(request, f"已修改：{target.of_whom}。")
        return redirect("office:plan", year)
    context = {"target": target, "history": history, "newest": history[0], "form": form}
    return render(request, "office/target.html", context, status=400 if form.errors else 200)


@FORM
@office_desk
def remove(request, year, pk):
    target = _get(year, pk)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), "on": timezone.localdate()}
        if _try(form, lambda: office.remove_target(target=target, **form.cleaned_data, **facts)):
            messages.success(request, f"已取消 {target.of_whom} 的目标。")
            return redirect("office:plan", year)
    return render(
        request, "office/target_remove.html", {"target": target, "form": form}, status=400 if form.errors else 200
    )


def _change(request, target, form):
    office.change_target(target=target, by=request.user, at=timezone.now(), **form.cleaned_data)


def _try(form, act):
    """Do it, or say at the form why not; return whether it is done."""
    try:
        act()
    except office.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _get(year, pk):
    rows = plans.get(year).targets.visible().select_related("plan", "unit", "region")
    return get_object_or_404(rows, pk=pk)
