"""Plans of a year, as the office opens and changes them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.user.desks import office_desk

from ...figures import plans
from ...figures.targets import listing
from ...forms.plans import PlanFactsForm, PlanForm, StageForm, TargetForm
from ...models import Plan, Target

FORM = require_http_methods(["GET", "POST"])


@require_GET
@office_desk
def index(request):
    found = list(Plan.objects.visible())
    today = timezone.localdate()
    rows = listing.of(Target.objects.filter(plan__in=found).visible(), on=today)
    for plan in found:
        plan.target_count = sum(one.target.plan_id == plan.pk for one in rows)
    return render(request, "office/plans.html", {"plans": found})


@FORM
@office_desk
def new(request):
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            plan = plans.create(**form.cleaned_data)
        except plans.Refused as refusal:
            form.add_error("year", str(refusal))
        else:
            messages.success(request, f"已建立{plan.year}年度方案。")
            return redirect("office:plan", plan.year)
    return render(request, "office/plan_form.html", {"form": form}, status=400 if form.errors else 200)


@require_GET
@office_desk
def detail(request, year):
    return show(request, get(year))


@FORM
@office_desk
def edit(request, year):
    """Change what the plan says about itself; the page lists what was changed before."""
    plan = get(year)
    form = PlanFactsForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(plan, name) for name in plans.LABELS}
    )
    if request.method == "POST" and form.is_valid():
        words = plans.edit(plan=plan, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"已修改：{words}。" if words else "没有改动。")
        return redirect("office:plan", year)
    context = {"plan": plan, "form": form, "records": plan.records.select_related("by")}
    return render(request, "office/plan_form.html", context, status=400 if form.errors else 200)


@require_POST
@office_desk
def count_at(request, year):
    plan = get(year)
    form = StageForm(request.POST)
    if not form.is_valid():
        return show(request, plan, stage_form=form)
    plan = plans.count_at(plan=plan, stage=form.cleaned_data["stage"], by=request.user, at=timezone.now())
    messages.success(request, f"统计口径已改为“{plan.get_counting_stage_display()}”。")
    return redirect("office:plan", year)


def show(request, plan, *, stage_form=None, target_form=None):
    """Show a plan with its targets; with a form that was refused."""
    listed = listing.of(plan.targets.visible(), on=plan.within(timezone.localdate()))
    context = {
        "plan": plan,
        "targets": listed,
        "supervisors": listing.supervisors(listed),
        "stage_form": stage_form or StageForm(initial={"stage": plan.counting_stage}),
        "target_form": target_form or TargetForm(plan=plan),
    }
    return render(request, "office/plan.html", context, status=400 if stage_form or target_form else 200)


def get(year):
    return get_object_or_404(Plan.objects.visible(), year=year)
