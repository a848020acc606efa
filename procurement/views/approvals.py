"""How a unit approves: its chain, its stand-ins, its rules."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from shop.user.desks import unit_desk

from ..collection import gift_values
from ..collection.approvals import preview, setup
from ..forms.approvals import AmountForm, PolicyForm, StandInForm, StepForm, members_of
from ..moves import Refused
from .group_orders import require

EDIT = "procurement.set_approval"
EXAMPLE = 2000
STAND_INS_SHOWN, CHANGES_SHOWN = 100, 20


@require_safe
@unit_desk
def index(request, unit):
    """The unit's chain, for all its members to read."""
    return _render(request, unit)


@require_POST
@unit_desk
def put_step(request, unit, pk=None):
    """Add a step, or change one."""
    require(request.user, EDIT, unit)
    step = get_object_or_404(unit.approval_steps, pk=pk) if pk else None
    form = StepForm(request.POST, unit=unit, auto_id=f"step-{pk}-%s" if pk else "new-step-%s")
    if not form.is_valid():
        sent = {"sent_pk": pk, "sent_step": form} if pk else {"step_form": form}
        return _refuse(request, unit, _first_error(form), status=422, **sent)
    facts = form.cleaned_data | {"people": list(form.cleaned_data["people"]), "step": step}
    return _try(request, unit, lambda who: setup.put_step(unit=unit, **facts, **who), "审批步骤已保存。")


@require_POST
@unit_desk
def raise_step(request, unit, pk):
    require(request.user, EDIT, unit)
    step = get_object_or_404(unit.approval_steps, pk=pk)
    return _try(request, unit, lambda who: setup.raise_step(step=step, **who), f"“{step}”已前移。")


@require_POST
@unit_desk
def remove_step(request, unit, pk):
    require(request.user, EDIT, unit)
    step = get_object_or_404(unit.approval_steps, pk=pk)
    return _try(request, unit, lambda who: setup.remove_step(step=step, **who), f"“{step}”已删除。")


@require_POST
@unit_desk
def add_stand_in(request, unit):
    require(request.user, EDIT, unit)
    form = StandInForm(request.POST, unit=unit, auto_id="stand-in-%s")
    if not form.is_valid():
        return _refuse(request, unit, _first_error(form), status=422, stand_in_form=form)
    return _try(request, unit, lambda who: setup.put_stand_in(unit=unit, **form.cleaned_data, **who), "代理已登记。")


@require_POST
@unit_desk
def end_stand_in(request, unit, pk):
    require(request.user, EDIT, unit)
    stand_in = get_object_or_404(unit.stand_ins, pk=pk)
    return _try(request, unit, lambda who: setup.end_stand_in(stand_in=stand_in, **who), "代理已结束。")


@require_POST
@unit_desk
def set_policy(request, unit):
    require(request.user, EDIT, unit)
    form = PolicyForm(request.POST, auto_id="policy-%s")
    if not form.is_valid():
        return _refuse(request, unit, _first_error(form), status=422, policy_form=form)
    return _try(request, unit, lambda who: setup.set_policy(unit=unit, **form.cleaned_data, **who), "规则已保存。")


def _try(request, unit, act, done):
    """Change a setting and tell how it went; a second click hears a friendly word."""
    try:
        act({"by": request.user, "at": timezone.now()})
    except Refused as refusal:
        if not refusal.is_repeated:
            return _refuse(request, unit, refusal, status=409)
        messages.info(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("unit:approval", unit.code)


def _refuse(request, unit, sentence, *, status, **forms):
    messages.error(request, str(sentence))
    return _render(request, unit, status=status, **forms)


def _render(request, unit, *, status=200, **forms):
    chain = preview.Preview(unit)
    now = timezone.now()
    members = list(members_of(unit))
    amount = AmountForm(request.GET or {"amount": EXAMPLE})
    tried = amount.cleaned_data["amount"] if amount.is_valid() else None
    context = {
        "unit": unit,
        "can_edit": request.user.has_perm(EDIT, unit),
        "chain": chain,
        "bands": chain.bands(),
        "amount_form": amount,
        "tried": tried,
        "tried_steps": chain.of(tried) if tried is not None else [],
        "steps": [(step, _form_of(step, unit, members, forms)) for step in chain.steps],
        "stand_ins": unit.stand_ins.select_related("absent", "person")[:STAND_INS_SHOWN],
        "today": localtime(now).date(),
        "ceiling": gift_values.ceiling_of(unit),
        "changes": unit.approval_changes.select_related("by")[:CHANGES_SHOWN],
        "step_form": StepForm(unit=unit, members=members, auto_id="new-step-%s"),
        "stand_in_form": StandInForm(unit=unit, members=members, auto_id="stand-in-%s"),
        "policy_form": PolicyForm(initial=_policy_of(unit), auto_id="policy-%s"),
        **forms,
    }
    return render(request, "unit/approval.html", context, status=status)


def _form_of(step, unit, members, forms):
    """Return the form of a step: the one that was sent and refused, or one with what is kept."""
    people = [person.pk for person in step.people.all()]
    kept = {"name": step.name, "from_amount": step.from_amount, "people": people}
    sent = forms.get("sent_step") if forms.get("sent_pk") == step.pk else None
    return sent or StepForm(initial=kept, unit=unit, members=members, auto_id=f"step-{step.pk}-%s")


def _policy_of(unit):
    policy = getattr(unit, "approval_policy", None)
    return {"gift_ceiling": policy.gift_ceiling} if policy else {}


def _first_error(form):
    return next(error for errors in form.errors.values() for error in errors)
